/* One record, many readers: every decided call comes through here, and goes to
 * the file, the terminal, the line at a denial and the summary, whichever were
 * asked for. */
#include "audit/audit_state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "audit/json.h"
#include "audit/tell.h"
#include "audit/trace_text.h"
#include "audit/witness.h"
#include "audit/words.h"
#include "base/log.h"
#include "base/now.h"

/* More lines than this at denials would hide what the job itself has to say. */
#define TOLD_MAX 100

int
audit_open(const struct audit_options *o, struct audit **ret)
{
	struct audit *a = calloc(1, sizeof(*a));
	int err = 0;

	if (a == NULL)
		return -ENOMEM;
	a->log = o->log;
	a->trace = o->trace;
	a->summarize = o->summary;
	a->quiet = o->quiet;
	a->witness = o->witness;
	a->stacks = o->stacks;
	a->status.next_ns = STATUS_MS * 1000000u;
	a->status.on = o->status && !o->quiet && status_possible();
	a->start_ns = now_ns();
	a->out.fd = -1;
	if (o->file != NULL)
		err = out_open(&a->out, o->file, a->start_ns);
	if (err == 0 && a->out.fd >= 0) {
		json_first(&a->out.block, time(NULL), o);
		/* At once: a full disk is told before the job starts. */
		err = out_flush(&a->out, a->start_ns);
	}
	for (size_t i = 0; o->command != NULL && o->command[i] != NULL; i++) {
		if (i > 0)
			str_add_char(&a->summary.command, ' ');
		words_shown(&a->summary.command, o->command[i]);
	}
	if (o->summary)
		summary_dropped(&a->summary, o->dropped, o->dropped_count);
	if (err < 0) {
		audit_free(a);
		return err;
	}
	*ret = a;
	return 0;
}

static bool
of_job(const struct audit *a, const char *what)
{
	return strncmp(what, "pid ", 4) != 0 ||
	    members_has(&a->members, (pid_t)strtol(what + 4, NULL, 10));
}

static void
tell_now(struct audit *a, const struct denial *n)
{
	if (a->told > TOLD_MAX)
		return;
	if (a->told++ == TOLD_MAX) {
		log_line("more was denied: --summary lists it");
		return;
	}
	str_clear(&a->line);
	tell_text(&a->line, n, of_job(a, n->what));
	log_line("%s", str_text(&a->line));
}

/* A search of a PATH tries to run the program in every folder of it: one that
 * is denied for want of a rule is held back until the process does something
 * else than to try the same name elsewhere. */
static void
hold_back(struct audit *a, const struct denial *n)
{
	if (a->held != NULL)
		tell_now(a, a->held);
	a->held = n;
}

/* The process `pid` goes on; e is its call, or NULL where it ended. */
static void
release(struct audit *a, pid_t pid, const struct event *e)
{
	const struct denial *n = a->held;

	if (n == NULL || n->pid != pid)
		return;
	a->held = NULL;
	if (e != NULL && e->def != NULL && e->def->class == C_PROGRAM &&
	    e->objects > 0 && e->object[0].named != NULL &&
	    strcmp(words_base(e->object[0].named), words_base(n->what)) == 0)
		a->unseen++;
	else
		tell_now(a, n);
}

/* Looking whether a name is there, in a search of a PATH say, is told in one
 * line at the end, so that what matters is not drowned. */
static void
tell(struct audit *a, const struct denial *n)
{
	if (n == NULL || a->quiet)
		return;
	if (n->kind == INJECTED)
		return;
	if (n->kind == DENIED && n->access == ACC_STAT)
		a->unseen++;
	else if (n->kind == WOULD && n->access == ACC_STAT)
		a->would_be_unseen++;
	else if (n->kind == DENIED && n->access == ACC_EXEC && n->rule == NULL)
		hold_back(a, n);
	else
		tell_now(a, n);
}

static void
note_denial(struct audit *a, const struct event *e, int err)
{
	bool any = false;

	if (a->quiet && !a->summarize)
		return;
	for (unsigned i = 0; i < e->objects && i < EVENT_OBJECTS; i++) {
		const struct event_object *o = &e->object[i];

		if (!o->denied && o->would == 0 && !o->injected)
			continue;
		const struct denial *n = denials_note(&a->denials, e, o, err);

		any |= o->denied;
		/* Who refused it knows. */
		if (o->asked == NULL)
			tell(a, n);
	}
	if (!any && (e->denied || e->refused || e->killed))
		tell(a, denials_note(&a->denials, e, NULL, err));
}

static void
tell_witness(struct audit *a, const struct event *e, const struct verdict *v)
{
	cleanup_str struct str where = {0};
	struct deed d = {.t_ns = now_ns() - a->start_ns,
	    .pid = e->pid,
	    .program = e->program,
	    .call = e->def != NULL ? e->def->name : NULL};

	if (e->stack != NULL)
		words_where(&where, e->stack);
	if (where.len > 0)
		d.where = str_text(&where);
	for (unsigned i = 0; i < e->objects && i < EVENT_OBJECTS; i++) {
		const struct event_object *o = &e->object[i];

		d.access = o->access;
		d.path = o->path;
		d.denied = o->denied;
		d.failed = e->denied || e->refused || e->killed ||
		    words_errno(e, v) != 0;
		witness_deed(a->witness, &d);
	}
}

