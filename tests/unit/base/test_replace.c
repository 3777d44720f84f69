/* A file that takes another's place whole or not at all, and leaves nothing
 * beside it whatever fails. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/replace.h"

static char folder[] = "/tmp/pts-replace-XXXXXX";
static int at = -1;

static void
begin(void)
{
	cr_assert_not_null(mkdtemp(folder));
	at = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	cr_assert_geq(at, 0);
}

static void
end(void)
{
	unlinkat(at, "file", 0);
	unlinkat(at, "other", 0);
	unlinkat(at, "folder", AT_REMOVEDIR);
	fd_close(&at);
	cr_assert_eq(rmdir(folder), 0, "something is left: %s", folder);
}

TestSuite(replace, .init = begin, .fini = end);

static int
put(const struct replace *r, const char *text)
{
	cleanup_str struct str s = {0};

	str_add(&s, text);
	return replace_file(r, &s);
}

static void
holds(const char *name, const char *text)
{
	char found[64] = "";
	cleanup_fd int fd = openat(at, name, O_RDONLY | O_CLOEXEC);

	cr_assert_geq(fd, 0, "%s: %s", name, strerror(errno));
	cr_assert_geq(read(fd, found, sizeof(found) - 1), 0);
	cr_expect_str_eq(found, text);
}

/* Files in the folder. */
static int
count(void)
{
	DIR *d = opendir(folder);
	int n = 0;

	cr_assert_not_null(d);
	for (const struct dirent *e; (e = readdir(d)) != NULL;)
		n +=
		    strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	closedir(d);
	return n;
}

Test(replace, a_new_file_has_the_text_and_the_mode_whatever_the_mask)
{
	struct replace r = {.folder = at, .name = "file", .mode = 0664};
	struct stat st;

	umask(077);
	cr_expect_eq(put(&r, "new"), 0);
	holds("file", "new");
	cr_assert_eq(fstatat(at, "file", &st, 0), 0);
	cr_expect_eq(st.st_mode & 07777, 0664);
	cr_expect_eq(count(), 1);
}

Test(replace, an_old_file_is_replaced_and_who_has_it_open_keeps_it)
{
	struct replace r = {.folder = at,
	    .name = "file",
	    .mode = 0600,
	    .sync = true};
	cleanup_fd int old = -1;
	char text[8] = "";

	cr_expect_eq(put(&r, "old"), 0);
	old = openat(at, "file", O_RDONLY | O_CLOEXEC);
	cr_expect_eq(put(&r, "new"), 0);
	holds("file", "new");
	cr_expect_eq(read(old, text, sizeof(text)), 3);
	cr_expect_str_eq(text, "old");
	cr_expect_eq(count(), 1);
}

Test(replace, a_path_with_folders_is_written_beside_there)
{
	char path[128];
	struct replace r = {.folder = AT_FDCWD, .name = path, .mode = 0600};

	snprintf(path, sizeof(path), "%s/file", folder);
	cr_expect_eq(put(&r, "new"), 0);
	holds("file", "new");
	cr_expect_eq(count(), 1);
}

Test(replace, a_link_is_replaced_and_not_followed)
{
	struct replace r = {.folder = at, .name = "file", .mode = 0600};
	struct stat st;

	cr_assert_eq(symlinkat("other", at, "file"), 0);
	cr_expect_eq(put(&r, "new"), 0);
	cr_assert_eq(fstatat(at, "file", &st, AT_SYMLINK_NOFOLLOW), 0);
	cr_expect(S_ISREG(st.st_mode));
	cr_expect_eq(count(), 1);
}

Test(replace, a_fresh_file_takes_no_name_that_is_taken)
{
	struct replace r = {.folder = at,
	    .name = "file",
	    .mode = 0600,
	    .fresh = true};

	cr_expect_eq(put(&r, "first"), 0);
	cr_expect_eq(put(&r, "second"), -EEXIST);
	holds("file", "first");
	cr_expect_eq(unlinkat(at, "file", 0), 0);
	cr_assert_eq(symlinkat("other", at, "file"), 0);
	cr_expect_eq(put(&r, "third"), -EEXIST);
	cr_expect_eq(count(), 1);
}

/* Sees the whole text in the file beside, and says what ctx says. */
static int
judge(const char *beside, void *ctx)
{
	holds(beside, "new");
	return *(int *)ctx;
}

Test(replace, what_is_judged_bad_changes_nothing)
{
	int says = 0;
	struct replace r = {.folder = at,
	    .name = "file",
	    .mode = 0600,
	    .judge = judge,
	    .ctx = &says};

	cr_expect_eq(put(&r, "new"), 0);
	cr_assert_eq(renameat(at, "file", at, "other"), 0);
	says = -EINVAL;
	cr_expect_eq(put(&r, "new"), -EINVAL);
	cr_expect_eq(faccessat(at, "file", F_OK, 0), -1);
	cr_expect_eq(count(), 1);
}

Test(replace, a_name_that_cannot_be_taken_leaves_nothing_beside)
{
	struct replace r = {.folder = at, .name = "folder", .mode = 0600};
	struct str failed = {.failed = true};

	cr_assert_eq(mkdirat(at, "folder", 0700), 0);
	cr_expect_eq(put(&r, "new"), -EISDIR);
	r.name = "none/file";
	cr_expect_eq(put(&r, "new"), -ENOENT);
	cr_expect_eq(replace_try(&r), -ENOENT);
	r.name = "file";
	cr_expect_eq(replace_file(&r, &failed), -ENOMEM);
	cr_expect_eq(replace_try(&r), 0);
	cr_expect_eq(count(), 1);
}

Test(replace, a_name_of_full_length_is_written)
{
	char longest[256];
	struct replace r = {.folder = at, .name = longest, .mode = 0600};

	memset(longest, 'x', 255);
	longest[255] = '\0';
	cr_expect_eq(put(&r, "new"), 0);
	holds(longest, "new");
	cr_expect_eq(unlinkat(at, longest, 0), 0);
}
