/* attack: change a file through a descriptor that is open for reading only
 * source: fchmod(2), fsetxattr(2), fcntl(2) F_SETLEASE: none asks for a
 *   descriptor that writes
 * stops: these calls need `attributes` on the file behind the descriptor
 * variants: fchmod fchown futimens fsetxattr empty-path setflags lease
 * expect: EACCES
 * audit: fchmod fchown utimensat fsetxattr fchmodat2 ioctl fcntl
 * bare/setflags: any (not all file systems)
 * bare/fsetxattr: any (not all file systems)
 * bare/empty-path: any (Linux 6.6)
 * expect/setflags: ENOTTY EACCES
 * expect/lease: EINVAL EACCES
 * allow/fchmod: files: {allow: attributes, path: "{DIR}/c"}
 * allow/fchown: files: {allow: attributes, path: "{DIR}/c"}
 * allow/futimens: files: {allow: attributes, path: "{DIR}/c"}
 * allow/fsetxattr: files: {allow: attributes, path: "{DIR}/c"}
 * allow/empty-path: files: {allow: attributes, path: "{DIR}/c"}
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

void
attack(int argc, char **argv)
{
	int fd = (int)must(open(at("c/ro"), O_RDONLY), "c/ro");
	int flags = FS_NODUMP_FL;

	(void)argc;
	(void)argv;
	if (is("fchmod"))
		verdict(fchmod(fd, 0666), "fchmod");
	if (is("fchown"))
		verdict(fchown(fd, getuid(), getgid()), "fchown");
	if (is("futimens"))
		verdict(futimens(fd, NULL), "futimens");
	if (is("fsetxattr"))
		verdict(fsetxattr(fd, "user.x", "x", 1, 0), "fsetxattr");
	if (is("empty-path"))
		verdict(syscall(SYS_fchmodat2, fd, "", 0666, AT_EMPTY_PATH),
		    "fchmodat2");
	if (is("setflags"))
		verdict(ioctl(fd, FS_IOC_SETFLAGS, &flags), "FS_IOC_SETFLAGS");
	if (is("lease"))
		verdict(fcntl(fd, F_SETLEASE, F_RDLCK), "F_SETLEASE");
}