static bool
is_denied(const struct event *e)
{
	return e->denied || e->refused || e->killed || e->would != NULL ||
	    e->injected;
}

/* Does the file record this call? */
static bool
in_file(const struct audit *a, const struct event *e)
{
	return a->out.fd >= 0 &&
	    (a->log == AUDIT_ALL || (a->log == AUDIT_DENIED && is_denied(e)));
}

enum audit_stacks
audit_wants(const struct audit *a, const struct event *e)
{
	bool told = a->trace || in_file(a, e);

	if (a->stacks == STACKS_NONE)
		return STACKS_NONE;
	if (is_denied(e) && (told || !a->quiet || a->summarize))
		return a->stacks != STACKS_UNSAID ? a->stacks : STACKS_PYTHON;
	if (!told)
		return STACKS_NONE;
	if (a->stacks == STACKS_UNSAID)
		return e->weighed ? STACKS_PYTHON : STACKS_NONE;
	return a->stacks;
}

int
audit_call(struct audit *a, const struct event *e, const struct verdict *v)
{
	bool denied = is_denied(e);
	bool file = in_file(a, e);
	uint64_t t;

	release(a, e->pid, e);
	a->status.calls++;
	a->status.denied += denied;
	if (denied)
		note_denial(a, e, words_errno(e, v));
	if (a->witness != NULL && e->objects > 0)
		tell_witness(a, e, v);
	if (a->summarize)
		summary_note(&a->summary, e);
	if (!file && !a->trace)
		return a->out.failed;
	t = now_ns();
	if (a->trace) {
		str_clear(&a->line);
		trace_text_call(&a->line, t - a->start_ns, e, v);
		log_bytes(str_text(&a->line), a->line.len);
	}
	if (!file)
		return a->out.failed;
	if (e->stack != NULL && !e->stack->written)
		json_stack(&a->out.block, e->stack);
	json_call(&a->out.block, t - a->start_ns, e, v);
	return out_step(&a->out, t);
}

static void
note_member(struct audit *a, enum audit_life life, pid_t pid)
{
	if (life == LIFE_EXIT && members_remove(&a->members, pid))
		a->status.processes--;
	if (life != LIFE_START || members_has(&a->members, pid))
		return;
	a->summary.processes++;
	if (members_add(&a->members, pid))
		a->status.processes++;
}

int
audit_process(struct audit *a, enum audit_life life, pid_t pid, pid_t ppid,
    const char *program, int status)
{
	uint64_t t = now_ns();

	if (life == LIFE_EXIT)
		release(a, pid, NULL);
	note_member(a, life, pid);
	if (a->witness != NULL && life == LIFE_START)
		witness_process(a->witness, t - a->start_ns, pid, program);
	if (a->trace) {
		str_clear(&a->line);
		trace_text_process(&a->line, t - a->start_ns, life, pid, ppid,
		    program, status);
		log_bytes(str_text(&a->line), a->line.len);
	}
	if (a->out.fd < 0)
		return 0;
	json_process(&a->out.block, t - a->start_ns, life, pid, ppid, program,
	    status);
	return out_step(&a->out, t);
}

unsigned
audit_tick_ms(const struct audit *a)
{
	return a->status.on ? STATUS_MS : 0;
}

void
audit_tick(struct audit *a)
{
	status_show(&a->status, now_ns() - a->start_ns);
}

int
audit_end(struct audit *a, int status)
{
	uint64_t t = now_ns();
	int err = 0;

	status_hide(&a->status);
	if (a->out.fd >= 0) {
		json_last(&a->out.block, t - a->start_ns, status, a->limit,
		    a->why);
		err = out_flush(&a->out, t);
	}
	if (a->held != NULL)
		release(a, a->held->pid, NULL);
	if (!a->summarize && a->unseen > 0)
		log_line("%u names could not be looked for: --summary lists "
			 "them",
		    a->unseen);
	if (!a->summarize && a->would_be_unseen > 0)
		log_line("%u names could not be looked for under these rules: "
			 "--summary lists them",
		    a->would_be_unseen);
	if (a->summarize) {
		cleanup_str struct str text = {0};

		summary_text(&text, &a->summary, &a->denials, t - a->start_ns,
		    status, a->why);
		log_bytes(str_text(&text), text.len);
	}
	return err;
}

void
audit_free(struct audit *a)
{
	if (a == NULL)
		return;
	members_done(&a->members);
	free(a->why);
	out_done(&a->out);
	str_done(&a->line);
	denials_done(&a->denials);
	summary_done(&a->summary);
	free(a);
}
