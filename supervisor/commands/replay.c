/* `ptsandbox replay`: what had other rules answered in a recorded run? */
#include "commands/replay.h"

#include <stdlib.h>
#include <string.h>

#include "audit/reader.h"
#include "base/log.h"
#include "commands/ask.h"
#include "commands/commands.h"
#include "load.h"
#include "rules/explain.h"
#include "run.h"

#define USAGE                                                                  \
	"usage: ptsandbox replay RECORD [options that give rules]\n\n"         \
	"Asks the rules what a run that was recorded with --audit asked, and " \
	"prints\nwhat they answer otherwise, which of them decided how much, " \
	"and which never.\nThe exit status is 0; 1 when something that was "   \
	"allowed is denied; 125 for\nfaults.\n"

static void
add_flips(const struct replay *r, bool to_denied, const char *title,
    struct str *to)
{
	bool any = false;

	for (const struct flip *f = r->flips; f != NULL; f = f->hh.next) {
		if (f->to_denied != to_denied)
			continue;
		if (!any)
			str_addf(to, "%s\n", title);
		any = true;
		str_addf(to, "  %s\n      %llu times, first at %s\n", f->what,
		    (unsigned long long)f->count, f->event);
	}
}

static uint64_t
use_of(const struct replay *r, const struct tried *t)
{
	cleanup_str struct str key = {0};
	const struct use *u = NULL;

	str_addf(&key, "%s:%d", t->file, t->line);
	HASH_FIND(hh, r->uses, str_text(&key), key.len, u);
	return u != NULL ? u->count : 0;
}

/* The rules that decided something, or those that never did; of these, only
 * what stands in files of the operator's. */
static void
add_rules(const struct replay *r, bool used, const char *title, struct str *to)
{
	const struct policy *p = NULL;
	bool any = false;

	while ((p = rules_next_policy(r->rules, p)) != NULL) {
		struct tried t, last = {0};

		for (size_t n = 0; policy_rule(p, n, &t); n++) {
			uint64_t count = use_of(r, &t);
			bool same = last.file != NULL && t.line == last.line &&
			    strcmp(t.file, last.file) == 0;

			last = t;
			/* One line may hold several rules, and an option give
			 * several. */
			if ((count > 0) != used || (!used && t.shipped) || same)
				continue;
			if (!any)
				str_addf(to, "%s\n", title);
			any = true;
			if (used)
				str_addf(to, "  %8llu  ",
				    (unsigned long long)count);
			else
				str_add(to, "  ");
			str_addf(to, "%s:%d  %s\n", t.file, t.line, t.text);
		}
	}
}

void
replay_text(const struct replay *r, struct str *to)
{
	str_addf(to, "%llu calls, %llu questions to the rules\n",
	    (unsigned long long)r->calls, (unsigned long long)r->asked);
	str_addf(to,
	    "%llu times denied what was allowed, %llu times allowed what was "
	    "denied\n",
	    (unsigned long long)r->denied, (unsigned long long)r->allowed);
	add_flips(r, true, "\nnow denied:", to);
	add_flips(r, false, "\nnow allowed:", to);
	if (r->lost > 0)
		str_addf(to, "  and %llu more, too many to be listed\n",
		    (unsigned long long)r->lost);
	add_rules(r, true, "\nrules that decided, and how often:", to);
	if (r->unruled > 0)
		str_addf(to, "  %8llu  by no rule\n",
		    (unsigned long long)r->unruled);
	add_rules(r, false, "\nrules that never decided:", to);
	if (r->unknown > 0)
		str_addf(to,
		    "\n%llu questions are not answered: the record does not "
		    "hold what these rules ask for\n",
		    (unsigned long long)r->unknown);
	if (r->untold > 0)
		str_addf(to,
		    "\n%llu questions are not answered: rules with 'when' "
		    "decide them, and the record does not hold the Python "
		    "stack; record with audit: {stacks: python}\n",
		    (unsigned long long)r->untold);
}

void
replay_done(struct replay *r)
{
	struct life *l, *next_life;
	struct flip *f, *next_flip;
	struct use *u, *next_use;

	HASH_ITER(hh, r->lives, l, next_life) {
		HASH_DEL(r->lives, l);
		free(l);
	}
	HASH_ITER(hh, r->flips, f, next_flip) {
		HASH_DEL(r->flips, f);
		free(f->event);
		free(f->key);
		free(f);
	}
	HASH_ITER(hh, r->uses, u, next_use) {
		HASH_DEL(r->uses, u);
		free(u);
	}
	record_stack_done(&r->stacks);
	*r = (struct replay){0};
}

/* Reads the record to its end.  False with faults. */
static bool
read_all(struct replay *r, const char *path, struct faults *f)
{
	struct record record;
	json_t *line;

	if (record_open(&record, path, f) == 0)
		while ((line = record_next(&record, f)) != NULL) {
			const char *event = record_text(line, "event");

			if (event != NULL && strcmp(event, "stack") == 0)
				record_stack_note(&r->stacks, line);
			replay_line(r, line, record.number);
			json_decref(line);
		}
	f->failed |= r->failed;
	if (!fault_any(f) && !record.ended)
		log_line("the record has no end: its run was cut off, or goes "
			 "on");
	record_done(&record);
	return !fault_any(f);
}

static int
replay(const char *path, const struct rules *rules)
{
	struct replay r = {.rules = rules};
	cleanup_str struct str text = {0};
	struct faults f = {0};
	int status;

	if (read_all(&r, path, &f)) {
		replay_text(&r, &text);
		status = ask_print(&text, r.denied > 0 ? 1 : 0);
	} else {
		status = tell_faults(&f);
	}
	replay_done(&r);
	return status;
}

int
replay_command(int argc, char **argv)
{
	const char *path = ask_operand(&argc, &argv);
	const struct opts_own own[] = {{0}};
	struct rules *rules;
	struct opts o;
	int status = ask_words(&o, argc, argv, own, USAGE);

	if (status >= 0)
		return status;
	path = ask_one_word(&o, path);
	if (path == NULL) {
		log_line("say ptsandbox replay, one record, and rules");
		opts_done(&o);
		return EXIT_OURS;
	}
	rules = ask_rules(&o);
	status = rules != NULL ? replay(path, rules) : EXIT_OURS;
	rules_free(rules);
	opts_done(&o);
	return status;
}
