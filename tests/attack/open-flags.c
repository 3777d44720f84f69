/* attack: opens that write although they look like reads
 * source: open(2), O_TRUNC, O_TMPFILE and access mode 3; openat2(2)
 * stops: the accesses of an open come from all of its flags
 * variants: trunc access3 creat tmpfile openat2 link-creat
 * expect: EACCES
 * audit: openat openat2
 * expect/tmpfile: EACCES
 * bare/tmpfile: any (not all file systems)
 * allow: files: {allow: any, path: ["{DIR}/b", "{DIR}/c"]}
 */
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	struct open_how how = {.flags = O_RDONLY | O_TRUNC};

	(void)argc;
	(void)argv;
	if (is("trunc"))
		verdict(open(at("c/ro"), O_RDONLY | O_TRUNC), "open");
	if (is("access3")) /* 3: as O_RDWR, for ioctls alone */
		verdict(open(at("c/ro"), 3), "open");
	if (is("creat"))
		verdict(open(at("c/new"), O_RDONLY | O_CREAT, 0600), "open");
	if (is("tmpfile"))
		verdict(open(at("c"), O_TMPFILE | O_WRONLY, 0600), "open");
	if (is("openat2"))
		verdict(syscall(SYS_openat2, AT_FDCWD, at("c/ro"), &how,
			    sizeof(how)),
		    "openat2");
	must(symlink("../b/new", at("a/dangling")), "symlink");
	verdict(open(at("a/dangling"), O_WRONLY | O_CREAT, 0600), "open");
}
