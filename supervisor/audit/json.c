/* The record for programs: one JSON object a line. */
#include "audit/json.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "audit/words.h"
#include "rules.h"
#include "space.h"

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

/* One place of a namespace that has a name of the host, or is known to have
 * none. */
static void
add_place(struct str *to, const struct space_place *p)
{
	str_add(to, "{\"at\":");
	str_add_json(to, p->at, p->at_len);
	switch (p->kind) {
	case SPACE_MAP: add_text(to, "from", p->from); break;
	case SPACE_PRIVATE: str_add(to, ",\"private\":true"); break;
	case SPACE_HIDDEN: str_add(to, ",\"hidden\":true"); break;
	case SPACE_STAND: break;
	}
	if (p->layer != NULL)
		add_text(to, "layer", p->layer->dir);
	str_add_char(to, '}');
}

static void
add_spaces(struct str *to, const struct rules *r)
{
	const struct policy *p;
	const char *comma = "";

	str_add(to, ",\"namespaces\":[");
	for (size_t n = 0; (p = rules_set(r, n)) != NULL; n++) {
		const struct space *s = policy_space(p);

		if (s == NULL)
			continue;
		str_addf(to, "%s{\"profile\":", comma);
		str_add_json(to, policy_name(p), strlen(policy_name(p)));
		str_add(to, ",\"places\":[");
		comma = "";
		for (const struct space_place *at = s->first; at != NULL;
		     at = at->next) {
			if (at->kind == SPACE_STAND)
				continue;
			str_add(to, comma);
			add_place(to, at);
			comma = ",";
		}
		str_add(to, "]}");
		comma = ",";
	}
	str_add_char(to, ']');
}

void
json_first(struct str *to, time_t started, const struct audit_options *o)
{
	char when[sizeof("2026-01-01T00:00:00Z") + 8] = "";
	struct tm utc;

	if (gmtime_r(&started, &utc) != NULL)
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &utc);
	str_addf(to,
	    "{\"ptsandbox\":\"" PTS_VERSION "\",\"format\":1,"
	    "\"started\":\"%s\",\"command\":[",
	    when);
	for (size_t i = 0; o->command != NULL && o->command[i] != NULL; i++) {
		if (i > 0)
			str_add_char(to, ',');
		str_add_json(to, o->command[i], strlen(o->command[i]));
	}
	str_add_char(to, ']');
	if (o->only)
		str_add(to, ",\"audit_only\":true");
	str_add(to, ",\"environment\":{\"dropped\":[");
	for (size_t i = 0; i < o->dropped_count; i++) {
		if (i > 0)
			str_add_char(to, ',');
		str_add_json(to, o->dropped[i], strlen(o->dropped[i]));
	}
	str_add(to, "]}");
	if (o->rules != NULL && rules_draw(o->rules))
		add_spaces(to, o->rules);
	str_add(to, "}\n");
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

/* Accesses that an object may have besides those that it was judged for. */
static void
add_accesses(struct str *to, const char *key, unsigned access)
{
	if (access == 0)
		return;
	str_addf(to, ",\"%s\":\"", key);
	words_access(to, access, ",");
	str_add_char(to, '"');
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
	if (o->asked != NULL)
		add_word(to, "asked", o->asked);
	add_accesses(to, "would", o->would);
	add_accesses(to, "asks", o->asks);
	if (o->injected)
		str_add(to, ",\"injected\":true");
	if (o->instead != NULL)
		add_text(to, "instead", o->instead);
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
		if (*f->module != '\0')
			add_text(to, "module", f->module);
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
	if (e->would != NULL)
		add_word(to, "would", e->would);
	if (e->injected)
		str_add(to, ",\"injected\":true");
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
json_rules(struct str *to, uint64_t t_ns, const char *change, unsigned number,
    const char *set, const char *rule, pid_t by)
{
	add_start(to, t_ns);
	str_add(to, ",\"event\":\"rules\"");
	add_word(to, "change", change);
	str_addf(to, ",\"number\":%u", number);
	add_text(to, "profile", set);
	add_text(to, "rule", rule);
	str_addf(to, ",\"by\":%d}\n", (int)by);
}

void
json_wall(struct str *to, uint64_t t_ns, int abi, const char *const *stands)
{
	const char *comma = "";

	add_start(to, t_ns);
	str_addf(to, ",\"event\":\"wall\",\"landlock\":%d,\"stands\":[", abi);
	for (; *stands != NULL; stands++) {
		str_addf(to, "%s\"%s\"", comma, *stands);
		comma = ",";
	}
	str_add(to, "]}\n");
}

void
json_last(struct str *to, uint64_t t_ns, int status, const char *limit,
    const char *why)
{
	add_start(to, t_ns);
	str_addf(to, ",\"event\":\"end\",\"status\":%d", status);
	if (limit != NULL)
		add_word(to, "limit", limit);
	if (why != NULL)
		add_text(to, "why", why);
	str_add(to, "}\n");
}
