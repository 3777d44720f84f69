/* ptsandbox layer commit: first looks whether the lower folder is still what
 * the changes were made to, then copies all that is new into a stage in it, and
 * only then changes it, by renaming. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/str.h"
#include "commands/layer.h"
#include "commands/layer_check.h"
#include "commands/layer_journal.h"
#include "view/copy.h"
#include "view/layer.h"
#include "view/layer_record.h"
#include "view/layer_walk.h"

/* A file with more than one name, staged once. */
struct linked {
	dev_t dev;
	ino_t ino;
	unsigned long number;
};

struct commit {
	const struct layer *l;
	int stage; /* owned */
	char stage_name[64];
	dev_t dev; /* the lower folder's */
	unsigned long number;
	struct str drops, makes, puts, ends;
	struct linked *links; /* owned */
	size_t link_count;
	char *failed; /* the name that an error is about; owned */
};

static void
add_step(struct str *to, const char *word, const char *name)
{
	str_add(to, word);
	layer_record_add_name(to, name);
	str_add_char(to, '\n');
}

static void
add_numbered(struct str *to, const char *word, unsigned long n,
    const char *name)
{
	str_addf(to, "%s %lu ", word, n);
	add_step(to, "", name);
}

/* A second name of a file that was staged: linked there too.  Returns 1, 0: it
 * is none, or -errno. */
static int
stage_link(struct commit *c, const struct stat *st, const char *to)
{
	char from[32];
	struct linked *more;

	if (st->st_nlink < 2)
		return 0;
	for (size_t i = 0; i < c->link_count; i++) {
		if (c->links[i].dev != st->st_dev ||
		    c->links[i].ino != st->st_ino)
			continue;
		snprintf(from, sizeof(from), "file%lu", c->links[i].number);
		return linkat(c->stage, from, c->stage, to, 0) == 0 ? 1
								    : -errno;
	}
	more = realloc(c->links, (c->link_count + 1) * sizeof(*more));
	if (more == NULL)
		return -ENOMEM;
	c->links = more;
	c->links[c->link_count++] =
	    (struct linked){st->st_dev, st->st_ino, c->number};
	return 0;
}

static int
stage_file(struct commit *c, const struct layer_change *change)
{
	cleanup_fd int fd =
	    layer_open_in(c->l->tree, change->name, O_PATH | O_NOFOLLOW);
	char to[32];
	int err;

	if (fd < 0)
		return fd;
	snprintf(to, sizeof(to), "file%lu", c->number);
	err = stage_link(c, &change->new, to);
	if (err == 0)
		err = copy_object(fd, &change->new, c->stage, to);
	if (err < 0)
		return err;
	add_numbered(&c->puts, "put", c->number++, change->name);
	return 0;
}

/* May names in the lower folder of this one be changed, by renaming? */
static int
may_change(const struct commit *c, const char *name)
{
	const char *slash = strrchr(name, '/');
	char above[PATH_MAX];
	size_t n = slash != NULL ? (size_t)(slash - name) : 0;
	cleanup_fd int fd = -1;
	struct stat st;

	memcpy(above, name, n);
	above[n] = '\0';
	fd = layer_open_in(c->l->lower, above, O_PATH | O_DIRECTORY);
	/* One that is made first is ours, also where a file or a link is now.
	 */
	if (fd == -ENOENT || fd == -ENOTDIR || fd == -ELOOP)
		return 0;
	if (fd < 0 || fstat(fd, &st) != 0)
		return fd < 0 ? fd : -errno;
	if (st.st_dev != c->dev)
		return -EXDEV;
	if (st.st_uid == geteuid())
		return 0;
	return faccessat(fd, ".", W_OK | X_OK, AT_EACCESS) == 0 ? 0 : -errno;
}

/* A folder is kept as it is but for its mode and times. */
static int
plan_folder(struct commit *c, const struct layer_change *change)
{
	if (change->kind == CHANGE_BOTH && change->old.st_uid != geteuid() &&
	    (change->old.st_mode & 07777) == (change->new.st_mode & 07777))
		return 0;
	if (change->kind != CHANGE_BOTH)
		add_step(&c->makes, "make ", change->name);
	add_step(&c->ends, "end ", change->name);
	return 0;
}

