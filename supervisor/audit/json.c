/* The record for programs: one JSON object a line. */
#include "audit/json.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "audit/words.h"

static void
add_text(struct str *to, const char *key, const char *text)
{
	str_add(to, ",\"");
	str_add(to, key);
	str_add(to, "\":");
	if (text != NULL)
		str_add_json(to, text, strlen(text));
	else
		str_add(to, "null");
}

/* Our own words need no quoting; a call's line is made for every stop. */
static void
add_word(struct str *to, const char *key, const char *word)
{
	str_add(to, ",\"");
	str_add(to, key);
	str_add(to, "\":\"");
	str_add(to, word);
	str_add_char(to, '"');
}

static void
add_start(struct str *to, uint64_t t_ns)
{
	str_addf(to, "{\"t\":%u.%06u", (unsigned)(t_ns / 1000000000u),
	    (unsigned)(t_ns % 1000000000u / 1000u));
}

void
json_first(struct str *to, time_t started, char *const *command,
    const char *const *dropped, size_t dropped_count)
{
	char when[sizeof("2026-01-01T00:00:00Z") + 8] = "";
	struct tm utc;

	if (gmtime_r(&started, &utc) != NULL)
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &utc);
	str_addf(to,
	    "{\"ptsandbox\":\"" PTS_VERSION "\",\"format\":1,"
	    "\"started\":\"%s\",\"command\":[",
	    when);
	for (size_t i = 0; command != NULL && command[i] != NULL; i++) {
		if (i > 0)
			str_add_char(to, ',');
		str_add_json(to, command[i], strlen(command[i]));
	}
	str_add(to, "],\"environment\":{\"dropped\":[");
	for (size_t i = 0; i < dropped_count; i++) {
		if (i > 0)
			str_add_char(to, ',');
		str_add_json(to, dropped[i], strlen(dropped[i]));
	}
	str_add(to, "]}}\n");
}

static void
add_rule(struct str *to, const struct event_object *o)
{
	str_add(to, ",\"rule\":");
	if (o->file == NULL) {
		str_add(to, "null");
		return;
	}
	str_add_json(to, o->file, strlen(o->file));
	/* The place goes inside the string's closing quote. */
	if (!to->failed)
		to->len--;
	str_addf(to, ":%d\"", o->line);
}

static void
add_object(struct str *to, const struct event_object *o)
{
	str_add(to, "{\"access\":\"");
	words_access(to, o->access, ",");
	str_add_char(to, '"');
	add_text(to, "named", o->named != NULL ? o->named : o->path);
	add_text(to, "path", o->path);
	add_rule(to, o);
	if (o->denied)
		str_add(to, ",\"denied\":true");
	if (o->noted)
		str_add(to, ",\"noted\":true");
	if (o->args != NULL) {
		str_add(to, ",\"args\":");
		str_add(to, o->args);
	}
	if (o->whom != WHOM_UNKNOWN)
		add_word(to, "to", words_whom(o->whom));
	str_add_char(to, '}');
}

/* Whether a socket can be made depends on what the rules allow of its kind. */
static void
add_socket(struct str *to, const struct event *e)
{
	const char *kind = words_socket(e);

	if (kind != NULL)
		add_word(to, "socket", kind);
}

void
json_stack(struct str *to, struct stack *s)
{
	s->written = true;
	str_addf(to, "{\"event\":\"stack\",\"id\":%u,\"frames\":[", s->id);
	for (unsigned i = 0; i < s->count; i++) {
		const struct stack_frame *f = &s->frame[i];

		str_add(to, i > 0 ? ",{\"file\":" : "{\"file\":");
		str_add_json(to, f->file, strlen(f->file));
		if (f->line > 0)
			str_addf(to, ",\"line\":%d", f->line);
		add_text(to, "function", f->function);
		add_word(to, "kind", f->native ? "native" : "python");
		str_add_char(to, '}');
	}
	str_add_char(to, ']');
	if (s->truncated)
		str_add(to, ",\"truncated\":true");
	if (s->why != NULL)
		add_word(to, "why", s->why);
	str_add(to, "}\n");
}

/* Which stack, if it was looked at. */
static void
add_stack(struct str *to, const struct event *e)
{
	if (e->stack != NULL)
		str_addf(to, ",\"stack\":%u", e->stack->id);
	else if (e->stack_asked)
		add_word(to, "stack", "?");
	if (e->stack_why != NULL)
		add_word(to, "stack_why", e->stack_why);
}

void
json_call(struct str *to, uint64_t t_ns, const struct event *e,
    const struct verdict *v)
{
	int err = words_errno(e, v);
	const char *err_name = err != 0 ? strerrorname_np(err) : NULL;

	add_start(to, t_ns);
	str_addf(to, ",\"pid\":%d,\"tid\":%d", (int)e->pid, (int)e->tid);
	add_text(to, "program", e->program);
	str_add(to, ",\"call\":\"");
	words_call(to, e);
	str_add_char(to, '"');
	add_word(to, "class",
	    e->def != NULL ? catalog_class_name(e->def->class) : "unknown");
	str_add(to, ",\"objects\":[");
	for (unsigned i = 0; i < e->objects && i < EVENT_OBJECTS; i++) {
		if (i > 0)
			str_add_char(to, ',');
		add_object(to, &e->object[i]);
	}
	str_add_char(to, ']');
	add_socket(to, e);
	add_word(to, "verdict", words_verdict(e));
	if (err != 0 && err_name == NULL)
		str_addf(to, ",\"errno\":\"%d\"", err);
	else
		add_text(to, "errno", err_name);
	add_word(to, "how", words_how(e, v));
	if (e->builtin != NULL)
		add_text(to, "why", e->builtin);
	if (e->profile != NULL && strcmp(e->profile, "main") != 0)
		add_text(to, "profile", e->profile);
	add_stack(to, e);
	str_add(to, "}\n");
}

void
json_process(struct str *to, uint64_t t_ns, enum audit_life life, pid_t pid,
    pid_t ppid, const char *program, int status)
{
	static const char *const names[] = {
	    [LIFE_START] = "start",
	    [LIFE_EXEC] = "exec",
	    [LIFE_EXIT] = "exit",
	};

	add_start(to, t_ns);
	str_addf(to, ",\"pid\":%d", (int)pid);
	add_word(to, "event", names[life]);
	if (life == LIFE_START)
		str_addf(to, ",\"ppid\":%d", (int)ppid);
	add_text(to, "program", program);
	if (life == LIFE_EXIT && WIFSIGNALED(status)) {
		const char *name = sigabbrev_np(WTERMSIG(status));

		str_addf(to, ",\"signal\":\"SIG%s\"",
		    name != NULL ? name : "?");
	} else if (life == LIFE_EXIT) {
		str_addf(to, ",\"status\":%d", WEXITSTATUS(status));
	}
	str_add(to, "}\n");
}

void
json_last(struct str *to, uint64_t t_ns, int status, const char *why)
{
	add_start(to, t_ns);
	str_addf(to, ",\"event\":\"end\",\"status\":%d", status);
	if (why != NULL)
		add_text(to, "why", why);
	str_add(to, "}\n");
}
