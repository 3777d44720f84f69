/* The floor of what mediation by ptrace can cost: a newfstatat that stops for
 * a seccomp filter and is resumed, with tracer and tracee on one CPU, and
 * nothing else.  Prints nanoseconds for each call: bare, then with the stop. */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Nanoseconds for one call, over `rounds` of them. */
static double
stat_loop(const char *path, long rounds)
{
	int64_t start = now_ns();
	struct stat st;

	for (long i = 0; i < rounds; i++)
		syscall(SYS_newfstatat, AT_FDCWD, path, &st, 0);
	return (double)(now_ns() - start) / (double)rounds;
}

static int
stop_at_stat(void)
{
	struct sock_filter code[] = {
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_newfstatat, 0, 1),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {4, code};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -errno;
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program) != 0)
		return -errno;
	return 0;
}

/* One CPU for both: a fork keeps its parent's. */
static void
stay_here(void)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET((unsigned)sched_getcpu(), &one);
	sched_setaffinity(0, sizeof(one), &one);
}

static int
serve(pid_t pid)
{
	int status;

	for (;;) {
		if (waitpid(pid, &status, __WALL) != pid)
			return -errno;
		if (!WIFSTOPPED(status))
			return WIFEXITED(status) && WEXITSTATUS(status) == 0
			    ? 0
			    : -ECHILD;
		/* No signal but the stop that it began with can arrive. */
		if (ptrace(PTRACE_CONT, pid, NULL, NULL) != 0 && errno != ESRCH)
			return -errno;
	}
}

int
main(int argc, char **argv)
{
	long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : 20000;
	const char *path = argc > 2 ? argv[2] : "/etc/passwd";
	double *cost = mmap(NULL, sizeof(*cost), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	double bare;
	pid_t pid;
	int status;

	if (cost == MAP_FAILED || rounds <= 0)
		return 2;
	stay_here();
	bare = stat_loop(path, rounds);
	pid = fork();
	if (pid == 0) {
		raise(SIGSTOP);
		if (stop_at_stat() != 0)
			_exit(1);
		*cost = stat_loop(path, rounds);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, WUNTRACED) != pid ||
	    ptrace(PTRACE_SEIZE, pid, NULL,
		(void *)(uintptr_t)(PTRACE_O_TRACESECCOMP |
		    PTRACE_O_EXITKILL)) != 0 ||
	    kill(pid, SIGCONT) != 0 || serve(pid) != 0) {
		fprintf(stderr, "floor: cannot trace here\n");
		return 1;
	}
	printf("%.0f %.0f\n", bare, *cost);
	return 0;
}
