/* Layers by themselves: what is seen, copied, hidden, renamed and recorded. */
#include "view/layer.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/str.h"
#include "view/layer_record.h"
#include "view/layer_walk.h"

static char top[] = "/tmp/pts-layer-XXXXXX";
static char low[64], dir[64];
static struct layer *l;

/* A file in the lower folder. */
static void
make(const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", low, name);
	f = fopen(path, "w");
	cr_assert(f != NULL, "%s", path);
	fputs(text, f);
	fclose(f);
}

static void
start(void)
{
	char why[3 * PATH_MAX], path[128];

	umask(022);
	cr_assert(mkdtemp(top) != NULL);
	snprintf(low, sizeof(low), "%s/low", top);
	snprintf(dir, sizeof(dir), "%s/layer", top);
	cr_assert(mkdir(low, 0755) == 0);
	snprintf(path, sizeof(path), "%s/dir", low);
	cr_assert(mkdir(path, 0750) == 0);
	make("file", "text");
	make("dir/a", "a");
	make("dir/b", "b");
	l = layer_open_dir(dir, low, LAYER_USE, NULL, why, sizeof(why));
	cr_assert(l != NULL, "%s", why);
}

static void
stop(void)
{
	char command[128];

	layer_close(l);
	snprintf(command, sizeof(command), "rm -rf %s", top);
	cr_expect(system(command) == 0);
}

TestSuite(layer, .init = start, .fini = stop, .timeout = 20);

static struct layer_found
find(const char *name)
{
	struct layer_found f;

	cr_assert(layer_find(l, name, &f) == 0, "%s", name);
	return f;
}

#define SEEN(name) (find(name).upper || find(name).lower)

static int
rename_to(const char *from, const char *to, unsigned flags)
{
	const struct layer_end a = {from, from}, b = {to, to};

	return layer_rename(l, &a, &b, flags);
}

Test(layer, what_is_below_is_seen_until_it_is_hidden)
{
	cr_expect(find("file").lower && !find("file").upper);
	cr_expect(!SEEN("none") && !SEEN("file/none"));
	cr_expect_eq(layer_hide(l, "file"), 0);
	cr_expect(!SEEN("file"));
	cr_expect_eq(layer_open(l, "file", O_PATH), -ENOENT);
	cr_expect_eq(layer_hide(l, "none"), 0);
	cr_expect(!layer_gone(l, "none"));
	cr_expect(!layer_gone(l, ""));
}

Test(layer, hiding_a_folder_hides_what_is_in_it)
{
	cr_expect_eq(layer_hide(l, "dir/a"), 0);
	cr_expect(!layer_gone(l, "dir") && layer_gone(l, "dir/a"));
	cr_expect_eq(layer_empty(l, "dir"), -ENOTEMPTY);
	cr_expect_eq(layer_hide(l, "dir/b"), 0);
	cr_expect_eq(layer_empty(l, "dir"), 0);
	cr_expect_eq(layer_hide(l, "dir"), 0);
	cr_expect(layer_gone(l, "dir") && layer_gone(l, "dir/a"));
	cr_expect(layer_gone(l, "dir/never/there"));
	cr_expect(!SEEN("dir"));
}

Test(layer, lifting_copies_the_folders_above_with_their_modes_and_times)
{
	struct stat below, above;

	cr_assert_eq(fstatat(l->lower, "dir", &below, 0), 0);
	cr_expect_eq(layer_lift(l, "dir/a"), 0);
	cr_expect(find("dir/a").upper && find("dir/a").lower);
	cr_assert_eq(fstatat(l->tree, "dir", &above, 0), 0);
	cr_expect_eq(above.st_mode, below.st_mode);
	cr_expect_eq(above.st_mtim.tv_nsec, below.st_mtim.tv_nsec);
	cr_expect_eq(layer_lift(l, "none"), -ENOENT);
	cr_expect_eq(layer_lift(l, "none/file"), -ENOENT);
}

