/* Opening by name, and again by descriptor. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "mediate.h"
#include "tree.h"

TestSuite(opening, .init = mediate_start, .fini = mediate_stop, .timeout = 30);

Test(opening, opens_as_the_rules_say)
{
	cr_assert_eq(opens("file", O_RDONLY), 0);
	cr_assert_eq(opens("rel/file", O_RDWR), 0);
	cr_assert_eq(opens("nope", O_RDONLY), -ENOENT);
	cr_assert_eq(opens("out", O_RDONLY), -EACCES);
	cr_assert_eq(opens("denied/nope", O_RDONLY), -EACCES);
	cr_assert_eq(opens("denied/secret", O_PATH), -EACCES);
	cr_assert_eq(opens("readonly/file", O_RDONLY), 0);
	cr_assert_eq(opens("readonly/file", O_WRONLY), -EACCES);
	cr_assert_eq(opens("readonly/file", O_RDWR), -EACCES);
	cr_assert_eq(opens("readonly/file", O_RDONLY | O_TRUNC), -EACCES);
	cr_assert_eq(opens("readonly/file", 3), -EACCES);
	cr_assert_eq(opens("readonly/x", O_RDONLY | O_CREAT), -EACCES);
	cr_assert_eq(opens("readonly/file", O_RDONLY | O_CREAT), 0);
	cr_assert_eq(opens("readonly", O_RDONLY | O_CREAT), -EISDIR);
	cr_assert_eq(opens("readonly", O_TMPFILE | O_WRONLY), -EACCES);
	cr_assert_eq(opens("readonly", O_RDONLY | O_DIRECTORY), 0);
	cr_assert_eq(opens("file", O_RDONLY | O_DIRECTORY), -ENOTDIR);
	cr_assert_eq(opens("lfile", O_RDONLY | O_NOFOLLOW), -ELOOP);
	cr_assert_eq(opens("lfile", O_PATH | O_NOFOLLOW), 0);
	cr_assert_eq(opens("file/", O_RDONLY), -ENOTDIR);
	cr_assert_eq(opens("made/", O_WRONLY | O_CREAT), -EISDIR);
	cr_assert_eq(opens("made", O_WRONLY | O_CREAT | O_EXCL), 0);
	cr_assert_eq(opens("made", O_WRONLY | O_CREAT | O_EXCL), -EEXIST);
	cr_assert_eq(opens("dangle", O_WRONLY | O_CREAT | O_EXCL), -EEXIST);
	cr_assert_eq(opens("dangle", O_WRONLY | O_CREAT), 0);
	cr_assert_eq(access("nope", F_OK), 0);
	cr_assert_eq(opens("nope2/x", O_WRONLY | O_CREAT), -ENOENT);
	cr_assert_eq(opens("", O_RDONLY), -ENOENT);
	/* open(2) ignores what it does not know; so do we. */
	cr_assert_eq(opens("file", O_RDONLY | (int)0x80000000u), 0);
	cr_assert_eq(mediate(SYS_openat, CWD, 8, O_RDONLY, 0, 0), -EFAULT);
}

Test(opening, making_without_modifying_is_exclusive)
{
	cr_assert_eq(opens("new/x", O_RDWR | O_CREAT), 0);
	cr_assert_eq(opens("new/x", O_RDWR | O_CREAT), -EACCES);
	cr_assert_eq(opens("existing/x", O_WRONLY | O_CREAT), -EACCES);
	cr_assert_eq(close(creat("existing/x", 0600)), 0);
	cr_assert_eq(opens("existing/x", O_WRONLY | O_CREAT), 0);
	cr_assert_eq(opens("existing", O_TMPFILE | O_RDWR), -EACCES);
	cr_assert_eq(opens("d", O_TMPFILE | O_RDWR), 0);
}

