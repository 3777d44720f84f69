/* --meta: how a run ended and what it used, as one JSON object. */
#include "audit/meta.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/words.h"
#include "base/fd.h"
#include "base/replace.h"
#include "base/str.h"

struct meta {
	int folder; /* O_PATH; owned */
	char *path; /* what name stands in; owned */
	char *name; /* in folder */
	char *const *command;
	uint64_t denied;
	json_t *first; /* denial; owned; NULL: none */
};

/* Text as a JSON string; what is not UTF-8 is escaped as on a terminal. */
static json_t *
text_of(const char *text)
{
	cleanup_str struct str shown = {0};
	json_t *value;

	if (text == NULL)
		return json_null();
	value = json_string(text);
	if (value != NULL)
		return value;
	str_add_shown(&shown, text, strlen(text));
	return json_string(str_text(&shown));
}

static json_t *
number_of(uint64_t n)
{
	return json_integer((json_int_t)n);
}

static json_t *
seconds_of(uint64_t ns)
{
	/* Microseconds: no clock that is asked is finer. */
	return json_real((double)(ns / 1000) / 1e6);
}

/* Nobody but us may read it. */
static struct replace
place_of(const struct meta *m)
{
	return (
	    struct replace){.folder = m->folder, .name = m->name, .mode = 0600};
}

/* Could it be written?  Returns 0 or -errno. */
static int
try_place(struct meta *m, const char *file)
{
	struct replace there = place_of(m);
	struct stat st;

	if (m->name[0] == '\0' || file[strlen(file) - 1] == '/')
		return -EISDIR;
	if (fstatat(m->folder, m->name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		if (S_ISDIR(st.st_mode))
			return -EISDIR;
		if (!S_ISREG(st.st_mode))
			return -EINVAL;
	} else if (errno != ENOENT) {
		return -errno;
	}
	return replace_try(&there);
}

int
meta_open(const char *file, char *const *command, struct meta **ret)
{
	struct meta *m = calloc(1, sizeof(*m));
	char *slash;
	int err;

	if (m == NULL)
		return -ENOMEM;
	m->command = command;
	m->folder = -1;
	m->path = strdup(file);
	if (m->path == NULL) {
		meta_free(m);
		return -ENOMEM;
	}
	slash = strrchr(m->path, '/');
	m->name = slash != NULL ? slash + 1 : m->path;
	if (slash != NULL && slash != m->path)
		*slash = '\0';
	m->folder = open(slash == NULL ? "."
		: slash == m->path     ? "/"
				       : m->path,
	    O_PATH | O_DIRECTORY | O_CLOEXEC);
	err = m->folder < 0 ? -errno : try_place(m, file);
	if (err != 0) {
		meta_free(m);
		return err;
	}
	*ret = m;
	return 0;
}

/* The rule that denied, as "file:line"; null: none. */
static json_t *
rule_of(const struct event_object *o)
{
	cleanup_str struct str rule = {0};

	if (o == NULL || o->file == NULL)
		return json_null();
	str_addf(&rule, "%s:%d", o->file, o->line);
	return text_of(str_text(&rule));
}

static json_t *
denial_of(const struct event *e)
{
	const struct event_object *o = NULL;
	cleanup_str struct str call = {0}, access = {0};

	for (unsigned i = 0; i < e->objects && i < EVENT_OBJECTS; i++)
		if (o == NULL && e->object[i].denied)
			o = &e->object[i];
	words_call(&call, e);
	if (o != NULL)
		words_access(&access, o->access, ",");
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "call",
	    text_of(str_text(&call)), "access",
	    text_of(o != NULL ? str_text(&access) : NULL), "path",
	    text_of(o != NULL ? o->path : NULL), "rule", rule_of(o), "why",
	    text_of(e->builtin));
}

void
meta_call(struct meta *m, const struct event *e)
{
	if (!e->denied && !e->refused && !e->killed)
		return;
	if (m->denied++ == 0)
		m->first = denial_of(e);
}

static json_t *
command_of(const struct meta *m)
{
	json_t *words = json_array();

	for (size_t i = 0; words != NULL && m->command[i] != NULL; i++)
		json_array_append_new(words, text_of(m->command[i]));
	return words;
}

/* "SIGKILL"; null: none. */
static json_t *
signal_of(int sig)
{
	const char *name = sig != 0 ? sigabbrev_np(sig) : NULL;
	char text[24];

	if (sig == 0)
		return json_null();
	if (name != NULL)
		snprintf(text, sizeof(text), "SIG%s", name);
	else
		snprintf(text, sizeof(text), "%d", sig);
	return json_string(text);
}

static json_t *
whole(const struct meta *m, int status, const struct meta_facts *f)
{
	return json_pack("{s:s, s:i, s:o, s:i, s:o, s:o, s:o, s:o, s:o, s:o, "
			 "s:o, s:o, s:o, s:o, s:O?}",
	    "ptsandbox", PTS_VERSION, "format", 1, "command", command_of(m),
	    "status", status, "signal", signal_of(f->signal), "limit",
	    text_of(f->limit), "why", text_of(f->why), "wall",
	    seconds_of(f->wall_ns), "cpu", seconds_of(f->cpu_ns), "resident",
	    number_of(f->resident), "processes", number_of(f->processes),
	    "read", number_of(f->read), "written", number_of(f->written),
	    "denied", number_of(m->denied), "first_denial", m->first);
}

int
meta_write(const struct meta *m, int status, const struct meta_facts *facts)
{
	json_t *all = whole(m, status, facts);
	struct replace there = place_of(m);
	cleanup_free char *json = NULL;
	cleanup_str struct str text = {0};

	json = all != NULL
	    ? json_dumps(all, JSON_INDENT(1) | JSON_REAL_PRECISION(15))
	    : NULL;
	json_decref(all);
	if (json == NULL)
		return -ENOMEM;
	str_addf(&text, "%s\n", json);
	return replace_file(&there, &text);
}

void
meta_free(struct meta *m)
{
	if (m == NULL)
		return;
	fd_close(&m->folder);
	free(m->path);
	json_decref(m->first);
	free(m);
}