Test(layer, a_copy_keeps_holes_and_times)
{
	int fd = openat(l->lower, "dir/a", O_PATH);
	char name[32];
	struct stat below, above;

	cr_assert(fd >= 0);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	cr_assert_eq(truncate(name, 8 << 20), 0);
	cr_assert_eq(fstat(fd, &below), 0);
	cr_expect_eq(layer_lift(l, "dir/a"), 0);
	cr_assert_eq(fstatat(l->tree, "dir/a", &above, 0), 0);
	cr_expect_eq(above.st_size, below.st_size);
	cr_expect(above.st_blocks <= below.st_blocks + 8);
	cr_expect_eq(above.st_mtim.tv_nsec, below.st_mtim.tv_nsec);
	close(fd);
}

Test(layer, removing_takes_away_both)
{
	cr_expect_eq(layer_remove(l, "dir", "dir", AT_REMOVEDIR), -ENOTEMPTY);
	cr_expect_eq(layer_remove(l, "dir", "dir", 0), -EISDIR);
	cr_expect_eq(layer_remove(l, "file", "file", AT_REMOVEDIR), -ENOTDIR);
	cr_expect_eq(layer_remove(l, "file", "file/", 0), -ENOTDIR);
	cr_expect_eq(layer_remove(l, "none", "none", 0), -ENOENT);
	cr_expect_eq(layer_lift(l, "file"), 0);
	cr_expect_eq(layer_remove(l, "file", "file", 0), 0);
	cr_expect(!SEEN("file"));
	cr_expect_eq(layer_remove(l, "dir/a", "a", 0), 0);
	cr_expect_eq(layer_remove(l, "dir/b", "b", 0), 0);
	cr_expect_eq(layer_remove(l, "dir", "dir", AT_REMOVEDIR), 0);
	cr_expect(!SEEN("dir"));
}

Test(layer, renaming)
{
	cr_expect_eq(rename_to("none", "new", 0), -ENOENT);
	cr_expect_eq(rename_to("dir", "new", 0), -EXDEV);
	cr_expect_eq(rename_to("dir", "dir/in", 0), -EINVAL);
	cr_expect_eq(rename_to("file", "dir", 0), -EISDIR);
	cr_expect_eq(rename_to("file", "dir/a", RENAME_NOREPLACE), -EEXIST);
	cr_expect_eq(rename_to("file", "none/new", 0), -ENOENT);
	cr_expect_eq(rename_to("file", "file", 0), 0);
	cr_expect_eq(rename_to("file", "dir/a", 0), 0);
	cr_expect(!SEEN("file"));
	cr_expect_eq(find("dir/a").st.st_size, 4);
	cr_expect(layer_gone(l, "dir/a"), "what was replaced is still below");
	cr_expect_eq(rename_to("dir/a", "dir/b", RENAME_EXCHANGE), 0);
	cr_expect_eq(find("dir/b").st.st_size, 4);
	cr_expect_eq(find("dir/a").st.st_size, 1);
}

/* The letters of what changed. */
static int
note(void *ctx, const struct layer_change *c)
{
	static const char letters[] = {'A', 'D', 'T', 'B'};
	struct str *s = ctx;

	str_addf(s, "%c%s%s ", letters[c->kind], c->name, c->inside ? "*" : "");
	return 0;
}

Test(layer, changes_are_told_in_order_and_cleared)
{
	cleanup_str struct str told = {0};
	struct layer_found f;

	cr_expect_eq(layer_remove(l, "dir/a", "a", 0), 0);
	cr_expect_eq(layer_remove(l, "dir/b", "b", 0), 0);
	cr_expect_eq(layer_remove(l, "dir", "dir", AT_REMOVEDIR), 0);
	cr_expect_eq(rename_to("file", "other", 0), 0);
	cr_expect_eq(layer_changes(l, note, &told), 0);
	cr_expect_str_eq(str_text(&told),
	    "B Ddir Ddir/a* Ddir/b* Dfile Aother ");
	cr_expect_eq(layer_clear(l), 0);
	f = find("dir/a");
	cr_expect(f.lower && !f.upper);
	cr_expect(!SEEN("other"));
}

