/* Where rules come from: files, read whole and never waited for, and the
 * profiles that are built in. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fd.h"
#include "base/str.h"
#include "check.h"

#define FILE_MAX   ((size_t)1024 * 1024)
#define LEVELS_MAX 64

/* What was read into a policy already: a second include adds nothing. */
struct source {
	struct source *next;
	const struct policy *policy;
	const char *shipped; /* NULL: a file */
	dev_t dev;
	ino_t ino;
};

bool
source_same(const struct reader *r, const char *shipped, dev_t dev, ino_t ino)
{
	if (shipped != NULL || r->shipped != NULL)
		return shipped != NULL && r->shipped != NULL &&
		    strcmp(shipped, r->shipped) == 0;
	return r->dev == dev && r->ino == ino;
}

/* May r be read into p now?  A loop is a fault, a second time is not. */
static bool
enter(struct reader *r, const struct policy *p)
{
	struct reader self = *r;
	struct source *s;

	for (const struct reader *i = r->from; i != NULL; i = i->from)
		if (source_same(i, r->shipped, r->dev, r->ino)) {
			check_fault(r->from, r->at,
			    "an include loop: '%s' is "
			    "being read already",
			    r->file);
			return false;
		}
	if (r->depth > LEVELS_MAX) {
		check_fault(r->from, r->at, "more than 64 levels of includes");
		return false;
	}
	for (s = r->rules->sources; s != NULL; s = s->next)
		if (s->policy == p &&
		    source_same(&self, s->shipped, s->dev, s->ino))
			return false;
	s = arena_alloc(&r->rules->arena, sizeof(*s));
	if (s == NULL) {
		check_nomem(r);
		return false;
	}
	s->policy = p;
	s->shipped = r->shipped;
	s->dev = r->dev;
	s->ino = r->ino;
	s->next = r->rules->sources;
	r->rules->sources = s;
	return true;
}

static void
index_lines(struct reader *r, const char *bytes, size_t len)
{
	size_t lines = 1, at = 0;
	uint32_t *line_at;

	for (size_t i = 0; i < len; i++)
		lines += bytes[i] == '\n';
	line_at = arena_array(&r->rules->arena, lines + 1, sizeof(*line_at));
	if (line_at == NULL) {
		check_nomem(r);
		return;
	}
	for (size_t i = 0; i < len; i++)
		if (bytes[i] == '\n')
			line_at[++at] = (uint32_t)i + 1;
	line_at[lines] = (uint32_t)len;
	r->bytes = bytes;
	r->line_at = line_at;
	r->lines = lines;
}

static void
parse(struct reader *r, const char *bytes, size_t len, struct policy *p)
{
	struct yaml_fault why = {0};
	struct node *root = NULL;
	int err = yaml_read(&r->rules->arena, bytes, len, &root, &why);

	if (err == -EINVAL) {
		struct node at = {.line = why.line, .column = why.column};

		check_fault(r, &at, "%s", why.why);
	} else if (err != 0) {
		check_nomem(r);
	} else {
		index_lines(r, bytes, len);
		check_root(r, root, p);
		r->bytes = NULL;
	}
}

/* Who is told of a file that cannot be read: at the include, if there is
 * one. */
static void
unreadable(const struct reader *r, const char *why)
{
	if (r->from != NULL)
		check_fault(r->from, r->at, "%s: %s", r->file, why);
	else
		check_fault(r, NULL, "%s", why);
}

/* Opens without waiting for a FIFO's writer or a device; -1 with a fault. */
static int
open_file(struct reader *r, const char *path)
{
	cleanup_fd int fd =
	    open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0) {
		unreadable(r, strerror(errno));
		return -1;
	}
	if (!S_ISREG(st.st_mode)) {
		unreadable(r,
		    S_ISDIR(st.st_mode) ? "a folder, not a rules file"
					: "not a regular file");
		return -1;
	}
	if ((uintmax_t)st.st_size > FILE_MAX) {
		unreadable(r, "more than 1 MiB");
		return -1;
	}
	r->dev = st.st_dev;
	r->ino = st.st_ino;
	return steal_fd(&fd);
}