/* What is denied by its name is walked for links all the same. */
Test(opening, a_link_below_what_is_denied_leads_out_of_it)
{
	cr_assert_eq(symlink("../file", "denied/way"), 0);
	cr_assert_eq(symlink("..", "denied/up"), 0);
	cr_assert_eq(symlink("denied", "lway"), 0);
	cr_assert_eq(opens(in_top("denied/way"), O_RDONLY), 0);
	cr_assert_eq(opens(in_top("denied/up/file"), O_RDONLY), 0);
	cr_assert_eq(opens(in_top("denied/../file"), O_RDONLY), 0);
	cr_assert_eq(opens(in_top("denied/way"), O_RDONLY | O_NOFOLLOW),
	    -EACCES);
	cr_assert_eq(opens(in_top("lway/secret"), O_RDONLY), -EACCES);
	cr_assert_eq(opens(in_top("denied//./secret"), O_RDONLY), -EACCES);
	cr_assert_eq(opens(in_top("denied"), O_RDONLY), -EACCES);
	cr_assert_eq(opens(in_top("denied/nope"), O_RDONLY), -EACCES);
	cr_assert_eq(opens(in_top("denied/secret/x"), O_RDONLY), -EACCES);
	cr_assert_eq(opens(in_top("denied/nope/"), O_WRONLY), -EACCES);
	cr_assert_eq(opens(in_top("denied/way"), O_WRONLY | O_CREAT), 0);
}

static int
how_opens(const char *name, uint64_t flags, uint64_t resolve, int dirfd)
{
	struct open_how how = {.flags = flags, .resolve = resolve};
	long fd = mediate(SYS_openat2, (uint64_t)dirfd, A(name), A(&how),
	    sizeof(how), 0);

	if (fd >= 0)
		close((int)fd);
	return fd < 0 ? (int)fd : 0;
}

Test(opening, openat2_keeps_its_promises)
{
	int d = open("d", O_PATH);

	cr_assert_eq(how_opens("file", O_RDONLY, 0, AT_FDCWD), 0);
	cr_assert_eq(how_opens("file", O_RDONLY | 1ull << 40, 0, AT_FDCWD),
	    -EINVAL);
	cr_assert_eq(how_opens("file", O_RDONLY, 1 << 20, AT_FDCWD), -EINVAL);
	cr_assert_eq(how_opens("lfile", O_RDONLY, RESOLVE_NO_SYMLINKS,
			 AT_FDCWD),
	    -ELOOP);
	cr_assert_eq(how_opens("file", O_RDONLY, RESOLVE_BENEATH, d), 0);
	cr_assert_eq(how_opens("e/../file", O_RDONLY, RESOLVE_BENEATH, d), 0);
	cr_assert_eq(how_opens("../file", O_RDONLY, RESOLVE_BENEATH, d),
	    -EXDEV);
	cr_assert_eq(how_opens(in_top("d/file"), O_RDONLY, RESOLVE_BENEATH, d),
	    -EXDEV);
	cr_assert_eq(how_opens("file", O_RDONLY, RESOLVE_IN_ROOT, d), -ENOSYS);
	cr_assert_eq(how_opens("/proc/self/fd/0", O_PATH, RESOLVE_NO_MAGICLINKS,
			 AT_FDCWD),
	    -ELOOP);
	cr_assert_eq(how_opens("file", O_RDONLY, RESOLVE_NO_XDEV, d), 0);
	cr_assert_eq(how_opens("/proc/version", O_RDONLY, RESOLVE_NO_XDEV,
			 AT_FDCWD),
	    -EXDEV);
}

static int
reopens(int fd, int flags)
{
	char name[64];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	return opens(name, flags);
}

Test(opening, a_descriptor_gives_no_more_than_it_has)
{
	int rd = open("denied/secret", O_RDONLY);
	int wr = open("denied/secret", O_WRONLY);
	int ro = open("readonly/file", O_RDONLY);
	int path = open("denied/secret", O_PATH);
	int ends[2], mem = memfd_create("m", 0);
	int file = open("file", O_RDONLY);

	cr_assert_eq(pipe(ends), 0);
	cr_assert_eq(reopens(rd, O_RDONLY), 0);
	cr_assert_eq(reopens(rd, O_RDWR), -EACCES);
	cr_assert_eq(reopens(rd, O_RDONLY | O_TRUNC), -EACCES);
	cr_assert_eq(reopens(wr, O_WRONLY | O_TRUNC | O_CREAT), 0);
	cr_assert_eq(reopens(wr, O_RDONLY), -EACCES);
	cr_assert_eq(reopens(ro, O_RDWR), -EACCES);
	cr_assert_eq(reopens(path, O_RDONLY), -EACCES);
	cr_assert_eq(reopens(file, O_RDWR), 0);
	cr_assert_eq(reopens(mem, O_RDWR), 0);
	cr_assert_eq(reopens(ends[0], O_RDONLY | O_NONBLOCK), 0);
	cr_assert_eq(reopens(ends[0], O_WRONLY | O_NONBLOCK), -EACCES);
	cr_assert_eq(reopens(ends[1], O_WRONLY | O_CREAT | O_TRUNC), 0);
}
