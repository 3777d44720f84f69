/* A wait status turned into what it means. */
#include "tracee/stop.h"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

/* PTRACE_EVENT_STOP is a group-stop only with one of the four stopping signals
 * (ptrace(2)); else a task's first stop or PTRACE_INTERRUPT. */
static enum stop
group_or_new(int sig)
{
	switch (sig) {
	case SIGSTOP:
	case SIGTSTP:
	case SIGTTIN:
	case SIGTTOU: return STOP_GROUP;
	default: return STOP_NEW;
	}
}

enum stop
stop_of(int status)
{
	if (WIFEXITED(status))
		return STOP_EXITED;
	if (WIFSIGNALED(status))
		return STOP_KILLED;
	if (!WIFSTOPPED(status))
		return STOP_UNKNOWN;
	switch (status >> 16) {
	case 0: break;
	case PTRACE_EVENT_SECCOMP: return STOP_SECCOMP;
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE: return STOP_FORK;
	case PTRACE_EVENT_VFORK_DONE: return STOP_VFORK_DONE;
	case PTRACE_EVENT_EXEC: return STOP_EXEC;
	case PTRACE_EVENT_EXIT: return STOP_EXIT;
	case PTRACE_EVENT_STOP: return group_or_new(WSTOPSIG(status));
	default: return STOP_UNKNOWN;
	}
	/* PTRACE_O_TRACESYSGOOD: bit 7 tells a syscall stop from SIGTRAP. */
	if (WSTOPSIG(status) == (SIGTRAP | 0x80))
		return STOP_SYSCALL;
	return STOP_SIGNAL;
}
