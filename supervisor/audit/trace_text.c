/* The record for people, as it happens. */
#include "audit/trace_text.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "audit/words.h"
#include "call/text.h"

static void
add_start(struct str *to, uint64_t t_ns, pid_t pid, const char *program)
{
	str_addf(to, "%u.%06u %d ", (unsigned)(t_ns / 1000000000u),
	    (unsigned)(t_ns % 1000000000u / 1000u), (int)pid);
	words_shown(to, program != NULL ? words_base(program) : "?");
	str_add_char(to, ' ');
}

static void
add_object(struct str *to, const struct event_object *o)
{
	const char *path = o->path != NULL ? o->path : o->named;

	str_add_char(to, ' ');
	words_access(to, o->access, ",");
	str_add_char(to, ' ');
	words_shown(to, path != NULL ? path : "?");
	if (o->named != NULL && path != NULL && strcmp(o->named, path) != 0) {
		str_add(to, " (as ");
		words_shown(to, o->named);
		str_add_char(to, ')');
	}
	if (o->instead != NULL) {
		str_add(to, " -> ");
		words_shown(to, o->instead);
	}
	if (o->file != NULL) {
		str_add(to, " [");
		words_shown(to, o->file);
		str_addf(to, ":%d]", o->line);
	} else {
		str_add(to, o->denied || o->would != 0 ? " [no rule]" : "");
	}
	if (o->asked != NULL)
		str_addf(to, " [asked: %s]", o->asked);
}

void
trace_text_call(struct str *to, uint64_t t_ns, const struct event *e,
    const struct verdict *v)
{
	int err = words_errno(e, v);
	const char *err_name = err != 0 ? strerrorname_np(err) : NULL;
	cleanup_str struct str where = {0};

	add_start(to, t_ns, e->tid, e->program);
	call_text(e, e->arg, to);
	for (unsigned i = 0; i < e->objects && i < EVENT_OBJECTS; i++)
		add_object(to, &e->object[i]);
	str_add(to, ": ");
	str_add(to, words_verdict(e));
	if (err_name != NULL)
		str_addf(to, " %s", err_name);
	if (e->builtin != NULL)
		str_addf(to, " (%s)", e->builtin);
	words_where(&where, e->stack);
	if (where.len > 0)
		str_addf(to, " at %s", str_text(&where));
	str_add_char(to, '\n');
}

void
trace_text_rules(struct str *to, uint64_t t_ns, const char *change,
    unsigned number, const char *rule, pid_t by)
{
	add_start(to, t_ns, by, "ctl");
	str_addf(to, "+++ %s %u ", change, number);
	words_shown(to, rule);
	str_add(to, " +++\n");
}

void
trace_text_process(struct str *to, uint64_t t_ns, enum audit_life life,
    pid_t pid, pid_t ppid, const char *program, int status)
{
	add_start(to, t_ns, pid, program);
	switch (life) {
	case LIFE_START:
		str_addf(to, "+++ started by %d +++\n", (int)ppid);
		break;
	case LIFE_EXEC:
		str_add(to, "+++ now runs ");
		words_shown(to, program != NULL ? program : "?");
		str_add(to, " +++\n");
		break;
	case LIFE_EXIT:
		if (WIFSIGNALED(status)) {
			const char *name = sigabbrev_np(WTERMSIG(status));

			str_addf(to, "+++ killed by SIG%s +++\n",
			    name != NULL ? name : "?");
		} else {
			str_addf(to, "+++ exited %d +++\n",
			    WEXITSTATUS(status));
		}
		break;
	}
}
