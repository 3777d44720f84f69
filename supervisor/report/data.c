/* A run as compact JSON, for the script of the page: written by hand, since it
 * goes out in blocks and may be 100 MB. */
#include "report/data.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "audit/words.h"
#include "base/access.h"
#include "report/explain.h"

#define BLOCK 65536u

void
data_flush(struct data *d)
{
	const char *text = str_text(&d->block);
	size_t from = 0;

	d->failed = d->failed || d->block.failed;
	for (size_t i = 0; i < d->block.len; i++) {
		/* "</script>" and "<!--" would be obeyed: only in strings can
		 * there be a "<" at all. */
		if (text[i] != '<')
			continue;
		fwrite(text + from, 1, i - from, d->to);
		fputs("\\u003c", d->to);
		from = i + 1;
	}
	fwrite(text + from, 1, d->block.len - from, d->to);
	str_clear(&d->block);
}

static void
step_on(struct data *d)
{
	if (d->block.len >= BLOCK)
		data_flush(d);
}

void
data_text(struct data *d, const char *text)
{
	cleanup_str struct str shown = {0};

	words_shown(&shown, text != NULL ? text : "");
	str_add_json(&d->block, str_text(&shown), shown.len);
	d->failed = d->failed || shown.failed;
}

void
data_key(struct data *d, const char *key, const char *text)
{
	str_addf(&d->block, "\"%s\":", key);
	data_text(d, text);
	str_add_char(&d->block, ',');
}

/* The same for a text that was made here, and is shown already. */
static void
add_own(struct data *d, const char *key, const struct str *text)
{
	str_addf(&d->block, "\"%s\":", key);
	str_add_json(&d->block, str_text(text), text->len);
	str_add_char(&d->block, ',');
}

static const char *
truth(bool b)
{
	return b ? "true" : "false";
}

static void
add_run(struct data *d, const char *record)
{
	cleanup_str struct str command = {0}, started = {0}, ended = {0};

	explain_words(&command, d->m);
	explain_started(&started, d->m);
	explain_end(&ended, d->m);
	str_add(&d->block, "{\"run\":{");
	add_own(d, "command", &command);
	add_own(d, "started", &started);
	add_own(d, "ended", &ended);
	data_key(d, "version", PTS_VERSION);
	data_key(d, "record", record);
	str_addf(&d->block,
	    "\"us\":%llu,\"whole\":%s,\"only\":%s,\"limit\":%s}",
	    (unsigned long long)d->m->end_us, truth(d->m->ended),
	    truth(d->m->only), truth(d->m->limit != NAME_NONE));
}

static void
add_count(struct data *d, const char *key, unsigned long long n)
{
	str_addf(&d->block, "\"%s\":%llu,", key, n);
}

static size_t
things(const struct model *m, unsigned allowed)
{
	size_t n;

	free(model_sorted(m, allowed, 0, &n));
	return n;
}

static void
add_counts(struct data *d)
{
	const struct model *m = d->m;

	str_add(&d->block, ",\"counts\":{");
	add_count(d, "denied", model_denied(m));
	add_count(d, "would", m->kinds[WOULD]);
	add_count(d, "injected", m->kinds[INJECTED]);
	add_count(d, "asked", HASH_COUNT(m->questions));
	add_count(d, "processes", m->proc_count);
	add_count(d, "read", things(m, ACC_READ | ACC_EXEC));
	add_count(d, "written", things(m, ACC_WRITE));
	add_count(d, "hosts", things(m, ACC_CONNECT | ACC_BIND | ACC_ACCEPT));
	add_count(d, "lost", m->lost + m->denials.lost);
	add_count(d, "lostSteps", m->lost_steps);
	str_addf(&d->block, "\"calls\":%llu}", (unsigned long long)m->calls);
}

static void
add_access(struct data *d)
{
	unsigned bit;

	str_add(&d->block, ",\"access\":[");
	for (size_t i = 0; (bit = explain_order(i)) != 0; i++) {
		cleanup_str struct str to_do = {0}, done = {0};

		explain_access(&to_do, bit);
		explain_done(&done, bit);
		str_addf(&d->block, "%s[%u,\"%s\",\"%s\",\"%s\"]",
		    i > 0 ? "," : "", bit, access_name((enum access)bit),
		    str_text(&to_do), str_text(&done));
	}
	str_add_char(&d->block, ']');
}

