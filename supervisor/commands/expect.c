/* `ptsandbox expect`: grades a run that was recorded with --audit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/reader.h"
#include "audit/reader_stack.h"
#include "audit/witness.h"
#include "base/log.h"
#include "commands/ask.h"
#include "commands/commands.h"
#include "grade.h"
#include "load.h"
#include "run.h"

#define USAGE                                                                  \
	"usage: ptsandbox expect RECORD [-r FILE | --expect FILE] "            \
	"[--expect-report FILE]\n\n"                                           \
	"Compares a run that was recorded with --audit with what is expected " \
	"of it.\nThe exit status is that of the run; 123 when that is 0 and "  \
	"an expectation\nfailed; 125 for faults.\n"

/* The words of one line, as bytes. */
struct words {
	struct str program, call, path;
	struct record_stacks stacks;
};

/* A text of the line as bytes, in `s`; NULL: it has none. */
static const char *
bytes(struct str *s, const json_t *from, const char *key)
{
	const char *text = record_text(from, key);

	str_clear(s);
	if (text == NULL)
		return NULL;
	record_bytes(s, text);
	return str_text(s);
}

static void
take_call(struct witness *w, const json_t *line, struct words *words)
{
	const json_t *objects = json_object_get(line, "objects");
	const char *verdict = record_text(line, "verdict");
	struct deed d = {
	    .t_ns = (uint64_t)(record_number(line, "t", 0) * 1e9 + 0.5),
	    .pid = (pid_t)record_number(line, "pid", 0),
	    .program = bytes(&words->program, line, "program"),
	    .call = bytes(&words->call, line, "call"),
	    .where = record_stack_where(&words->stacks, line),
	};
	bool allowed = verdict != NULL && strcmp(verdict, "allow") == 0;

	for (size_t i = 0; i < json_array_size(objects); i++) {
		const json_t *o = json_array_get(objects, i);
		const char *access = record_text(o, "access");

		d.path = bytes(&words->path, o, "path");
		d.access = access != NULL ? ask_accesses(access) : 0;
		d.denied = json_is_true(json_object_get(o, "denied"));
		d.failed = !allowed || record_text(line, "errno") != NULL;
		witness_deed(w, &d);
	}
}

/* Reads the record to its end.  False with faults. */
static bool
read_all(struct witness *w, const char *path, int *ret_status, struct faults *f)
{
	struct words words = {0};
	struct record r;
	json_t *line;

	*ret_status = -1;
	if (record_open(&r, path, f) == 0)
		while ((line = record_next(&r, f)) != NULL) {
			const char *event = record_text(line, "event");
			double t = record_number(line, "t", 0);

			if (event == NULL)
				take_call(w, line, &words);
			else if (strcmp(event, "start") == 0)
				witness_process(w, (uint64_t)(t * 1e9 + 0.5),
				    (pid_t)record_number(line, "pid", 0),
				    record_text(line, "program"));
			else if (strcmp(event, "stack") == 0)
				record_stack_note(&words.stacks, line);
			else if (strcmp(event, "end") == 0)
				*ret_status =
				    (int)record_number(line, "status", -1);
			json_decref(line);
		}
	if (!fault_any(f) && !r.ended)
		fault_add(f, NULL, 0, 0,
		    "the record has no end: its run was cut off, or goes on");
	else if (*ret_status < 0 || *ret_status > 255)
		fault_add(f, NULL, 0, 0, "the record's end has no exit status");
	record_done(&r);
	str_done(&words.program);
	str_done(&words.call);
	str_done(&words.path);
	record_stack_done(&words.stacks);
	return !fault_any(f);
}

static int
grade(const struct opts *o, const struct rules *r, const char *path)
{
	struct faults f = {0};
	struct grade g;
	int status = EXIT_OURS;

	if (!grade_open(&g, o, r)) {
		grade_done(&g);
		return EXIT_OURS;
	}
	if (g.witness == NULL)
		log_line("nothing is expected: the rules have no 'expect', and "
			 "there is no --expect");
	else if (!read_all(g.witness, path, &status, &f))
		status = tell_faults(&f);
	else
		status = grade_end(&g, status);
	grade_done(&g);
	return status;
}

int
expect_command(int argc, char **argv)
{
	const char *path = ask_operand(&argc, &argv), *report = NULL;
	const struct opts_own own[] = {
	    {.name = "expect-report", .value = &report},
            {0                      }
        };
	struct rules *rules;
	struct opts o;
	int status = ask_words(&o, argc, argv, own, USAGE);

	if (status >= 0)
		return status;
	o.expect_report = report;
	path = ask_one_word(&o, path);
	if (path == NULL) {
		log_line("say ptsandbox expect, one record, and -r or "
			 "--expect");
		opts_done(&o);
		return EXIT_OURS;
	}
	rules = ask_rules(&o);
	status = rules != NULL ? grade(&o, rules, path) : EXIT_OURS;
	rules_free(rules);
	opts_done(&o);
	return status;
}
