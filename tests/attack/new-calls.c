/* attack: path calls that fixed lists of calls miss
 * source: CVE-2021-41133 (flatpak): filters older than the calls
 * stops: numbers are allowed one by one; the rest does not exist
 * variants: open_tree getxattrat setxattrat file_getattr file_setattr
 *   open_tree_attr statmount listmount fsopen mount_setattr unknown
 *   quotactl_fd cachestat move_mount fsconfig fsmount fspick listxattrat
 *   removexattrat negative
 * bare: any (newer kernels only)
 * expect: ENOSYS EPERM EACCES
 * expect/negative: SIGSYS
 * audit: open_tree getxattrat setxattrat file_getattr file_setattr
 *   open_tree_attr statmount listmount fsopen mount_setattr quotactl_fd
 *   cachestat move_mount fsconfig fsmount fspick listxattrat removexattrat
 * audit/unknown: any
 * audit/negative: any
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

/* Numbers newer than the headers are given as such; they are the same on all
 * architectures. */
void
attack(int argc, char **argv)
{
	struct {
		uint64_t value;
		uint32_t size, flags;
	} xattr = {(uint64_t)(uintptr_t) "x", 1, 0};
	char room[256] = {0};
	const char *path = at("b/f");

	(void)argc;
	(void)argv;
	if (is("open_tree"))
		verdict(syscall(428, AT_FDCWD, path, 0), "open_tree");
	if (is("setxattrat"))
		verdict(syscall(463, AT_FDCWD, at("c/ro"), 0, "user.x", &xattr,
			    sizeof(xattr)),
		    "setxattrat");
	if (is("getxattrat"))
		verdict(syscall(464, AT_FDCWD, path, 0, "user.seen", &xattr,
			    sizeof(xattr)),
		    "getxattrat");
	if (is("file_getattr"))
		verdict(syscall(468, AT_FDCWD, path, room, 24, 0),
		    "file_getattr");
	if (is("file_setattr"))
		verdict(syscall(469, AT_FDCWD, at("c/ro"), room, 24, 0),
		    "file_setattr");
	if (is("open_tree_attr"))
		verdict(syscall(467, AT_FDCWD, path, 0, NULL, 0),
		    "open_tree_attr");
	if (is("statmount"))
		verdict(syscall(457, room, room + 64, 64, 0), "statmount");
	if (is("listmount"))
		verdict(syscall(458, room, room + 64, 8, 0), "listmount");
	if (is("fsopen"))
		verdict(syscall(430, "tmpfs", 0), "fsopen");
	if (is("mount_setattr"))
		verdict(syscall(442, AT_FDCWD, path, 0, room, 32),
		    "mount_setattr");
	if (is("quotactl_fd"))
		verdict(syscall(443, 0, 0, 0, room), "quotactl_fd");
	if (is("cachestat"))
		verdict(syscall(451, open(at("c/ro"), O_RDONLY), room,
			    room + 64, 0),
		    "cachestat");
	if (is("move_mount"))
		verdict(syscall(429, AT_FDCWD, path, AT_FDCWD, path, 0),
		    "move_mount");
	if (is("fsconfig"))
		verdict(syscall(431, 0, 0, "x", NULL, 0), "fsconfig");
	if (is("fsmount"))
		verdict(syscall(432, 0, 0, 0), "fsmount");
	if (is("fspick"))
		verdict(syscall(433, AT_FDCWD, path, 0), "fspick");
	if (is("listxattrat"))
		verdict(syscall(465, AT_FDCWD, path, 0, room, sizeof(room)),
		    "listxattrat");
	if (is("removexattrat"))
		verdict(syscall(466, AT_FDCWD, at("c/ro"), 0, "user.x"),
		    "removexattrat");
	verdict(syscall(is("negative") ? -7 : 4000), "no such number");
}
