/* Where on the host the files of a record stand. */
#include "report/where.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "audit/reader.h"
#include "base/fd.h"
#include "base/str.h"
#include "space.h"

#define SPACES_MAX 64u
#define PLACES_MAX 1024u

struct named_space {
	const char *profile;
	struct space space;
};

/* All texts are those of `first`. */
struct where {
	json_t *first; /* owned */
	struct named_space spaces[SPACES_MAX];
	unsigned count;
};

/* A name as namespaces have them: absolute, nothing to be resolved in it. */
static bool
is_canonical(const char *path)
{
	size_t len;

	if (path == NULL || path[0] != '/')
		return false;
	len = strlen(path);
	if (len >= PATH_MAX || strstr(path, "//") != NULL ||
	    strstr(path, "/./") != NULL || strstr(path, "/../") != NULL)
		return false;
	if (len > 1 && path[len - 1] == '/')
		return false;
	return !(len >= 2 && strcmp(path + len - 2, "/.") == 0) &&
	    !(len >= 3 && strcmp(path + len - 3, "/..") == 0);
}

static void
free_place(struct space_place *p)
{
	free(p->layer);
	free(p);
}

/* Reads one place of a namespace.  NULL: it is none of ours. */
static struct space_place *
read_place(const json_t *from)
{
	const char *at = record_text(from, "at");
	const char *host = record_text(from, "from");
	const char *layer = record_text(from, "layer");
	bool hidden = json_is_true(json_object_get(from, "hidden"));
	struct space_place *p;

	if (!is_canonical(at) || (host != NULL && !is_canonical(host)) ||
	    (layer != NULL && (host == NULL || !is_canonical(layer))))
		return NULL;
	p = calloc(1, sizeof(*p));
	if (p == NULL)
		return NULL;
	p->kind = host != NULL ? SPACE_MAP
	    : hidden           ? SPACE_HIDDEN
			       : SPACE_PRIVATE;
	p->at = at;
	p->at_len = strlen(at);
	p->from = host;
	p->from_len = host != NULL ? strlen(host) : 0;
	if (layer == NULL)
		return p;
	p->layer = calloc(1, sizeof(*p->layer));
	if (p->layer == NULL) {
		free(p);
		return NULL;
	}
	*p->layer = (struct space_layer){.dir = layer, .from = host};
	return p;
}

static bool
read_space(struct where *w, const json_t *from)
{
	const json_t *places = json_object_get(from, "places");
	struct named_space *s = &w->spaces[w->count];
	size_t i;
	const json_t *one;

	s->profile = record_text(from, "profile");
	if (s->profile == NULL || json_array_size(places) > PLACES_MAX)
		return false;
	w->count++;
	/* No canonical name is below this one. */
	s->space.area = "//";
	s->space.area_len = 2;
	json_array_foreach(places, i, one)
	{
		struct space_place *p = read_place(one);

		if (p == NULL)
			return false;
		if (!space_add(&s->space, p))
			free_place(p);
	}
	return true;
}

struct where *
where_new(const json_t *first)
{
	struct where *w = calloc(1, sizeof(*w));
	const json_t *spaces;
	size_t i;
	const json_t *one;

	if (w == NULL)
		return NULL;
	w->first = json_deep_copy(first);
	spaces = json_object_get(w->first, "namespaces");
	if (w->first == NULL || json_array_size(spaces) > SPACES_MAX) {
		where_free(w);
		return NULL;
	}
	json_array_foreach(spaces, i, one)
	{
		if (read_space(w, one))
			continue;
		where_free(w);
		return NULL;
	}
	return w;
}

unsigned
where_space(const struct where *w, const char *profile)
{
	for (unsigned i = 0; i < w->count; i++)
		if (strcmp(w->spaces[i].profile,
			profile != NULL ? profile : "main") == 0)
			return i + 1;
	return 0;
}

