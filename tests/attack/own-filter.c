/* attack: a seccomp filter of the job's own that outranks or blinds ours
 * source: seccomp(2), precedence of actions; seccomp_unotify(2); PRoot pull
 *   request 301
 * stops: installing filters is refused, as by a kernel without them
 * variants: listener errno prctl dispatch strict landlock lsm
 * bare/landlock: any (not in all kernels)
 * bare/lsm: any (Linux 6.8)
 * expect: EINVAL EPERM ENOSYS EACCES
 * audit: seccomp prctl landlock_create_ruleset lsm_set_self_attr
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#ifndef PR_SET_SYSCALL_USER_DISPATCH
#define PR_SET_SYSCALL_USER_DISPATCH 59
#endif

/* Answers `action` for openat2, which pinned opens become. */
static void
install(unsigned action, unsigned flags)
{
	struct sock_filter f[] = {
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
	    BPF_STMT(BPF_RET | BPF_K, action),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog p = {4, f};

	must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
	if (is("prctl"))
		verdict(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &p),
		    "prctl");
	verdict(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &p),
	    "seccomp");
}

void
attack(int argc, char **argv)
{
	static char selector;

	(void)argc;
	(void)argv;
	if (is("listener"))
		install(SECCOMP_RET_USER_NOTIF,
		    SECCOMP_FILTER_FLAG_NEW_LISTENER);
	if (is("errno") || is("prctl"))
		install(SECCOMP_RET_ERRNO, 0);
	if (is("dispatch"))
		verdict(prctl(PR_SET_SYSCALL_USER_DISPATCH, 1, 0, 0, &selector),
		    "prctl");
	/* Asks for the version alone. */
	if (is("landlock"))
		verdict(syscall(SYS_landlock_create_ruleset, NULL, 0, 1),
		    "landlock_create_ruleset");
	if (is("lsm"))
		verdict(syscall(460 /* lsm_set_self_attr */, 100, &selector, 1,
			    0) < 0 &&
			    errno != ENOSYS
			? 0
			: -1,
		    "lsm_set_self_attr");
	if (is("strict")) {
		/* Strict mode forbids exit_group: end by exit. */
		if (syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, 0) < 0)
			lost("seccomp");
		static const char text[] = "ATTACK WON: strict\n";
		write(1, text, sizeof(text) - 1);
		syscall(SYS_exit, 0);
	}
}
