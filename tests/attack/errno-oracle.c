/* attack: tell by the errno whether a forbidden name exists
 * source: Garfinkel, Traps and Pitfalls, NDSS 2003, side effects of denying
 * stops: what a rule forbids is answered alike whether it is there or not
 * variants: stat open access readlink unlink mkdir rename exec connect
 *   slash chdir
 * expect: EACCES
 * audit: any
 * allow: files: {allow: any, path: "{DIR}/b"}
 * allow: network: {allow: connect, to: "unix:{DIR}/b/?*"}
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/guest.h"

static long
reach(const char *name)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int fd = (int)must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");

	snprintf(to.sun_path, sizeof(to.sun_path), "%s", name);
	return connect(fd, (struct sockaddr *)&to, sizeof(to));
}

/* What the call says of a name: 0 or an errno. */
static int
ask(const char *name)
{
	char *const args[] = {NULL};
	struct stat st;
	char text[64], below[600];
	long r = -1;

	snprintf(below, sizeof(below), "%s/x", name);
	errno = 0;
	if (is("stat"))
		r = stat(name, &st);
	if (is("open"))
		r = open(name, O_RDONLY);
	if (is("access"))
		r = access(name, F_OK);
	if (is("readlink"))
		r = readlink(name, text, sizeof(text));
	if (is("unlink"))
		r = unlink(name);
	if (is("mkdir"))
		r = mkdir(below, 0700);
	if (is("rename"))
		r = rename(below, at("a/new"));
	if (is("exec"))
		r = execve(name, args, args);
	if (is("connect"))
		r = reach(name);
	if (is("slash"))
		r = open(below, O_RDONLY);
	if (is("chdir"))
		r = chdir(name);
	return r < 0 ? errno : 0;
}

void
attack(int argc, char **argv)
{
	int missing, there;

	(void)argc;
	(void)argv;
	missing = ask(at("b/none"));
	there = ask(at("b/f"));
	if (there != missing)
		won("the answers differ");
	errno = there;
	lost(variant);
}
