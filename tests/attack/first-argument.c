/* attack: a call that was judged is interrupted and started again, with the
 *   first argument as the job gave it, not as it was judged, which by then
 *   leads elsewhere
 * source: arch/arm64/kernel/ptrace.c, orig_x0, which a tracer does not see; rr
 *   on restarted calls; signal(7), SA_RESTART
 * stops: a call that starts again stops again, and all of its arguments are
 *   judged anew
 * variants: dirfd open creat
 * bare: wins
 * expect: EACCES
 * audit: openat open creat
 * allow: files: {allow: write, path: "{DIR}/c/ro"}
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

static char name[512];
static int folder, other;
static volatile bool handled;

/* What the first argument stands for is changed, and nothing else. */
static void
handler(int sig)
{
	(void)sig;
	handled = true;
	if (is("dirfd"))
		dup2(other, folder);
	else
		name[strlen(dir) + 1] = 'c';
}

/* A call that sleeps until it is interrupted: a/ro is a pipe that nobody
 * reads, c/ro a file that may only be read. */
static int
open_ro(void)
{
	if (is("dirfd"))
		return (int)syscall(SYS_openat, folder, "ro", O_WRONLY, 0);
#ifdef SYS_open
	if (is("open"))
		return (int)syscall(SYS_open, name, O_WRONLY, 0);
	return (int)syscall(SYS_creat, name, 0600);
#else
	cannot("no call of that name here");
#endif
}

void
attack(int argc, char **argv)
{
	int fd;

	(void)argc;
	(void)argv;
	must(mkfifo(at("a/ro"), 0600), "mkfifo");
	folder = (int)must(open(at("a"), O_RDONLY | O_DIRECTORY), "a");
	other = (int)must(open(at("c"), O_RDONLY | O_DIRECTORY), "c");
	snprintf(name, sizeof(name), "%s/a/ro", dir);
	interrupt_asleep(handler, &handled);
	fd = open_ro();
	if (fd >= 0 && write(fd, "overwritten\n", 12) != 12)
		broken("write");
	verdict(fd, variant);
}