/* What a layer shows: what was changed, or what lies below. */
static enum where_answer
layer_file(const struct space_layer *l, const char *rest, char *to)
{
	int n = snprintf(to, PATH_MAX, "%s" LAYER_TREE "%s", l->dir, rest);

	if (n < PATH_MAX &&
	    faccessat(AT_FDCWD, to, F_OK, AT_EACCESS | AT_SYMLINK_NOFOLLOW) ==
		0)
		return WHERE_OPEN;
	n = snprintf(to, PATH_MAX, "%s%s", l->from, rest);
	return n < PATH_MAX ? WHERE_OPEN : WHERE_GONE;
}

enum where_answer
where_host(const struct where *w, unsigned space, const char *path, char *to)
{
	struct space_way way = {0};
	const struct space_layer *l;
	const struct space *s;
	const char *rest;

	if (!is_canonical(path))
		return WHERE_SPECIAL;
	if (space == 0 || space > w->count) {
		memcpy(to, path, strlen(path) + 1);
		return WHERE_OPEN;
	}
	s = &w->spaces[space - 1].space;
	l = space_layer(s, path, &rest);
	if (l != NULL)
		return layer_file(l, rest, to);
	if (space_host(s, path, to, &way))
		return WHERE_OPEN;
	if (way.place != NULL && way.place->kind == SPACE_PRIVATE)
		return WHERE_PRIVATE;
	return WHERE_HIDDEN;
}

static bool
is_kernels(const char *path)
{
	return str_is_below(path, "/proc", 5) ||
	    str_is_below(path, "/sys", 4) || str_is_below(path, "/dev", 4);
}

static enum where_answer
why_not(int err)
{
	switch (err) {
	case ENOENT:
	case ENOTDIR:
	case ENAMETOOLONG: return WHERE_GONE;
	case ELOOP: return WHERE_MOVED;
	case EACCES:
	case EPERM: return WHERE_DENIED;
	case ENXIO: return WHERE_SPECIAL;
	default: return WHERE_FAILED;
	}
}

enum where_answer
where_open(const struct where *w, unsigned space, const char *path, int *ret_fd,
    struct stat *ret_st)
{
	struct open_how how = {
	    .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW,
	    .resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};
	char host[PATH_MAX];
	cleanup_fd int fd = -1;
	enum where_answer a;

	*ret_fd = -1;
	a = where_host(w, space, path, host);
	if (a != WHERE_OPEN)
		return a;
	if (is_kernels(host))
		return WHERE_KERNEL;
	fd = (int)syscall(SYS_openat2, AT_FDCWD, host, &how, sizeof(how));
	if (fd < 0)
		return why_not(errno);
	if (fstat(fd, ret_st) != 0)
		return WHERE_FAILED;
	if (!S_ISREG(ret_st->st_mode))
		return S_ISDIR(ret_st->st_mode) ? WHERE_FOLDER : WHERE_SPECIAL;
	*ret_fd = steal_fd(&fd);
	return WHERE_OPEN;
}

bool
where_changed(const struct where *w, const struct stat *st)
{
	const char *text = record_text(w->first, "started");
	struct tm utc = {0};
	time_t began;

	if (text == NULL || strptime(text, "%Y-%m-%dT%H:%M:%SZ", &utc) == NULL)
		return true;
	began = timegm(&utc);
	return st->st_mtim.tv_sec > began || st->st_ctim.tv_sec > began;
}

const char *
where_words(enum where_answer a)
{
	switch (a) {
	case WHERE_OPEN: return "there";
	case WHERE_PRIVATE: return "in a private folder, gone with the run";
	case WHERE_HIDDEN: return "hidden from the job";
	case WHERE_FOLDER: return "a folder";
	case WHERE_SPECIAL: return "no regular file";
	case WHERE_KERNEL: return "made by the kernel";
	case WHERE_GONE: return "not there any more";
	case WHERE_MOVED: return "reached through a symbolic link now";
	case WHERE_DENIED: return "not readable";
	case WHERE_FAILED: return "reading failed";
	}
	return "?";
}

void
where_free(struct where *w)
{
	if (w == NULL)
		return;
	for (unsigned i = 0; i < w->count; i++) {
		struct space_place *p = w->spaces[i].space.first, *next;

		for (; p != NULL; p = next) {
			next = p->next;
			free_place(p);
		}
	}
	json_decref(w->first);
	free(w);
}