static void
add_names(struct data *d)
{
	str_add(&d->block, ",\"names\":[null,\"...\"");
	for (size_t i = 0; i < d->m->names.count; i++) {
		str_add_char(&d->block, ',');
		data_text(d, d->m->names.by_number[i]->text);
		step_on(d);
	}
	str_add_char(&d->block, ']');
}

static void
add_procs(struct data *d)
{
	str_add(&d->block, ",\"procs\":[");
	for (size_t i = 0; i < d->m->proc_count; i++) {
		const struct proc *p = &d->m->procs[i];

		str_addf(&d->block,
		    "%s[%d,%lld,%llu,%llu,%u,%u,%d,%u,%llu,%llu,%llu]",
		    i > 0 ? "," : "", (int)p->pid,
		    p->parent != NO_PROC ? (long long)p->parent : -1LL,
		    (unsigned long long)p->start_us,
		    (unsigned long long)p->end_us, (unsigned)p->program,
		    (unsigned)p->profile, p->status, (unsigned)p->signal,
		    (unsigned long long)p->calls, (unsigned long long)p->denied,
		    (unsigned long long)p->would);
		step_on(d);
	}
	str_add_char(&d->block, ']');
}

static void
add_things(struct data *d)
{
	size_t n;
	const struct thing **list = model_sorted(d->m, ~0u, ~0u, &n);

	str_add(&d->block, ",\"things\":[");
	for (size_t i = 0; i < n; i++) {
		const struct thing *t = list[i];

		str_addf(&d->block, "%s[%u,%u,%u,%u,%llu,%u]", i > 0 ? "," : "",
		    (unsigned)t->key.path, (unsigned)t->key.space, t->allowed,
		    t->denied, (unsigned long long)t->count, t->would);
		step_on(d);
	}
	free(list);
	str_add_char(&d->block, ']');
}

static void
add_rules(struct data *d)
{
	const char *comma = "";

	str_add(&d->block, ",\"rules\":[");
	for (const struct rule_use *r = d->m->rules; r != NULL;
	     r = r->hh.next) {
		str_addf(&d->block, "%s[%u,%llu,%llu,%llu,%llu]", comma,
		    (unsigned)r->name, (unsigned long long)r->allowed,
		    (unsigned long long)r->denied, (unsigned long long)r->would,
		    (unsigned long long)r->injected);
		comma = ",";
		step_on(d);
	}
	str_add_char(&d->block, ']');
}

static void
add_denial(struct data *d, const struct denial *n, size_t index)
{
	struct denial_place place = {.stack = -1};
	struct explained e;

	if (index < d->m->place_room)
		place = d->m->places[index];
	explain_denial(&e, d->m, n, index);
	str_addf(&d->block, "%s{\"kind\":%d,\"access\":%u,",
	    index > 0 ? "," : "", (int)n->kind, n->access);
	add_own(d, "did", &e.did);
	add_own(d, "what", &e.what);
	add_own(d, "reason", &e.reason);
	add_own(d, "advice", &e.advice);
	add_own(d, "rule", &e.rule);
	data_key(d, "program", n->program);
	data_key(d, "profile", n->profile);
	str_addf(&d->block,
	    "\"pid\":%d,\"count\":%llu,\"t\":%llu,\"stack\":%lld}", (int)n->pid,
	    (unsigned long long)n->count, (unsigned long long)place.t_us,
	    (long long)place.stack);
	explained_done(&e);
	step_on(d);
}

static void
add_denials(struct data *d)
{
	size_t i = 0;

	str_add(&d->block, ",\"denials\":[");
	for (const struct denial *n = d->m->denials.all; n != NULL;
	     n = n->hh.next)
		add_denial(d, n, i++);
	str_add_char(&d->block, ']');
}

int
data_write(FILE *to, const struct model *m, const char *record)
{
	struct data d = {.to = to, .m = m};

	add_run(&d, record);
	add_counts(&d);
	add_access(&d);
	add_names(&d);
	add_procs(&d);
	add_things(&d);
	add_rules(&d);
	add_denials(&d);
	data_more(&d);
	data_stacks(&d);
	data_steps(&d);
	str_add_char(&d.block, '}');
	data_flush(&d);
	str_done(&d.block);
	return d.failed ? -ENOMEM : 0;
}
