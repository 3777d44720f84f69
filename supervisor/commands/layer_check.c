/* Conflicts of a commit. */
#include "commands/layer_check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "commands/layer.h"
#include "view/layer.h"
#include "view/layer_record.h"
#include "view/layer_walk.h"

#define CONFLICTS 1

/* The records of a layer, by name; of one name the first. */
struct records {
	char *text;                /* owned; they point into it */
	struct layer_record *list; /* owned */
	size_t count;
	const struct layer *l;
	unsigned long conflicts;
};

static void
conflict(struct records *r, const char *name, const char *why)
{
	cleanup_str struct str shown = {0};

	str_add_shown(&shown, name, strlen(name));
	log_line("conflict: /%s %s", str_text(&shown), why);
	r->conflicts++;
}

static int
read_text(const struct layer *l, char **ret, size_t *ret_len)
{
	struct stat st;
	size_t at = 0;
	ssize_t n = 1;

	if (fstat(l->record, &st) != 0)
		return -errno;
	*ret = malloc((size_t)st.st_size + 1);
	if (*ret == NULL)
		return -ENOMEM;
	while (n > 0 && at < (size_t)st.st_size) {
		n = pread(l->record, *ret + at, (size_t)st.st_size - at,
		    (off_t)at);
		at += n > 0 ? (size_t)n : 0;
	}
	(*ret)[at] = '\0';
	*ret_len = at;
	return n < 0 ? -errno : 0;
}

/* By name, and of one name the first line first: they are one text. */
static int
in_order(const void *a, const void *b)
{
	const struct layer_record *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : x->name < y->name ? -1 : 1;
}

static int
read_records(struct records *r)
{
	size_t len = 0, lines = 0;
	int err = read_text(r->l, &r->text, &len);

	if (err != 0)
		return err;
	for (size_t i = 0; i < len; i++)
		lines += r->text[i] == '\n';
	r->list = calloc(lines + 1, sizeof(*r->list));
	if (r->list == NULL)
		return -ENOMEM;
	for (char *line = r->text; lines-- > 0;) {
		char *next = strchr(line, '\n') + 1;

		if (!layer_record_parse(line, &r->list[r->count++]))
			return -EBADMSG;
		line = next;
	}
	if (r->count > 1)
		qsort(r->list, r->count, sizeof(*r->list), in_order);
	return 0;
}

/* The first record of a name, or NULL. */
static const struct layer_record *
find(const struct records *r, const char *name)
{
	size_t low = 0, high = r->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(r->list[mid].name, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < r->count && strcmp(r->list[low].name, name) == 0
	    ? &r->list[low]
	    : NULL;
}

static bool
same_mtime(const struct layer_record *r, const struct stat *st)
{
	return r->mtime.tv_sec == st->st_mtim.tv_sec &&
	    r->mtime.tv_nsec == st->st_mtim.tv_nsec;
}

/* A recorded object whose name the layer changes or hides: is it the same? */
static void
check_recorded(struct records *r, const struct layer_record *was)
{
	cleanup_fd int fd =
	    layer_open_in(r->l->lower, was->name, O_PATH | O_NOFOLLOW);
	cleanup_fd int new =
	    layer_open_in(r->l->tree, was->name, O_PATH | O_NOFOLLOW);
	bool gone = layer_gone(r->l, was->name);
	struct stat st;

	/* It was copied, and that came to nothing. */
	if (new < 0 && !gone)
		return;
	if (fd < 0 || fstat(fd, &st) != 0)
		conflict(r, was->name, "is no more in the folder below");
	else if (!layer_record_same(was, &st) ||
	    (gone && S_ISDIR(st.st_mode) && !same_mtime(was, &st)))
		conflict(r, was->name, "was changed in the folder below");
}

/* What the layer has, and below came to be since. */
static int
check_new(void *ctx, const struct layer_change *c)
{
	struct records *r = ctx;

	if ((c->kind == CHANGE_BOTH || c->kind == CHANGE_TYPE) &&
	    c->name[0] != '\0' && !layer_gone(r->l, c->name) &&
	    (c->kind == CHANGE_TYPE || !S_ISDIR(c->new.st_mode)) &&
	    find(r, c->name) == NULL)
		conflict(r, c->name, "was made in the folder below as well");
	return 0;
}

int
layer_check(const struct layer *l)
{
	struct records r = {.l = l};
	int err = read_records(&r);

	for (size_t i = 0; err == 0 && i < r.count; i++)
		if (i == 0 || strcmp(r.list[i].name, r.list[i - 1].name) != 0)
			check_recorded(&r, &r.list[i]);
	if (err == 0)
		err = layer_changes(l, check_new, &r);
	free(r.list);
	free(r.text);
	if (err != 0)
		return layer_failed("nothing was committed", NULL, err);
	if (r.conflicts == 0)
		return 0;
	log_line("nothing was committed: %lu conflicts", r.conflicts);
	return CONFLICTS;
}
