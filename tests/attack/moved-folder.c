/* attack: a folder is renamed out from under `..` of a descriptor or the
 *   current folder, so that the same name leads out of the allowed tree
 * source: openat2(2), RESOLVE_BENEATH; Garfinkel, Traps and Pitfalls, NDSS
 *   2003, relative paths
 * stops: folders are asked of the kernel at each call, `..` is physical
 * variants: dirfd cwd
 * expect: EACCES
 * audit: openat
 * allow: files: {allow: read, path: "{DIR}/b"}
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	int fd;

	(void)argc;
	(void)argv;
	must(mkdir(at("a/x"), 0700), "mkdir");
	must(mkdir(at("a/x/y"), 0700), "mkdir");
	fd = (int)must(open(at("a/x/y"), O_PATH | O_DIRECTORY), "open");
	must(fchdir(fd), "fchdir");
	must(rename(at("a/x/y"), at("a/y")), "rename");
	if (is("cwd"))
		read_secret(open("../../b/f", O_RDONLY), "open");
	read_secret(openat(fd, "../../b/f", O_RDONLY), "openat");
}
