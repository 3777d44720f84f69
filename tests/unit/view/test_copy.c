/* Copies of objects: the same to look at, and given up when they are to be. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "view/copy.h"

/* Longer than one read, with a hole behind it. */
#define DATA_LEN (300 * 1024)
#define SIZE     (4 * 1024 * 1024)
/* More than the kernel is asked to move at once. */
#define LONG (17 * 1024 * 1024)

/* Two folders.  Blocks are shared or moved by the kernel within a file system;
 * /tmp and /dev/shm are mostly two, between which data is read and written. */
static char from_dir[64], to_dir[64];
static int from = -1, to = -1;

static int
make_folder(char *name, const char *where)
{
	strcpy(stpcpy(name, where), "/pts-copy-XXXXXX");
	cr_assert_not_null(mkdtemp(name));
	return open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void
make_folders(const char *one, const char *other)
{
	from = make_folder(from_dir, one);
	to = make_folder(to_dir, other);
	cr_assert(from >= 0 && to >= 0);
}

static void
remove_folders(void)
{
	unlinkat(from, "x", 0);
	unlinkat(to, "x", 0);
	close(from);
	close(to);
	cr_expect_eq(rmdir(from_dir), 0);
	cr_expect_eq(rmdir(to_dir), 0);
}

static void
make_file(void)
{
	static const struct timespec old[] = {
	    {1000, 5},
            {2000, 7}
        };
	char *data = malloc(DATA_LEN);
	int fd = openat(from, "x", O_WRONLY | O_CREAT | O_EXCL, 0600);

	cr_assert_not_null(data);
	for (size_t i = 0; i < DATA_LEN; i++)
		data[i] = (char)(i * 7 + i / 256);
	cr_assert_eq(write(fd, data, DATA_LEN), DATA_LEN);
	cr_assert_eq(pwrite(fd, "end", 3, SIZE - 3), 3);
	cr_assert_eq(fchmod(fd, 0640), 0);
	cr_assert_eq(futimens(fd, old), 0);
	close(fd);
	free(data);
}

static int
copy(int folder, const char *name, struct stat *st)
{
	int fd = openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	int err;

	cr_assert(fd >= 0 && fstat(fd, st) == 0);
	err = copy_object(fd, st, to, "x");
	close(fd);
	return err;
}

static void
read_all(int folder, char *data)
{
	int fd = openat(folder, "x", O_RDONLY);

	cr_assert_eq(read(fd, data, SIZE), SIZE);
	close(fd);
}

static void
copied(const char *one, const char *other)
{
	char *a = malloc(SIZE), *b = malloc(SIZE);
	struct stat was, is;
	uint64_t before = copy_written();

	make_folders(one, other);
	make_file();
	cr_assert_eq(copy(from, "x", &was), 0);
	cr_assert_eq(fstatat(to, "x", &is, AT_SYMLINK_NOFOLLOW), 0);
	cr_expect_eq(is.st_size, SIZE);
	cr_expect_eq(is.st_mode, was.st_mode);
	cr_expect_eq(is.st_mtim.tv_sec, 2000);
	cr_expect_eq(is.st_mtim.tv_nsec, was.st_mtim.tv_nsec);
	/* The hole is one in the copy, and was not written. */
	cr_expect_lt(is.st_blocks, SIZE / 512 / 2);
	cr_expect_lt(copy_written() - before, SIZE / 2);
	read_all(from, a);
	read_all(to, b);
	cr_expect_eq(memcmp(a, b, SIZE), 0);
	cr_expect_eq(memcmp(b + SIZE - 3, "end", 3), 0);
	free(a);
	free(b);
	remove_folders();
}

Test(copy, is_the_same_in_one_file_system)
{
	copied("/tmp", "/tmp");
}

Test(copy, is_the_same_between_file_systems)
{
	copied("/dev/shm", "/tmp");
	copied("/tmp", "/dev/shm");
}

static void
make_long(void)
{
	char *data = calloc(1, LONG);
	int fd = openat(from, "x", O_WRONLY | O_CREAT | O_EXCL, 0600);

	cr_assert_not_null(data);
	cr_assert_eq(write(fd, data, LONG), LONG);
	close(fd);
	free(data);
}

/* Nothing is left of what is given up. */
static void
given_up(void)
{
	struct stat st;

	make_folders("/dev/shm", "/tmp");
	make_long();
	cr_expect_eq(copy(from, "x", &st), -EINTR);
	cr_expect_eq(fstatat(to, "x", &st, AT_SYMLINK_NOFOLLOW), -1);
	cr_expect_eq(errno, ENOENT);
	remove_folders();
}

Test(copy, ends_when_enough_is_written)
{
	copy_limit(0, 1);
	given_up();
}

Test(copy, ends_when_the_time_is_over)
{
	copy_limit(1, UINT64_MAX);
	given_up();
}

Test(copy, of_what_is_no_file)
{
	char text[64] = "";
	struct stat st, is;

	make_folders("/tmp", "/dev/shm");
	cr_assert_eq(symlinkat("no/such", from, "x"), 0);
	cr_expect_eq(copy(from, "x", &st), 0);
	cr_expect_eq(readlinkat(to, "x", text, sizeof(text) - 1), 7);
	cr_expect_str_eq(text, "no/such");
	/* The name is not free now. */
	cr_expect_eq(copy(from, "x", &st), -EEXIST);
	cr_expect_eq(readlinkat(to, "x", text, sizeof(text) - 1), 7);
	unlinkat(from, "x", 0);
	unlinkat(to, "x", 0);

	cr_assert_eq(mkfifoat(from, "x", 0604), 0);
	cr_assert_eq(fchmodat(from, "x", 0604, 0), 0);
	cr_expect_eq(copy(from, "x", &st), 0);
	cr_assert_eq(fstatat(to, "x", &is, AT_SYMLINK_NOFOLLOW), 0);
	cr_expect_eq(is.st_mode, S_IFIFO | 0604);
	unlinkat(to, "x", 0);

	cr_expect_eq(copy(AT_FDCWD, "/dev/null", &st), -EPERM);
	cr_expect_eq(fstatat(to, "x", &is, AT_SYMLINK_NOFOLLOW), -1);
	remove_folders();
}
