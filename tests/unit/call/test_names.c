/* Making, removing and moving names. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "mediate.h"
#include "tree.h"

TestSuite(names, .init = mediate_start, .fini = mediate_stop, .timeout = 30);

static int
makes(const char *name)
{
	return (int)mediate(SYS_mkdirat, CWD, A(name), 0777, 0, 0);
}

static int
removes(const char *name, int flags)
{
	return (int)mediate(SYS_unlinkat, CWD, A(name), (uint64_t)flags, 0, 0);
}

Test(names, folders_are_made_and_names_removed)
{
	struct stat st;

	umask(027);
	cr_assert_eq(makes("made/"), 0);
	cr_assert_eq(stat("made", &st), 0);
	cr_assert_eq(st.st_mode & 0777, 0750);
	cr_assert_eq(umask(022), 027);
	cr_assert_eq(makes("made"), -EEXIST);
	cr_assert_eq(makes("readonly"), -EEXIST);
	cr_assert_eq(makes("readonly/x"), -EACCES);
	cr_assert_eq(makes("denied"), -EACCES);
	cr_assert_eq(makes("/"), -EEXIST);
	cr_assert_eq(makes("d/."), -EEXIST);
	cr_assert_eq(makes("d/.."), -EEXIST);
	cr_assert_eq(makes("dangle/"), -EEXIST);
	cr_assert_eq(makes("nope/x"), -ENOENT);
	cr_assert_eq(makes("file/x"), -ENOTDIR);
	cr_assert_eq(removes("made", 0), -EISDIR);
	cr_assert_eq(removes("made", AT_REMOVEDIR), 0);
	cr_assert_eq(removes("rel/", AT_REMOVEDIR), -ENOTDIR);
	cr_assert_eq(removes("d/.", AT_REMOVEDIR), -EINVAL);
	cr_assert_eq(removes("d/e/..", AT_REMOVEDIR), -ENOTEMPTY);
	cr_assert_eq(removes("file/", 0), -ENOTDIR);
	cr_assert_eq(removes("out", 0), 0);
	cr_assert_eq(access("denied/secret", F_OK), 0);
	cr_assert_eq(removes("denied/secret", 0), -EACCES);
	cr_assert_eq(removes("readonly/file", 0), -EACCES);
	cr_assert_eq(removes("readonly/nope", 0), -ENOENT);
	cr_assert_eq(removes("file", 0x40000000), -EINVAL);
}

static int
moves(const char *from, const char *to, unsigned flags)
{
	return (int)mediate(SYS_renameat2, CWD, A(from), CWD, A(to), flags);
}

Test(names, moving_gives_no_rights)
{
	cr_assert_eq(moves("file", "d/moved", 0), 0);
	cr_assert_eq(moves("d/moved", "denied/secret", 0), -EACCES);
	cr_assert_eq(moves("denied/secret", "x", 0), -EACCES);
	cr_assert_eq(moves("readonly/file", "x", 0), -EACCES);
	cr_assert_eq(moves("denied", "open", 0), -EACCES);
	cr_assert_eq(moves("nope", "x", 0), -ENOENT);
	cr_assert_eq(moves("d/moved", "lfile", RENAME_NOREPLACE), -EEXIST);
	cr_assert_eq(moves("d/moved", "lfile", RENAME_EXCHANGE), 0);
	cr_assert_eq(moves("d/moved", "d/e", 0), -EISDIR);
	cr_assert_eq(moves("d/moved", "x", 1u << 9), -EINVAL);
	cr_assert_eq(moves("d/moved", "x", RENAME_WHITEOUT), -EPERM);
	/* What stands below a folder counts too. */
	cr_assert_eq(moves("d", "d2", 0), 0);
	cr_assert_eq(mkdir("d2/hidden", 0755), 0);
	cr_assert_eq(moves("d2", "d3", 0), 0);
	cr_assert_eq(rename("d3", "denied/d4"), 0);
	cr_assert_eq(moves("denied/d4", "d4", 0), -EACCES);
	cr_assert_eq(moves("dhidden", "d5", 0), -EACCES);
	/* The whole of what is above a denied folder. */
	cr_assert_eq(moves(top, "/tmp/place.moved", 0), -EACCES);
}

static int
links(const char *from, const char *to, int flags)
{
	return (
	    int)mediate(SYS_linkat, CWD, A(from), CWD, A(to), (uint64_t)flags);
}

Test(names, a_second_name_needs_all_rights_to_the_first)
{
	struct stat a, b;
	int fd;

	cr_assert_eq(links("file", "file2", 0), 0);
	cr_assert_eq(links("readonly/file", "x", 0), -EACCES);
	cr_assert_eq(links("denied/secret", "x", 0), -EACCES);
	cr_assert_eq(links("out", "x", AT_SYMLINK_FOLLOW), -EACCES);
	cr_assert_eq(links("file", "file2", 0), -EEXIST);
	cr_assert_eq(links("d", "x", 0), -EPERM);
	cr_assert_eq(links("nope", "x", 0), -ENOENT);
	cr_assert_eq(links("file", "readonly/x", 0), -EACCES);
	cr_assert_eq(links("lfile", "lfile2", 0), 0);
	cr_assert_eq(lstat("lfile2", &a), 0);
	cr_assert(S_ISLNK(a.st_mode));
	cr_assert_eq(links("lfile", "file3", AT_SYMLINK_FOLLOW), 0);
	cr_assert_eq(stat("file3", &a), 0);
	cr_assert_eq(stat("d/file", &b), 0);
	cr_assert_eq(a.st_ino, b.st_ino);
	fd = open("d", O_TMPFILE | O_RDWR, 0600);
	if (fd >= 0) {
		cr_assert_eq(mediate(SYS_linkat, (uint64_t)fd, A(""), CWD,
				 A("named"), AT_EMPTY_PATH),
		    0);
		cr_assert_eq(access("named", F_OK), 0);
	}
	cr_assert_eq(mediate(SYS_symlinkat, A("denied/secret"), CWD, A("s"), 0,
			 0),
	    0);
	cr_assert_eq(opens("s", O_RDONLY), -EACCES);
	cr_assert_eq(mediate(SYS_symlinkat, A(""), CWD, A("s2"), 0, 0),
	    -ENOENT);
}

Test(names, nodes)
{
	cr_assert_eq(mediate(SYS_mknodat, CWD, A("n"), S_IFIFO | 0600, 0, 0),
	    0);
	cr_assert_eq(mediate(SYS_mknodat, CWD, A("c"), S_IFCHR | 0600, 0x103,
			 0),
	    -EPERM);
	cr_assert_eq(mediate(SYS_mknodat, CWD, A("x"), S_IFDIR | 0600, 0, 0),
	    -EPERM);
	cr_assert_eq(mediate(SYS_mknodat, CWD, A("x"), S_IFLNK | 0600, 0, 0),
	    -EINVAL);
	cr_assert_eq(mediate(SYS_mknodat, CWD, A("readonly/n"), S_IFIFO, 0, 0),
	    -EACCES);
}
