/* Signals that reach the supervisor, and the terminal's stops. */
#include "trace/job_control.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "view/copy.h"

static volatile sig_atomic_t first_process;

/* The terminal sent a stopping signal to the first process. */
static bool terminal_stops;

/* The kernel's own signals (a key on the terminal, a hangup) reach the job by
 * themselves; only those that a process sent to us alone are passed on. */
static void
pass_on(int sig, siginfo_t *info, void *context)
{
	int saved = errno;
	pid_t first = first_process;

	(void)context;
	/* Who ends the job does not wait for a large file's copy in a layer. */
	if (sig != SIGUSR1 && sig != SIGUSR2)
		copy_interrupt();
	if (first > 0 && info->si_code <= 0)
		kill(first, sig);
	errno = saved;
}

static const int passed[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGUSR1,
    SIGUSR2};

#define PASSED (sizeof(passed) / sizeof(passed[0]))
void
job_control_hold(sigset_t *ret_before)
{
	sigset_t all;

	sigemptyset(&all);
	for (size_t i = 0; i < PASSED; i++)
		sigaddset(&all, passed[i]);
	sigprocmask(SIG_BLOCK, &all, ret_before);
}

int
job_control_held(void)
{
	sigset_t came;

	if (sigpending(&came) != 0)
		return 0;
	for (size_t i = 0; i < PASSED; i++)
		if (sigismember(&came, passed[i]) == 1)
			return passed[i];
	return 0;
}

void
job_control_open(pid_t first)
{
	static const int ignored[] = {SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE,
	    SIGXFSZ};
	struct sigaction sa;

	first_process = first;
	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = pass_on;
	sa.sa_flags = SA_SIGINFO | SA_RESTART;
	for (size_t i = 0; i < PASSED; i++)
		sigaction(passed[i], &sa, NULL);
	/* Each stop of a task would send one, to be dropped again. */
	sa.sa_handler = SIG_DFL;
	sa.sa_flags = SA_NOCLDSTOP;
	sigaction(SIGCHLD, &sa, NULL);
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		signal(ignored[i], SIG_IGN);
}

void
job_control_forget(void)
{
	first_process = 0;
}

void
job_control_close(void)
{
	for (size_t i = 0; i < PASSED; i++)
		signal(passed[i], SIG_DFL);
}

void
job_control_note(pid_t tid, int sig)
{
	siginfo_t info;

	if (sig != SIGTSTP && sig != SIGTTIN && sig != SIGTTOU)
		return;
	/* No process can send SI_KERNEL. */
	if (ptrace(PTRACE_GETSIGINFO, tid, 0, &info) == 0 &&
	    info.si_code == SI_KERNEL)
		terminal_stops = true;
}

void
job_control_follow(pid_t first)
{
	siginfo_t info;

	/* In a group of its own it is a shell's job inside the job. */
	if (!terminal_stops || getpgid(first) != getpgrp())
		return;
	terminal_stops = false;
	raise(SIGSTOP);
	/* We go on: by `fg`, which continued the whole group, or because
	 * somebody continued us alone: then we continue the job. */
	memset(&info, 0, sizeof(info));
	if (waitid(P_PID, (id_t)first, &info,
		WSTOPPED | WEXITED | WNOHANG | WNOWAIT | __WALL) == 0 &&
	    info.si_pid == 0)
		kill(first, SIGCONT);
}
