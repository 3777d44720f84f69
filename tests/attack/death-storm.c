/* attack: die, exit or exec while another thread's call is being judged, so
 *   that the supervisor hangs or answers the wrong stop
 * source: ptrace(2), BUGS; seccomp_unotify(2); sandbox2's monitor on stale
 *   events
 * stops: every wait is for any stop of any task, and a task that is gone is
 *   no error
 * variants: kill exit exec
 * expect: EACCES
 * audit: openat
 * allow: files: {allow: read, path: "{DIR}/b"}
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#define DEATHS 60

static char secret[512], tool[512];

/* Ends its process at once if it wins. */
static void *
strike(void *arg)
{
	(void)arg;
	for (;;) {
		int fd = open(secret, O_RDONLY);

		if (fd >= 0 && is_secret(fd))
			_exit(100);
	}
	return NULL;
}

static void
child(int delay)
{
	char *const args[] = {tool, NULL}, *const env[] = {NULL};
	pthread_t thread;

	for (int i = 0; i < 3; i++)
		pthread_create(&thread, NULL, strike, NULL);
	/* Each time at another moment. */
	for (volatile int i = 0; i < delay; i++)
		;
	if (is("kill"))
		kill(getpid(), SIGKILL);
	if (is("exec"))
		execve(tool, args, env);
	_exit(TOOL_ALLOWED);
}

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	snprintf(secret, sizeof(secret), "%s/b/f", dir);
	snprintf(tool, sizeof(tool), "%s/a/tool", dir);
	for (int i = 0; i < DEATHS; i++) {
		int status;
		pid_t pid = fork();

		must(pid, "fork");
		if (pid == 0)
			child(i * 1000);
		must(waitpid(pid, &status, 0), "waitpid");
		if (WIFEXITED(status) && WEXITSTATUS(status) == 100)
			won("read in the storm");
		if (WIFSIGNALED(status) ? !is("kill")
					: WEXITSTATUS(status) != TOOL_ALLOWED)
			broken("a child ended otherwise");
	}
	read_secret(open(secret, O_RDONLY), "open");
}
