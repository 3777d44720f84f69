/* attack: names at the edge of what the kernel takes, so that a supervisor
 *   judges less than the kernel reads
 * source: CWE-170; Garfinkel, Traps and Pitfalls, NDSS 2003
 * stops: names are copied whole, up to PATH_MAX, or refused as the kernel does
 * variants: longest too-long socket-full empty null
 * expect: EACCES
 * expect/too-long: ENAMETOOLONG
 * expect/empty: ENOENT
 * expect/null: EFAULT
 * bare/too-long: refused
 * bare/empty: refused
 * bare/null: refused
 * audit: openat connect
 * audit/too-long: any
 * audit/empty: any
 * audit/null: any
 * allow/longest: files: {allow: read, path: "{DIR}/b"}
 * allow/socket-full: network: {allow: connect, to: "unix:{DIR}/b/?*"}
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/guest.h"

/* a/f, then so many "/." that with the rest it has `size` bytes, NUL
 * included, and then a way to the secret: what is cut off anywhere is another
 * name. */
static void
padded(size_t size)
{
	static char name[PATH_MAX + 2];
	const char *end = "/../b/f";
	size_t len = (size_t)snprintf(name, sizeof(name), "%s/a", dir);

	while (len + 2 + strlen(end) < size) {
		memcpy(name + len, "/.", 2);
		len += 2;
	}
	while (len + strlen(end) + 1 < size)
		name[len++] = '/';
	strcpy(name + len, end);
	read_secret((int)syscall(SYS_openat, AT_FDCWD, name, O_RDONLY, 0),
	    "openat");
}

/* An address whose name fills it, without a NUL. */
static void
full_socket(void)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int fd = (int)must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
	char name[sizeof(to.sun_path) + 1];
	size_t len;

	must(chdir(dir), "chdir");
	memset(name, '/', sizeof(name));
	memcpy(name, "a/..", 4);
	len = strlen("b/sock");
	memcpy(name + sizeof(to.sun_path) - len, "b/sock", len);
	memcpy(to.sun_path, name, sizeof(to.sun_path));
	verdict(connect(fd, (struct sockaddr *)&to, sizeof(to)), "connect");
}

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (is("longest"))
		padded(PATH_MAX);
	if (is("too-long"))
		padded(PATH_MAX + 1);
	if (is("socket-full"))
		full_socket();
	read_secret((int)syscall(SYS_openat, AT_FDCWD, is("empty") ? "" : NULL,
			O_RDONLY, 0),
	    "openat");
}
