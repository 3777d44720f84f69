/* The record of a run: JSON lines in a file, lines for people as it happens,
 * one line at each denial, and a summary at the end.  Whatever was asked for is
 * fed by the same few calls. */
#ifndef PTS_AUDIT_AUDIT_H
#define PTS_AUDIT_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "audit/event.h"
#include "call/verdict.h"
#include "rules.h"

struct audit;
struct witness;

struct audit_options {
	const char *file;           /* JSON lines; NULL: none */
	enum audit_log log;         /* which calls the file records */
	bool trace;                 /* every mediated call, on standard error */
	bool summary;               /* at the end, on standard error */
	bool quiet;                 /* no line at a denial */
	bool status;                /* a line while the job runs */
	bool only;                  /* --audit-only: nothing is enforced */
	enum audit_stacks stacks;   /* which, with calls */
	char *const *command;       /* for the first line; NULL-terminated */
	const char *const *dropped; /* names of variables not passed on */
	size_t dropped_count;
	struct witness *witness;   /* is told of every call; NULL: none */
	const struct rules *rules; /* whose namespaces are told; NULL: none */
};

/* A moment in the life of a process. */
enum audit_life {
	LIFE_START,
	LIFE_EXEC,
	LIFE_EXIT
};

/* Begins the record: opens and truncates the file, and writes its first line.
 * `o` is not needed afterwards.
 * Returns 0 and *ret, or -errno (the file cannot be written, -ENOMEM). */
int audit_open(const struct audit_options *o, struct audit **ret);

/* Which stacks are to be read for this decided call, before audit_call():
 * STACKS_NONE where nobody would be told. */
enum audit_stacks audit_wants(const struct audit *a, const struct event *e);

/* Records one decided call and the verdict that is about to be carried out.
 * Nothing of `e` is kept.
 * Returns 0, or -errno when the record cannot be kept (-ENOSPC, -ENOMEM): the
 * job must not go on then. */
int audit_call(struct audit *a, const struct event *e, const struct verdict *v);

/* Records that a process was made, runs another program, or ended.  `ppid` is
 * who made it (0: the first), `program` the canonical name of what it runs,
 * `status` its wait status (LIFE_EXIT only).  Returns as audit_call(). */
int audit_process(struct audit *a, enum audit_life life, pid_t pid, pid_t ppid,
    const char *program, int status);

/* Records that a person changed the rules: `change` is "grant" or "revoke" of
 * the rule `number` of the set `set`, or "forget" of an answer, by the process
 * `by`.  A record that
 * cannot be kept is told at the next call. */
void audit_rules(struct audit *a, const char *change, unsigned number,
    const char *set, const char *rule, pid_t by);

/* Records which parts of the second wall stand around the job, before its first
 * process is made: Landlock's ABI number (0: none) and a word for each part,
 * NULL-terminated.  A record that cannot be kept is told at the next call. */
void audit_wall(struct audit *a, int abi, const char *const *stands);

/* How often audit_tick() is to be called, in ms; 0: not at all. */
unsigned audit_tick_ms(const struct audit *a);
void audit_tick(struct audit *a);

/* Keeps one sentence on why the run failed or was ended, for the end of the
 * record; the first one stays. */
void audit_why(struct audit *a, const char *why);

/* The sentence that was kept, or NULL. */
const char *audit_reason(const struct audit *a);

/* Notes which limit ended the job, for the end of the record; the name is
 * static. */
void audit_limit(struct audit *a, const char *name);

/* Ends the record: its last line, everything written out, the summary printed.
 * `status` is the exit status of ptsandbox.  Nothing may be recorded
 * afterwards. Returns 0, or -errno when anything of the record could not be
 * written, now or before. */
int audit_end(struct audit *a, int status);

/* Frees a; accepts NULL. */
void audit_free(struct audit *a);

#endif /* PTS_AUDIT_AUDIT_H */
