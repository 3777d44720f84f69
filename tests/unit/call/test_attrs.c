/* Attributes, and watching. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "mediate.h"
#include "tree.h"

TestSuite(attributes, .init = mediate_start, .fini = mediate_stop,
    .timeout = 30);

Test(attributes, attributes_through_a_descriptor_that_only_reads)
{
	int ro = open("readonly/file", O_RDONLY), fd = open("file", O_RDONLY);
	int path = open("file", O_PATH), mem = memfd_create("m", 0);
	struct timespec ts[2] = {
	    {7, 0},
            {9, 0}
        };
	struct stat st;

	cr_assert_eq(mediate(SYS_fchmod, (uint64_t)ro, 0777, 0, 0, 0), -EACCES);
	cr_assert_eq(mediate(SYS_fchmod, (uint64_t)fd, 0640, 0, 0, 0), 0);
	cr_assert_eq(mediate(SYS_fchmod, (uint64_t)mem, 0600, 0, 0, 0), 0);
	cr_assert_eq(mediate(SYS_fchmod, (uint64_t)path, 0640, 0, 0, 0),
	    -EBADF);
	cr_assert_eq(mediate(SYS_fchmod, 999, 0640, 0, 0, 0), -EBADF);
	cr_assert_eq(mediate(SYS_fchown, (uint64_t)ro, (uint64_t)-1,
			 (uint64_t)-1, 0, 0),
	    -EACCES);
	cr_assert_eq(mediate(SYS_utimensat, (uint64_t)ro, 0, A(ts), 0, 0),
	    -EACCES);
	cr_assert_eq(mediate(SYS_utimensat, (uint64_t)fd, 0, A(ts), 0, 0), 0);
	cr_assert_eq(mediate(SYS_fsetxattr, (uint64_t)ro, A("user.x"), A("v"),
			 1, 0),
	    -EACCES);
	cr_assert_eq(stat("file", &st), 0);
	cr_assert_eq(st.st_mtime, 9);
	cr_assert_eq(st.st_mode & 0777, 0640);
	/* A file that has another name now is not the job's own. */
	cr_assert_eq(link("readonly/file", "denied/other"), 0);
	cr_assert_eq(unlink("readonly/file"), 0);
	cr_assert_eq(mediate(SYS_fchmod, (uint64_t)ro, 0777, 0, 0, 0), -EACCES);
}

Test(attributes, attributes_by_name)
{
	struct timespec ts[2] = {
	    {7,  0},
            {11, 0}
        };
	struct timespec omit[2] = {
	    {0, UTIME_OMIT},
            {0, UTIME_OMIT}
        };
	struct timespec bad[2] = {
	    {0, 1000000000},
            {0, 0         }
        };
	struct stat st;

	cr_assert_eq(mediate(SYS_fchmodat, CWD, A("lfile"), 0600, 0, 0), 0);
	cr_assert_eq(stat("d/file", &st), 0);
	cr_assert_eq(st.st_mode & 0777, 0600);
	cr_assert_eq(mediate(SYS_fchmodat, CWD, A("out"), 0600, 0, 0), -EACCES);
	cr_assert_eq(mediate(SYS_utimensat, CWD, A("lfile"), A(ts),
			 AT_SYMLINK_NOFOLLOW, 0),
	    0);
	cr_assert_eq(lstat("lfile", &st), 0);
	cr_assert_eq(st.st_mtime, 11);
	cr_assert_eq(mediate(SYS_utimensat, CWD, A("nope"), A(omit), 0, 0), 0);
	cr_assert_eq(mediate(SYS_utimensat, CWD, A("file"), A(bad), 0, 0),
	    -EINVAL);
	cr_assert_eq(mediate(SYS_utimensat, CWD, A("file"), 0, 0, 0), 0);
	cr_assert_eq(mediate(SYS_utimensat, CWD, A("nope"), A(ts), 0, 0),
	    -ENOENT);
}

Test(attributes, extended_attributes)
{
	char room[16], big[XATTR_NAME_MAX + 2];

	if (mediate(SYS_setxattr, A("lfile"), A("user.x"), A("value"), 5, 0) ==
	    -EOPNOTSUPP)
		cr_skip_test("no user attributes here");
	cr_assert_eq(getxattr("d/file", "user.x", room, sizeof(room)), 5);
	cr_assert_eq(mediate(SYS_getxattr, A("lfile"), A("user.x"), A(room), 16,
			 0),
	    5);
	cr_assert_eq(mediate(SYS_getxattr, A("lfile"), A("user.x"), 0, 0, 0),
	    5);
	cr_assert_eq(mediate(SYS_getxattr, A("lfile"), A("user.x"), A(room), 2,
			 0),
	    -ERANGE);
	cr_assert_eq(mediate(SYS_getxattr, A("lfile"), A("user.y"), A(room), 2,
			 0),
	    -ENODATA);
	cr_assert_eq(mediate(SYS_setxattr, A("file"), A("user.x"), A("v"),
			 65537, 0),
	    -E2BIG);
	cr_assert_eq(mediate(SYS_setxattr, A("file"), A(""), A("v"), 1, 0),
	    -ERANGE);
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	cr_assert_eq(mediate(SYS_setxattr, A("file"), A(big), A("v"), 1, 0),
	    -ERANGE);
	cr_assert_eq(mediate(SYS_setxattr, A("file"), A("user.x"), 8, 1, 0),
	    -EFAULT);
}

Test(attributes, watching_is_reading)
{
	uint64_t fd = (uint64_t)inotify_init1(IN_CLOEXEC);

	cr_assert_gt(mediate(SYS_inotify_add_watch, fd, A("lfile"), IN_MODIFY,
			 0, 0),
	    0);
	cr_assert_gt(mediate(SYS_inotify_add_watch, fd, A("lfile"),
			 IN_ATTRIB | IN_DONT_FOLLOW, 0, 0),
	    0);
	cr_assert_eq(mediate(SYS_inotify_add_watch, fd, A("denied"), IN_CREATE,
			 0, 0),
	    -EACCES);
	cr_assert_eq(mediate(SYS_inotify_add_watch, fd, A("file"),
			 IN_MODIFY | IN_ONLYDIR, 0, 0),
	    -ENOTDIR);
}
