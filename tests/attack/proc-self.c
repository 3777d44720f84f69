/* attack: have the supervisor resolve /proc/self and its kin, which for it lead
 *   to its own memory, descriptors and terminal
 * source: proc(5); syd(7) and PRoot on /proc/self; Garfinkel, NDSS 2003
 * stops: these names are turned into the task's own before they are walked
 * variants: cmdline stat-pid exe environ maps fd thread cwd root-link dev-fd
 *   stdin link
 * bare: refused (there is nobody else)
 * expect: ENODATA EACCES
 * audit: any
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/lib/guest.h"

static char text[65536];
static size_t length;

static const char *
content(const char *path)
{
	int fd = open(path, O_RDONLY);
	ssize_t n;

	if (fd < 0)
		lost(path);
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	length = n > 0 ? (size_t)n : 0;
	text[length] = '\0';
	return text;
}

static const char *
link_of(const char *path)
{
	ssize_t n = readlink(path, text, sizeof(text) - 1);

	if (n < 0)
		lost(path);
	text[n] = '\0';
	return text;
}

static void
check(bool ours, const char *what)
{
	if (!ours)
		won(what);
}

/* The descriptor that we have under this number, by another way. */
static void
same(const char *path, int fd)
{
	struct stat a, b;

	must(fstat(fd, &a), "fstat");
	if (stat(path, &b) < 0)
		lost(path);
	check(a.st_ino == b.st_ino && a.st_dev == b.st_dev, path);
}

void
attack(int argc, char **argv)
{
	char mine[PATH_MAX], name[64];
	int fd = (int)must(open(at("a/f"), O_RDONLY), "open");

	(void)argc;
	snprintf(mine, sizeof(mine), "%d", getpid());
	if (is("cmdline"))
		check(strcmp(content("/proc/self/cmdline"), argv[0]) == 0,
		    "cmdline");
	if (is("stat-pid"))
		check(atoi(content("/proc/self/stat")) == getpid(), "stat");
	if (is("thread"))
		check(atoi(content("/proc/thread-self/stat")) == getpid(),
		    "thread-self");
	if (is("exe"))
		check(strstr(link_of("/proc/self/exe"), "proc-self") != NULL,
		    "exe");
	if (is("environ")) {
		content("/proc/self/environ");
		check(memmem(text, length, "PORT_A=", 7) != NULL, "environ");
	}
	if (is("maps"))
		check(strstr(content("/proc/self/maps"), "proc-self") != NULL,
		    "maps");
	if (is("link"))
		check(strcmp(link_of("/proc/self"), mine) == 0, "self");
	must(chdir(at("a/d")), "chdir");
	if (is("cwd"))
		same("/proc/self/cwd/f", open("f", O_RDONLY));
	if (is("root-link"))
		same("/proc/self/root/usr", open("/usr", O_PATH));
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	if (is("fd"))
		same(name, fd);
	snprintf(name, sizeof(name), "/dev/fd/%d", fd);
	if (is("dev-fd"))
		same(name, fd);
	if (is("stdin")) {
		must(dup2(fd, 0), "dup2");
		same("/proc/self/fd/0", 0);
	}
	errno = ENODATA;
	lost("all of it is ours");
}
