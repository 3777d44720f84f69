/* Carrying out a commit, from its journal. */
#include "commands/layer_journal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "commands/layer.h"
#include "view/copy.h"
#include "view/layer.h"
#include "view/layer_record.h"
#include "view/remove.h"

struct finish {
	const struct layer *l;
	int root;  /* the lower folder, open for reading; owned */
	int stage; /* owned; -1: it is no more */
	char stage_name[NAME_MAX + 1];
};

int
journal_write(const struct layer *l, const struct str *text)
{
	cleanup_fd int fd = -1;
	int err;

	if (text->failed)
		return -ENOMEM;
	fd = openat(l->folder, "commit.new",
	    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	err = fd_write(fd, str_text(text), text->len);
	if (err != 0)
		return err;
	if (fsync(fd) != 0 ||
	    renameat(l->folder, "commit.new", l->folder, JOURNAL) != 0 ||
	    fsync(l->folder) != 0)
		return -errno;
	return 0;
}

bool
journal_there(const struct layer *l)
{
	return faccessat(l->folder, JOURNAL, F_OK, 0) == 0 ||
	    faccessat(l->folder, JOURNAL_DONE, F_OK, 0) == 0;
}

int
journal_note_stage(const struct layer *l, const char *stage)
{
	cleanup_fd int fd = openat(l->folder, JOURNAL_STAGE,
	    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);

	return fd < 0 ? -errno : fd_write(fd, stage, strlen(stage));
}

/* Removes a stage from the lower folder. */
static int
remove_stage(const struct layer *l, const char *stage)
{
	cleanup_fd int fd =
	    layer_open_in(l->lower, stage, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	cleanup_fd int root = -1;
	struct copy_into into;
	int err, closed;

	if (fd < 0)
		return fd == -ENOENT ? 0 : fd;
	root = layer_open_in(l->lower, "", O_RDONLY | O_DIRECTORY);
	err = root >= 0 ? copy_open(root, &into) : root;
	if (err != 0)
		return err;
	err = remove_contents(fd);
	if (err == 0 && unlinkat(root, stage, AT_REMOVEDIR) != 0)
		err = -errno;
	closed = copy_close(&into);
	return err != 0 ? err : closed;
}

int
journal_unstage(const struct layer *l)
{
	cleanup_fd int fd =
	    openat(l->folder, JOURNAL_STAGE, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	char stage[NAME_MAX + 1] = "";
	ssize_t n = fd >= 0 ? read(fd, stage, sizeof(stage) - 1) : 0;
	int err = 0;

	if (n < 0)
		return -errno;
	stage[n] = '\0';
	if (strncmp(stage, STAGE_PREFIX, strlen(STAGE_PREFIX)) == 0 &&
	    strchr(stage, '/') == NULL)
		err = remove_stage(l, stage);
	if (err == 0 && fd >= 0 && unlinkat(l->folder, JOURNAL_STAGE, 0) != 0)
		err = -errno;
	return err;
}

/* The folder of a name of the lower folder, O_PATH, with its last name. */
static int
open_above(const struct finish *f, const char *name, const char **ret_last)
{
	const char *slash = strrchr(name, '/');
	char above[PATH_MAX];
	size_t n = slash != NULL ? (size_t)(slash - name) : 0;

	*ret_last = slash != NULL ? slash + 1 : name;
	if (n >= sizeof(above))
		return -ENAMETOOLONG;
	memcpy(above, name, n);
	above[n] = '\0';
	return layer_open_in(f->l->lower, above, O_PATH | O_DIRECTORY);
}

/* Is it in the stage? */
static bool
is_staged(const struct finish *f, const char *name)
{
	struct stat st;

	return fstatat(f->stage, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static int
drop(const struct finish *f, int above, const char *last, const char *staged)
{
	if (is_staged(f, staged) ||
	    renameat(above, last, f->stage, staged) == 0 || errno == ENOENT)
		return 0;
	/* Its own `..` changes: it must be writable. */
	if (errno == EACCES && fchmodat(above, last, 0700, 0) == 0 &&
	    renameat(above, last, f->stage, staged) == 0)
		return 0;
	return -errno;
}

static int
put(const struct finish *f, int above, const char *last, const char *staged)
{
	if (!is_staged(f, staged) ||
	    renameat(f->stage, staged, above, last) == 0)
		return 0;
	return -errno;
}

/* The layer's folder of that name: O_PATH. */
static int
open_new(const struct finish *f, const char *name, struct stat *ret)
{
	int fd = layer_open_in(f->l->tree, name, O_PATH | O_NOFOLLOW);

	if (fd >= 0 && fstat(fd, ret) != 0) {
		close(fd);
		return -errno;
	}
	return fd;
}

static int
make(const struct finish *f, int above, const char *last, const char *name)
{
	struct stat st;
	cleanup_fd int new = open_new(f, name, &st);
	int err = new >= 0 ? copy_object(new, &st, above, last) : new;

	return err == -EEXIST ? 0 : err;
}

static int
end(const struct finish *f, const char *name)
{
	struct stat st;
	cleanup_fd int new = open_new(f, name, &st);
	const char *last;
	cleanup_fd int above = open_above(f, name, &last);
	int err;

	if (new < 0 || above < 0)
		return new < 0 ? new : above;
	if (name[0] == '\0')
		last = ".";
	err = copy_attributes(new, above, last);
	return err == 0 ? copy_finish(above, last, &st) : err;
}

/* drop and put have a number before the name. */
static int
step_with_name(const struct finish *f, const char *word, const char *staged,
    char *name)
{
	cleanup_fd int above = -1;
	struct copy_into into;
	const char *last;
	int err, closed;

	above = open_above(f, name, &last);
	if (above < 0)
		return above;
	err = copy_open(above, &into);
	if (err != 0)
		return err;
	if (strcmp(word, "drop") == 0)
		err = drop(f, above, last, staged);
	else if (strcmp(word, "put") == 0)
		err = put(f, above, last, staged);
	else
		err = make(f, above, last, name);
	closed = copy_close(&into);
	return err != 0 ? err : closed;
}

static int
step(const struct finish *f, char *line)
{
	char *word = line, *rest = strchr(line, ' '), *name;
	char staged[48];

	if (rest == NULL)
		return -EBADMSG;
	*rest++ = '\0';
	if (strcmp(word, "end") == 0) {
		layer_record_plain(rest);
		return end(f, rest);
	}
	if (strcmp(word, "make") == 0) {
		layer_record_plain(rest);
		return step_with_name(f, word, "", rest);
	}
	name = strchr(rest, ' ');
	if (name == NULL ||
	    (strcmp(word, "drop") != 0 && strcmp(word, "put") != 0))
		return -EBADMSG;
	*name++ = '\0';
	snprintf(staged, sizeof(staged), "%s%.20s",
	    strcmp(word, "put") == 0 ? "file" : "drop", rest);
	layer_record_plain(name);
	return step_with_name(f, word, staged, name);
}

/* The first line. */
static int
find_stage(struct finish *f, FILE *from, char **line, size_t *room)
{
	ssize_t n = getline(line, room, from);
	const char *head = "stage ";

	if (n <= 0 || strncmp(*line, head, strlen(head)) != 0)
		return -EBADMSG;
	(*line)[n - 1] = '\0';
	snprintf(f->stage_name, sizeof(f->stage_name), "%s",
	    *line + strlen(head));
	if (strchr(f->stage_name, '/') != NULL)
		return -EBADMSG;
	f->stage = layer_open_in(f->l->lower, f->stage_name,
	    O_PATH | O_DIRECTORY | O_NOFOLLOW);
	return f->stage < 0 ? f->stage : 0;
}

/* All steps.  Returns 0 or -errno, after which the journal is there still. */
static int
carry_out(struct finish *f, FILE *from)
{
	cleanup_free char *line = NULL;
	size_t room = 0;
	ssize_t n;
	int err = find_stage(f, from, &line, &room);

	while (err == 0 && (n = getline(&line, &room, from)) > 0) {
		if (line[n - 1] != '\n')
			return -EBADMSG;
		line[n - 1] = '\0';
		err = step(f, line);
	}
	if (err == 0 && ferror(from) != 0)
		err = -EIO;
	if (err == 0 &&
	    (syncfs(f->root) != 0 ||
		renameat(f->l->folder, JOURNAL, f->l->folder, JOURNAL_DONE) !=
		    0))
		err = -errno;
	return err;
}

static FILE *
open_journal(const struct layer *l, const char *name)
{
	int fd = openat(l->folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	FILE *f = fd >= 0 ? fdopen(fd, "r") : NULL;

	if (f == NULL && fd >= 0)
		close(fd);
	return f;
}

/* What is left to be done once the lower folder is as it should be. */
static int
clean_up(struct finish *f)
{
	struct layer all = *f->l;
	int err;

	fd_close(&f->stage);
	err = journal_unstage(f->l);
	if (err == 0)
		err = layer_clear(&all);
	if (err == 0 && unlinkat(f->l->folder, JOURNAL_DONE, 0) != 0)
		err = -errno;
	return err;
}

int
journal_finish(struct layer *l)
{
	struct finish f = {.l = l, .stage = -1};
	FILE *from = open_journal(l, JOURNAL);
	int err = 0;

	f.root = layer_open_in(l->lower, "", O_RDONLY | O_DIRECTORY);
	if (f.root < 0)
		err = f.root;
	if (err == 0 && from != NULL)
		err = carry_out(&f, from);
	if (from != NULL)
		fclose(from);
	if (err == 0)
		err = clean_up(&f);
	fd_close(&f.stage);
	fd_close(&f.root);
	if (err == 0)
		return 0;
	return layer_failed("the commit could not be finished; give it again "
			    "once this is mended",
	    NULL, err);
}
