/* The words of guest.h: running a guest, printing a result, children. */
#include "lib/guest.h"

#include <signal.h>
#include <stdarg.h>
#include <sys/mman.h>

#include "lib/tree.h"

static char details[1024];

void
detail(const char *fmt, ...)
{
	size_t used = strlen(details);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(details + used, sizeof(details) - used, fmt, ap);
	va_end(ap);
}

void
say(const char *label, long r)
{
	int err = errno;

	if (r < 0)
		printf("%s: %s", label, strerrorname_np(err));
	else
		printf("%s: %ld", label, r);
	printf("%s%s\n", details[0] != '\0' ? " " : "", details);
	details[0] = '\0';
	tree_tell(label);
}

long
closed(long fd)
{
	if (fd < 0)
		return fd;
	close((int)fd);
	return 0;
}

long
in_child(check_fn fn)
{
	pid_t pid;
	int status;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		fn();
		fflush(stdout);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	if (WIFSIGNALED(status))
		detail("signal %d", WTERMSIG(status));
	else
		detail("status %d", WEXITSTATUS(status));
	return 0;
}

pid_t
dead_pid(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	waitpid(pid, NULL, 0);
	return pid;
}

pid_t
idle_child(void)
{
	pid_t pid = fork();

	while (pid == 0)
		pause();
	return pid;
}

void
end_child(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

const char *
unterminated(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	static char *at_end;
	char *two;

	if (at_end != NULL)
		return at_end;
	two = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (two == MAP_FAILED)
		return NULL;
	munmap(two + page, page);
	at_end = two + page - 4;
	memcpy(at_end, "file", 4);
	return at_end;
}

/* GUEST FOLDER          the checks
 * GUEST FOLDER make     makes the tree that `denied` will ask for
 * GUEST FOLDER denied   the plain use, under rules that do not allow FOLDER */
int
main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	umask(022);
	if (argc > 2 && strcmp(argv[2], "denied") == 0) {
		long r;

		tree_assume(argv[1]);
		r = denied();
		if (r < 0)
			printf("denied: %s\n", strerrorname_np(errno));
		else
			printf("denied: %ld\n", r);
		return 0;
	}
	if (chdir(argv[1]) != 0)
		return 2;
	tree_start(argv[1]);
	if (argc > 2 && strcmp(argv[2], "make") == 0)
		scene();
	else
		scenario();
	return 0;
}