Test(layer, where_a_name_stands_on_the_host)
{
	char host[PATH_MAX], want[PATH_MAX];
	bool lower;

	cr_expect_eq(layer_host(l, "dir", host, &lower), 0);
	snprintf(want, sizeof(want), "%s/dir", low);
	cr_expect(lower && strcmp(host, want) == 0, "%s", host);
	cr_expect_eq(layer_lift(l, "dir/a"), 0);
	cr_expect_eq(layer_host(l, "dir", host, &lower), 0);
	cr_expect(lower, "a folder that both have stays the same");
	cr_expect_eq(layer_host(l, "dir/a", host, &lower), 0);
	snprintf(want, sizeof(want), "%s/tree/dir/a", dir);
	cr_expect(!lower && strcmp(host, want) == 0, "%s", host);
}

Test(layer, one_at_a_time_and_one_folder)
{
	char why[3 * PATH_MAX];

	cr_expect_null(
	    layer_open_dir(dir, low, LAYER_USE, NULL, why, sizeof(why)));
	cr_expect(strstr(why, "in use") != NULL, "%s", why);
	layer_close(l);
	l = layer_open_dir(dir, top, LAYER_USE, NULL, why, sizeof(why));
	cr_expect_null(l);
	cr_expect(strstr(why, "holds changes of") != NULL, "%s", why);
	l = layer_open_dir(low, NULL, LAYER_SEE, NULL, why, sizeof(why));
	cr_expect_null(l);
	cr_expect(strstr(why, "is no layer") != NULL, "%s", why);
}

Test(layer_record, names_come_back)
{
	static const char *const names[] = {"a", " a", "a b", "a\nb", "\\",
	    "\\n", "a\\\n\\", "\xff\x01"};
	const struct stat st = {
	    .st_mode = S_IFREG | 0644,
	    .st_ino = 7,
	    .st_size = 1LL << 40,
	    .st_mtim = {-5, 999999999},
	    .st_ctim = {1,  1        }
        };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		cleanup_str struct str s = {0};
		struct layer_record r;

		layer_record_add(&s, names[i], &st);
		cr_assert(strchr(s.buf, '\n') == s.buf + s.len - 1);
		cr_assert(layer_record_parse(s.buf, &r), "%s", names[i]);
		cr_expect_str_eq(r.name, names[i]);
		cr_expect(layer_record_same(&r, &st));
	}
}

Test(layer_record, what_is_none)
{
	char empty[] = "", words[] = "a b c d e f\n", few[] = "1 2 3 4.5\n";
	char nameless[] = "1 2 3 4.5 6.7\0name\n",
	     tab[] = "1 2 3 4.5 6.7\tname\n";
	struct layer_record r;

	cr_expect(!layer_record_parse(empty, &r));
	cr_expect(!layer_record_parse(words, &r));
	cr_expect(!layer_record_parse(few, &r));
	cr_expect(!layer_record_parse(nameless, &r), "read behind its end");
	cr_expect(!layer_record_parse(tab, &r));
}

Test(layer_record, a_folder_is_the_same_whatever_is_in_it)
{
	struct stat st = {.st_mode = S_IFDIR | 0755, .st_ino = 1};
	cleanup_str struct str s = {0};
	struct layer_record r;

	layer_record_add(&s, "d", &st);
	cr_assert(layer_record_parse(s.buf, &r));
	st.st_mtim.tv_sec = 5;
	cr_expect(layer_record_same(&r, &st));
	st.st_mode = S_IFDIR | 0700;
	cr_expect(!layer_record_same(&r, &st));
}