/* The folder that ./ means in a file. */
static const char *
folder_of(const struct reader *r, const char *path)
{
	char *copy = arena_copy(&r->rules->arena, path, strlen(path));
	cleanup_free char *real = NULL;
	char *slash = copy != NULL ? strrchr(copy, '/') : NULL;

	if (copy == NULL)
		return NULL;
	if (slash != NULL)
		slash[slash == copy ? 1 : 0] = '\0';
	real = realpath(slash != NULL ? copy : ".", NULL);
	return real != NULL ? arena_copy(&r->rules->arena, real, strlen(real))
			    : NULL;
}

void
source_read_file(struct reader *r, const char *path, struct policy *p)
{
	cleanup_free char *bytes = malloc(FILE_MAX + 1);
	cleanup_str struct str shown = {0};
	const char *path_shown = path;
	cleanup_fd int fd = -1;
	size_t len = 0;
	ssize_t got = 1;

	/* What an include names is shown as it stands from the operator. */
	if (r->from != NULL && strncmp(r->at->text, "./", 2) == 0 &&
	    r->from->shipped == NULL) {
		const char *slash = strrchr(r->from->file, '/');

		if (slash != NULL)
			str_add_bytes(&shown, r->from->file,
			    (size_t)(slash - r->from->file) + 1);
		path_shown = r->at->text + 2;
	}
	str_add_shown(&shown, path_shown, strlen(path_shown));
	r->file = arena_copy(&r->rules->arena, str_text(&shown), shown.len);
	if (bytes == NULL || r->file == NULL || shown.failed) {
		check_nomem(r);
		return;
	}
	fd = open_file(r, path);
	if (fd < 0 || !enter(r, p))
		return;
	r->folder = folder_of(r, path);
	while (got > 0 && len <= FILE_MAX) {
		got = TEMP_FAILURE_RETRY(
		    read(fd, bytes + len, FILE_MAX + 1 - len));
		if (got > 0)
			len += (size_t)got;
	}
	if (got < 0)
		unreadable(r, strerror(errno));
	else if (len > FILE_MAX)
		unreadable(r, "more than 1 MiB");
	else
		parse(r, bytes, len, p);
}

void
source_read_text(struct reader *r, const char *path, const char *folder,
    const char *text, size_t len, struct policy *p)
{
	r->file = check_shown(r, path);
	r->folder = arena_copy(&r->rules->arena, folder, strlen(folder));
	if (r->folder == NULL)
		check_nomem(r);
	else
		parse(r, text, len, p);
}

void
source_read_profile(struct reader *r, const char *name, struct policy *p)
{
	const char *text = rules_profile_text(name);
	cleanup_str struct str file = {0};

	str_addf(&file, "profile:%s", check_shown(r, name));
	r->file = arena_copy(&r->rules->arena, str_text(&file), file.len);
	r->shipped = arena_copy(&r->rules->arena, name, strlen(name));
	if (r->file == NULL || r->shipped == NULL) {
		check_nomem(r);
		return;
	}
	if (text == NULL) {
		const char *meant = check_closest(name, rules_profile_names());
		const struct reader *teller = r->from != NULL ? r->from : r;

		check_fault(teller, r->at,
		    "there is no profile '%s'%s%s%s "
		    "(a file is written ./NAME)",
		    check_shown(r, name),
		    meant != NULL ? " (did you mean '" : "",
		    meant != NULL ? meant : "", meant != NULL ? "'?)" : "");
		return;
	}
	if (enter(r, p))
		parse(r, text, strlen(text), p);
}

void
check_include(const struct reader *r, const struct node *n, struct policy *p)
{
	struct reader *next = arena_alloc(&r->rules->arena, sizeof(*next));
	const char *path = NULL;

	if (next == NULL) {
		check_nomem(r);
		return;
	}
	next->rules = r->rules;
	next->faults = r->faults;
	next->from = r;
	next->at = n;
	next->depth = r->depth + 1;
	if (strpbrk(n->text, "/~$") == NULL) {
		source_read_profile(next, n->text, p);
		return;
	}
	if (expand_path(r, n, n->text, &path) != 0)
		return;
	struct pattern plain;
	const char *why;
	if (pattern_compile(&r->rules->arena, path, PATTERN_PATH, &plain,
		&why) != 0 ||
	    !plain.plain)
		check_fault(r, n, "an include names one file");
	else
		source_read_file(next, plain.head, p);
}