/* A folder's own `..` changes when it goes away. */
static int
may_drop(const struct commit *c, const struct layer_change *change)
{
	cleanup_fd int fd = -1;

	if (!S_ISDIR(change->old.st_mode) || change->old.st_uid == geteuid())
		return 0;
	fd = layer_open_in(c->l->lower, change->name, O_PATH | O_NOFOLLOW);
	if (fd < 0)
		return fd;
	return faccessat(fd, ".", W_OK, AT_EACCESS) == 0 ? 0 : -errno;
}

static int
plan(void *ctx, const struct layer_change *change)
{
	struct commit *c = ctx;
	int err = 0;

	if (change->inside)
		return 0;
	if (change->name[0] != '\0')
		err = may_change(c, change->name);
	if (err == 0 &&
	    (change->kind == CHANGE_DELETED || change->kind == CHANGE_TYPE)) {
		err = may_drop(c, change);
		add_numbered(&c->drops, "drop", c->number++, change->name);
	}
	if (err == 0 && change->kind != CHANGE_DELETED)
		err = S_ISDIR(change->new.st_mode) ? plan_folder(c, change)
						   : stage_file(c, change);
	if (err != 0)
		c->failed = strdup(change->name);
	return err;
}

static int
make_stage(struct commit *c)
{
	cleanup_fd int root =
	    layer_open_in(c->l->lower, "", O_RDONLY | O_DIRECTORY);
	struct copy_into into;
	struct stat st;
	int err = root >= 0 ? copy_open(root, &into) : root;

	if (err != 0)
		return err;
	c->dev = into.st.st_dev;
	for (unsigned i = 0; c->stage < 0 && err == 0; i++) {
		snprintf(c->stage_name, sizeof(c->stage_name),
		    STAGE_PREFIX "%d-%u", (int)getpid(), i);
		if (fstatat(c->l->tree, c->stage_name, &st,
			AT_SYMLINK_NOFOLLOW) == 0)
			continue;
		err = journal_note_stage(c->l, c->stage_name);
		if (err == 0 && mkdirat(root, c->stage_name, 0700) == 0)
			c->stage = openat(root, c->stage_name,
			    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (err == 0 && c->stage < 0 && errno != EEXIST)
			err = -errno;
	}
	return err != 0 ? err : copy_close(&into);
}

/* From nothing to a journal.  Where it fails, nothing has changed. */
static int
stage(struct commit *c)
{
	cleanup_str struct str journal = {0};
	int err = make_stage(c);

	if (err == 0)
		err = layer_changes(c->l, plan, c);
	if (err == 0 && syncfs(c->stage) != 0)
		err = -errno;
	if (err == 0) {
		str_addf(&journal, "stage %s\n", c->stage_name);
		str_add(&journal, str_text(&c->drops));
		str_add(&journal, str_text(&c->makes));
		str_add(&journal, str_text(&c->puts));
		str_add(&journal, str_text(&c->ends));
		journal.failed |= c->drops.failed | c->makes.failed |
		    c->puts.failed | c->ends.failed;
		err = journal_write(c->l, &journal);
	}
	if (err != 0 && c->stage >= 0)
		(void)journal_unstage(c->l);
	return err;
}

int
layer_commit(struct layer *l)
{
	struct commit c = {.l = l, .stage = -1};
	int status, err;

	if (journal_there(l))
		return journal_finish(l);
	status = layer_check(l);
	if (status != 0)
		return status;
	/* What a commit left that was killed before it had a journal. */
	err = journal_unstage(l);
	if (err == 0)
		err = stage(&c);
	status = err == 0
	    ? journal_finish(l)
	    : layer_failed("nothing was committed", c.failed, err);
	fd_close(&c.stage);
	free(c.links);
	ptr_free(&c.failed);
	str_done(&c.drops);
	str_done(&c.makes);
	str_done(&c.puts);
	str_done(&c.ends);
	return status;
}
