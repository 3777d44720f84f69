/* limited CALL=ERRNO... -- COMMAND...: runs a command as a container or an old
 * kernel would: these calls fail so.  `docker` stands for what Docker's default
 * profile keeps from a container without capabilities, `set_syscall_info` for
 * a ptrace(2) from before Linux 6.16. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_mseal
#define SYS_mseal 462
#endif

#define NEW_NAMESPACES 0x7e020000u /* CLONE_NEW* of clone(2) */

static const struct {
	const char *name;
	unsigned nr;
	int docker; /* what a container gets; 0: it is allowed */
} calls[] = {
    {"ptrace",            SYS_ptrace,            0     },
    {"process_vm_readv",  SYS_process_vm_readv,  0     },
    {"process_vm_writev", SYS_process_vm_writev, 0     },
    {"openat2",           SYS_openat2,           0     },
    {"close_range",       SYS_close_range,       0     },
    {"memfd_create",      SYS_memfd_create,      0     },
    {"seccomp",           SYS_seccomp,           0     },
    {"mseal",             SYS_mseal,             EPERM },
    {"clone3",            SYS_clone3,            ENOSYS},
    {"unshare",           SYS_unshare,           EPERM },
    {"setns",             SYS_setns,             EPERM },
    {"mount",             SYS_mount,             EPERM },
    {"umount2",           SYS_umount2,           EPERM },
    {"pivot_root",        SYS_pivot_root,        EPERM },
    {"open_tree",         SYS_open_tree,         EPERM },
    {"move_mount",        SYS_move_mount,        EPERM },
    {"fsopen",            SYS_fsopen,            EPERM },
    {"pidfd_getfd",       SYS_pidfd_getfd,       EPERM },
    {"process_madvise",   SYS_process_madvise,   EPERM },
    {"kcmp",	      SYS_kcmp,              EPERM },
    {"open_by_handle_at", SYS_open_by_handle_at, EPERM },
    {"bpf",	       SYS_bpf,               EPERM },
    {"perf_event_open",   SYS_perf_event_open,   EPERM },
    {"userfaultfd",       SYS_userfaultfd,       EPERM },
    {"io_uring_setup",    SYS_io_uring_setup,    EPERM },
    {"add_key",           SYS_add_key,           EPERM },
    {"keyctl",            SYS_keyctl,            EPERM },
    {"move_pages",        SYS_move_pages,        EPERM },
    {"setdomainname",     SYS_setdomainname,     EPERM },
};

#define CALLS (sizeof(calls) / sizeof(calls[0]))

/* Room for three words, one of them `docker`. */
#define WORDS_MAX 3
static struct sock_filter code[2 * CALLS + 16];
static unsigned short count;

static void
add(uint16_t what, uint32_t k, uint8_t jt, uint8_t jf)
{
	code[count++] = (struct sock_filter)BPF_JUMP(what, k, jt, jf);
}

static void
fail_call(unsigned nr, int err)
{
	add(BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 1);
	add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)err, 0, 0);
}

/* As Docker: namespaces are not for containers. */
static void
add_docker(void)
{
	for (size_t i = 0; i < CALLS; i++)
		if (calls[i].docker != 0)
			fail_call(calls[i].nr, calls[i].docker);
	add(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4);
	add(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0]), 0,
	    0);
	add(BPF_JMP | BPF_JSET | BPF_K, NEW_NAMESPACES, 0, 1);
	add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0);
	add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

#define SET_SYSCALL_INFO 0x4212 /* PTRACE_SET_SYSCALL_INFO */

static void
add_old_ptrace(void)
{
	add(BPF_JMP | BPF_JEQ | BPF_K, SYS_ptrace, 0, 4);
	add(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0]), 0,
	    0);
	add(BPF_JMP | BPF_JEQ | BPF_K, SET_SYSCALL_INFO, 0, 1);
	add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EIO, 0, 0);
	add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

static int
add_word(const char *word)
{
	size_t len = strcspn(word, "=");
	int err = strcmp(word + len, "=EPERM") == 0 ? EPERM
	    : strcmp(word + len, "=ENOSYS") == 0    ? ENOSYS
						    : 0;

	for (size_t i = 0; i < CALLS; i++) {
		if (err == 0 || strlen(calls[i].name) != len ||
		    memcmp(calls[i].name, word, len) != 0)
			continue;
		fail_call(calls[i].nr, err);
		return 0;
	}
	if (strcmp(word, "docker") == 0)
		add_docker();
	else if (strcmp(word, "set_syscall_info") == 0)
		add_old_ptrace();
	else
		return -1;
	return 0;
}

int
main(int argc, char **argv)
{
	struct sock_fprog program = {0, code};
	int i;

	add(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (i > WORDS_MAX || add_word(argv[i]) != 0) {
			fprintf(stderr, "limited: %s?\n", argv[i]);
			return 99;
		}
	}
	add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
	program.len = count;
	if (i >= argc - 1 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0) {
		perror("limited");
		return 99;
	}
	execvp(argv[i + 1], argv + i + 1);
	perror(argv[i + 1]);
	return 99;
}
