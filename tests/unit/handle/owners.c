/* What files seem to be, and the file that it is kept in. */
#include "view/owners.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static struct owners table;
static char folder[] = "/tmp/pts-owners-XXXXXX";
static char file[64];

static void
start(void)
{
	table = (struct owners){.uid = 1000, .gid = 100};
	cr_assert(mkdtemp(folder) != NULL);
	snprintf(file, sizeof(file), "%s/f", folder);
}

static void
stop(void)
{
	owners_done(&table);
	owners_done(&table);
	unlink(file);
	cr_expect(rmdir(folder) == 0, "a file was left behind");
}

TestSuite(owners, .init = start, .fini = stop);

static struct stat
plain(ino_t ino)
{
	return (struct stat){.st_dev = makedev(8, 1),
	    .st_ino = ino,
	    .st_mode = S_IFREG | 0644,
	    .st_uid = 1000,
	    .st_gid = 100};
}

static void
set(struct owners *o, ino_t ino, mode_t mode, uid_t uid, gid_t gid, dev_t rdev)
{
	struct stat real = plain(ino), seems = real;

	seems.st_mode = mode;
	seems.st_uid = uid;
	seems.st_gid = gid;
	seems.st_rdev = rdev;
	cr_assert_eq(owners_set(o, &real, &seems), 0);
}

static void
shows(const struct owners *o, ino_t ino, mode_t mode, uid_t uid, gid_t gid,
    dev_t rdev)
{
	struct stat st = plain(ino);

	owners_show(o, &st);
	cr_expect_eq(st.st_mode, mode, "mode %o", st.st_mode);
	cr_expect_eq(st.st_uid, uid, "uid %u", st.st_uid);
	cr_expect_eq(st.st_gid, gid, "gid %u", st.st_gid);
	cr_expect_eq(st.st_rdev, rdev);
}

Test(owners, the_runs_own_files_are_roots_and_others_stay)
{
	struct stat st = plain(1);

	owners_show(&table, &st);
	cr_expect(st.st_uid == 0 && st.st_gid == 0);
	st.st_uid = 33;
	st.st_gid = 44;
	owners_show(&table, &st);
	cr_expect(st.st_uid == 33 && st.st_gid == 44);
}

Test(owners, what_is_remembered_is_shown_until_it_is_dropped)
{
	struct stat st = plain(7);

	set(&table, 7, S_IFREG | 04755, 5, 6, 0);
	shows(&table, 7, S_IFREG | 04755, 5, 6, 0);
	shows(&table, 8, S_IFREG | 0644, 0, 0, 0);
	owners_drop(&table, &st);
	shows(&table, 7, S_IFREG | 0644, 0, 0, 0);
}

Test(owners, a_plain_file_may_seem_a_device_and_nothing_else)
{
	set(&table, 1, S_IFCHR | 0666, 0, 0, makedev(1, 3));
	shows(&table, 1, S_IFCHR | 0666, 0, 0, makedev(1, 3));
	/* The number is another object's now. */
	set(&table, 2, S_IFDIR | 0700, 9, 9, 0);
	shows(&table, 2, S_IFREG | 0644, 0, 0, 0);
}

Test(owners, what_says_nothing_is_not_kept)
{
	set(&table, 1, S_IFREG | 0644, 5, 5, 0);
	cr_expect_eq(table.count, 1);
	set(&table, 1, S_IFREG | 0644, 0, 0, 0);
	cr_expect_eq(table.count, 0);
}

static void
write_text(const char *text)
{
	FILE *f = fopen(file, "we");

	cr_assert_not_null(f);
	fputs(text, f);
	fclose(f);
}

/* Reads the text, which has this fault (NULL: none). */
static void
reads(const char *text, const char *fault)
{
	struct faults f = {0};
	int result;

	write_text(text);
	result = owners_load(&table, file, &f);
	cr_expect_eq(result, fault == NULL ? 0 : -1, "%s", text);
	if (fault != NULL && f.count != 0)
		cr_expect(strstr(f.lines[0], fault) != NULL, "%s: %s", text,
		    f.lines[0]);
	fault_done(&f);
	owners_done(&table);
}

Test(owners, what_was_saved_is_loaded)
{
	struct owners again = {.uid = 1000, .gid = 100};
	struct faults f = {0};

	set(&table, UINT64_MAX, S_IFREG | 07777, UINT32_MAX - 1, 0, 0);
	set(&table, 3, S_IFBLK | 0660, 0, 6, makedev(259, 70000));
	cr_assert_eq(owners_save(&table, file), 0);
	cr_assert_eq(owners_load(&again, file, &f), 0);
	cr_expect_eq(again.count, 2);
	shows(&again, UINT64_MAX, S_IFREG | 07777, UINT32_MAX - 1, 0, 0);
	shows(&again, 3, S_IFBLK | 0660, 0, 6, makedev(259, 70000));
	owners_done(&again);
}

Test(owners, a_link_stays_and_leads_to_what_was_saved)
{
	char name[80];
	struct stat st;

	write_text("");
	snprintf(name, sizeof(name), "%s/link", folder);
	cr_assert_eq(symlink("f", name), 0);
	cr_assert_eq(owners_save(&table, name), 0);
	cr_assert_eq(lstat(name, &st), 0);
	cr_expect(S_ISLNK(st.st_mode));
	cr_assert_eq(stat(file, &st), 0);
	cr_expect_gt(st.st_size, 0);
	unlink(name);
}

#define HEAD "ptsandbox owners 1\n"

Test(owners, a_missing_and_an_empty_file_are_empty)
{
	struct faults f = {0};

	cr_expect_eq(owners_load(&table, file, &f), 0);
	reads("", NULL);
	reads(HEAD, NULL);
	reads(HEAD "8:1 2 100644 0 5 0:0\n", NULL);
}

Test(owners, nonsense_is_refused_and_its_line_is_named)
{
	static const char *const lines[] = {
	    "x\n", "\n", "8:1 2 100644 0 5 0:0", /* cut off */
	    "8:1 2 100644 0 5 0:0 \n",           /* more on the line */
	    "8:1  2 100644 0 5 0:0\n",           /* an empty field */
	    "8:1 -2 100644 0 5 0:0\n",
	    "8:1 18446744073709551616 100644 0 5 0:0\n",
	    "4294967296:1 2 100644 0 5 0:0\n",
	    "8:1 2 644 0 5 0:0\n",     /* no type */
	    "8:1 2 1100644 0 5 0:0\n", /* bits of no mode */
	    "8:1 2 100648 0 5 0:0\n",
	    "8:1 2 100644 4294967295 5 0:0\n", /* -1 is nobody's id */
	    "8:1 2 100644 0 5 1:3\n",          /* no device */
	};
	char text[128];

	reads("ptsandbox owners 2\n", ":1: ");
	reads("ptsandbox owners 1", ":1: ");
	reads("ptsandbox owners 10\n", ":1: ");
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		snprintf(text, sizeof(text), HEAD "8:1 9 100644 0 5 0:0\n%s",
		    lines[i]);
		reads(text, ":3: ");
	}
}

Test(owners, a_folder_is_no_file)
{
	struct faults f = {0};

	cr_expect_eq(owners_load(&table, folder, &f), -1);
	fault_done(&f);
	cr_expect_eq(owners_load(&table, "/dev/null", &f), -1);
	fault_done(&f);
	cr_expect_lt(owners_save(&table, "/proc/no/such"), 0);
}
