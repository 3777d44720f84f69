/* Looking at files by name. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "mediate.h"
#include "tree.h"

TestSuite(meta, .init = mediate_start, .fini = mediate_stop, .timeout = 30);

Test(meta, stat_and_kin)
{
	int fd = open("denied/secret", O_RDONLY);
	struct stat a, b;
	struct statx stx;
	struct statfs fs;

	cr_assert_eq(mediate(SYS_newfstatat, CWD, A("lfile"), A(&a), 0, 0), 0);
	cr_assert_eq(stat("d/file", &b), 0);
	cr_assert_eq(a.st_ino, b.st_ino);
	cr_assert_eq(mediate(SYS_newfstatat, CWD, A("lfile"), A(&a),
			 AT_SYMLINK_NOFOLLOW, 0),
	    0);
	cr_assert(S_ISLNK(a.st_mode));
	cr_assert_eq(mediate(SYS_newfstatat, CWD, A("out"), A(&a), 0, 0),
	    -EACCES);
	cr_assert_eq(mediate(SYS_newfstatat, CWD, A("file"), 8, 0, 0), -EFAULT);
	cr_assert_eq(mediate(SYS_newfstatat, CWD, A("file"), A(&a), 0x8000, 0),
	    -EINVAL);
	cr_assert_eq(mediate(SYS_newfstatat, (uint64_t)fd, A(""), A(&a),
			 AT_EMPTY_PATH, 0),
	    0);
	cr_assert(S_ISREG(a.st_mode));
	cr_assert_eq(mediate(SYS_newfstatat, CWD, A(""), A(&a), AT_EMPTY_PATH,
			 0),
	    0);
	cr_assert(S_ISDIR(a.st_mode));
	cr_assert_eq(mediate(SYS_statx, CWD, A("rel"), 0, STATX_ALL, A(&stx)),
	    0);
	cr_assert(S_ISDIR(stx.stx_mode));
	cr_assert_eq(mediate(SYS_statx, (uint64_t)fd, A(""), AT_EMPTY_PATH,
			 STATX_ALL, A(&stx)),
	    0);
	cr_assert(S_ISREG(stx.stx_mode));
	cr_assert_eq(mediate(SYS_statfs, A("rel"), A(&fs), 0, 0, 0), 0);
	cr_assert_eq(mediate(SYS_statfs, A("denied"), A(&fs), 0, 0, 0),
	    -EACCES);
}

static int
may_access(const char *name, int mode)
{
	return (int)mediate(SYS_faccessat, CWD, A(name), (uint64_t)mode, 0, 0);
}

Test(meta, access_tells_what_the_rules_will_say)
{
	cr_assert_eq(may_access("file", R_OK | W_OK), 0);
	cr_assert_eq(may_access("file", X_OK), -EACCES);
	cr_assert_eq(may_access("d", X_OK), 0);
	cr_assert_eq(may_access("readonly/file", R_OK), 0);
	cr_assert_eq(may_access("readonly/file", W_OK), -EACCES);
	cr_assert_eq(may_access("readonly", W_OK), -EACCES);
	cr_assert_eq(may_access("nope", F_OK), -ENOENT);
	cr_assert_eq(may_access("denied/secret", F_OK), -EACCES);
	cr_assert_eq(may_access("file", 9), -EINVAL);
}

Test(meta, readlink_gives_the_tasks_own_text)
{
	char text[64] = "";
	long n;

	n = mediate(SYS_readlinkat, CWD, A("lfile"), A(text), sizeof(text), 0);
	cr_assert_eq(n, 6);
	cr_assert_eq(memcmp(text, "d/file", 6), 0);
	n = mediate(SYS_readlinkat, CWD, A("lfile"), A(text), 2, 0);
	cr_assert_eq(n, 2);
	n = mediate(SYS_readlinkat, CWD, A("file"), A(text), 64, 0);
	cr_assert_eq(n, -EINVAL);
	n = mediate(SYS_readlinkat, CWD, A("rel/"), A(text), 64, 0);
	cr_assert_eq(n, -EINVAL);
	n = mediate(SYS_readlinkat, CWD, A("nope"), A(text), 64, 0);
	cr_assert_eq(n, -ENOENT);
	n = mediate(SYS_readlinkat, CWD, A("lfile"), A(text), 0, 0);
	cr_assert_eq(n, -EINVAL);
	memset(text, 0, sizeof(text));
	n = mediate(SYS_readlinkat, CWD, A("/proc/self"), A(text), 63, 0);
	cr_assert_gt(n, 0);
	cr_assert_eq(strtol(text, NULL, 10), getpid());
}

Test(meta, truncate_and_chdir_are_done_in_the_task)
{
	char cwd[PATH_MAX];
	struct stat st;

	cr_assert_eq(mediate(SYS_truncate, A("lfile"), 2, 0, 0, 0), 0);
	cr_assert_eq(stat("d/file", &st), 0);
	cr_assert_eq(st.st_size, 2);
	cr_assert_eq(mediate(SYS_truncate, A("readonly/file"), 2, 0, 0, 0),
	    -EACCES);
	cr_assert_eq(mediate(SYS_truncate, A("d"), 2, 0, 0, 0), -EISDIR);
	cr_assert_eq(mediate(SYS_truncate, A("file"), (uint64_t)-1, 0, 0, 0),
	    -EINVAL);
	cr_assert_eq(mediate(SYS_chdir, A("denied"), 0, 0, 0, 0), -EACCES);
	cr_assert_eq(mediate(SYS_chdir, A("file"), 0, 0, 0, 0), -ENOTDIR);
	cr_assert_eq(mediate(SYS_chdir, A("rel"), 0, 0, 0, 0), 0);
	cr_assert_not_null(getcwd(cwd, sizeof(cwd)));
	cr_assert_str_eq(cwd, in_top("d"));
}
