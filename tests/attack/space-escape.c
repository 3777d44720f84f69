/* attack: out of a root folder, to what the host has beside it
 * source: chroot(2); CVE-2015-2925 (rename out of a bind mount); PRoot
 * stops: names are walked in the namespace, by the supervisor; what has no name
 *   in it is reached by none
 * space: root: "{DIR}/a"
 * space: map: [{at: /usr, from: /usr}, {at: /lib, from: /lib}, {at: /lib64,
 *   from: /lib64}, {at: /proc, from: /proc}, {at: "{GUEST}", from: "{GUEST}"}]
 * rules: files: {allow: any, path: /}
 * variants: name dotdot link-absolute link-up link-over proc-root proc-cwd
 *   proc-fd cwd dirfd chroot rename link
 * expect: ENOENT EACCES EPERM ENODATA (the root's own b/f was read)
 * expect/rename: ENOENT EXDEV
 * bare/chroot: refused
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#define UP "../../../../../../../../.."

/* A name in a/, which is the root where there is a namespace. */
static const char *
inside(const char *name)
{
	static char text[4][512];
	static unsigned next;
	char *to = text[next++ % 4];

	snprintf(to, sizeof(text[0]), "%s/%s",
	    access("/tool", F_OK) == 0 ? "" : at("a"), name);
	return to;
}

static void
try(const char *before)
{
	char path[1024];

	snprintf(path, sizeof(path), "%s%s/b/f", before, dir);
	read_secret(open(path, O_RDONLY), path);
}

static void
through_link(const char *text)
{
	char target[1024];

	snprintf(target, sizeof(target), "%s%s", text,
	    text[0] == '.' && text[3] != 'b' ? at("b/f") : "");
	must(symlink(target, inside("x")), "symlink");
	read_secret(open(inside("x"), O_RDONLY), target);
}

static void
through_chroot(void)
{
	int fd = (int)must(open("/", O_RDONLY | O_DIRECTORY), "open /");

	if (chroot(inside("d")) < 0)
		lost("chroot");
	must(fchdir(fd), "fchdir");
	must(chdir(UP), "chdir");
	try(".");
}

void
attack(int argc, char **argv)
{
	int fd = (int)must(open(inside("d"), O_RDONLY), "d");
	char path[128];

	(void)argc;
	(void)argv;
	must(chdir(inside("d")), "chdir");
	if (is("name"))
		try("");
	if (is("dotdot"))
		try("/" UP);
	if (is("link-absolute"))
		through_link(at("b/f"));
	if (is("link-up"))
		through_link(UP);
	if (is("link-over"))
		through_link("../b/f");
	if (is("proc-root"))
		try("/proc/self/root/" UP);
	if (is("proc-cwd"))
		read_secret(open("/proc/self/cwd/../../b/f", O_RDONLY), "cwd");
	snprintf(path, sizeof(path), "/proc/self/fd/%d/../../b/f", fd);
	if (is("proc-fd"))
		read_secret(open(path, O_RDONLY), path);
	if (is("cwd"))
		read_secret(open("../../b/f", O_RDONLY), "open");
	if (is("dirfd"))
		read_secret(openat(fd, "../../b/f", O_RDONLY), "openat");
	if (is("chroot"))
		through_chroot();
	if (is("rename"))
		verdict(rename(at("b/f"), inside("x")), "rename");
	verdict(link(at("b/f"), inside("x")), "link");
}
