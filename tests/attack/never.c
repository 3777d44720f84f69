/* attack: calls that no job may make
 * source: seccomp(2); the lists of Docker, systemd and sandbox2
 * stops: the catalogue refuses them
 * variants: mount umount chroot bpf perf keyctl add-key syslog iopl ldt swapoff
 *   acct reboot settimeofday sethostname quotactl personality pivot mq msgget
 *   semget kexec module tsc init-module finit-module kexec-file clock-settime
 *   adjtimex clock-adjtime setdomainname vhangup dcookie nfsservctl
 *   request-key swapon mq-unlink ioperm set-mm-exe core-sched
 * bare: any (most are privileged)
 * bare/vhangup: skip (it would hang up the terminal of who runs the tests)
 * expect: EPERM ENOSYS EACCES EINVAL
 * audit: mount umount2 chroot bpf perf_event_open keyctl add_key syslog iopl
 *   modify_ldt swapoff acct reboot settimeofday sethostname quotactl
 *   personality pivot_root mq_open msgget semget kexec_load delete_module prctl
 *   init_module finit_module kexec_file_load clock_settime adjtimex
 *   clock_adjtime setdomainname vhangup lookup_dcookie nfsservctl request_key
 *   swapon mq_unlink ioperm
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

static char zero[256];

/* Bad arguments, so that what is let through does no harm: then the kernel
 * answers EFAULT, EBADF, ENOENT, ..., never what a refusal answers. */
static const struct {
	const char *name;
	long nr, a, b, c, d;
} calls[] = {
    {"mount",         SYS_mount,           0,                 1,                  1,    0 },
    {"umount",        SYS_umount2,         1,                 0,                  0,    0 },
    {"chroot",        SYS_chroot,          1,                 0,                  0,    0 },
    {"bpf",           SYS_bpf,             0,                 1,                  72,   0 },
    {"perf",          SYS_perf_event_open, 1,                 0,                  -1,   -1},
    {"keyctl",        SYS_keyctl,          0,                 -3,                 0,    0 },
    {"add-key",       SYS_add_key,         1,                 1,                  0,    0 },
    {"syslog",        SYS_syslog,          10,                0,                  0,    0 },
    {"iopl",          SYS_iopl,            0,                 0,                  0,    0 },
    {"ldt",           SYS_modify_ldt,      0,                 0,                  0,    0 },
    {"swapoff",       SYS_swapoff,         1,                 0,                  0,    0 },
    {"acct",          SYS_acct,            1,                 0,                  0,    0 },
    {"reboot",        SYS_reboot,          0,                 0,                  0,    0 },
    {"settimeofday",  SYS_settimeofday,    1,                 0,                  0,    0 },
    {"sethostname",   SYS_sethostname,     1,                 1,                  0,    0 },
    {"quotactl",      SYS_quotactl,        0x800001 << 8,     1,                  0,    0 },
    {"personality",   SYS_personality,     READ_IMPLIES_EXEC, 0,                  0,    0 },
    {"pivot",         SYS_pivot_root,      1,                 1,                  0,    0 },
    {"mq",	    SYS_mq_open,         1,                 0,                  0,    0 },
    {"msgget",        SYS_msgget,          0,                 0600,               0,    0 },
    {"semget",        SYS_semget,          0,                 1,                  0600, 0 },
    {"kexec",         SYS_kexec_load,      0,                 0,                  0,    -1},
    {"module",        SYS_delete_module,   1,                 0,                  0,    0 },
    {"init-module",   SYS_init_module,     1,                 1,                  1,    0 },
    {"finit-module",  SYS_finit_module,    -1,                1,                  0,    0 },
    {"kexec-file",    SYS_kexec_file_load, -1,                -1,                 0,    0 },
    {"clock-settime", SYS_clock_settime,   0,                 1,                  0,    0 },
    {"adjtimex",      SYS_adjtimex,        1,                 0,                  0,    0 },
    {"clock-adjtime", SYS_clock_adjtime,   0,                 1,                  0,    0 },
    {"setdomainname", SYS_setdomainname,   1,                 1,                  0,    0 },
    {"dcookie",       SYS_lookup_dcookie,  0,                 1,                  1,    0 },
    {"nfsservctl",    SYS_nfsservctl,      0,                 0,                  0,    0 },
    {"request-key",   SYS_request_key,     1,                 1,                  0,    0 },
    {"swapon",        SYS_swapon,          1,                 0,                  0,    0 },
    {"mq-unlink",     SYS_mq_unlink,       1,                 0,                  0,    0 },
    {"ioperm",        SYS_ioperm,          0x80,              1,                  1,    0 },
    {"core-sched",    SYS_prctl,           62,                1,                  0,    0 },
    {"set-mm-exe",    SYS_prctl,           PR_SET_MM,         PR_SET_MM_EXE_FILE, -1,   0 },
};

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (is("tsc"))
		verdict(prctl(PR_SET_TSC, PR_TSC_ENABLE, 0, 0, 0),
		    "PR_SET_TSC");
	if (is("vhangup"))
		verdict(syscall(SYS_vhangup), "vhangup");
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (!is(calls[i].name))
			continue;
		long r = syscall(calls[i].nr, calls[i].a, calls[i].b,
		    calls[i].c, calls[i].d, zero);
		if (r < 0 && errno == EFAULT)
			won("the kernel looked at the arguments");
		verdict(r, variant);
	}
}
