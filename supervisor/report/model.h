/* A run as its record tells it: who ran, what was touched, what was denied.
 * Bounded, whatever the record holds: what is not kept is counted. */
#ifndef PTS_REPORT_MODEL_H
#define PTS_REPORT_MODEL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/denials.h"
#include "base/fault.h"
#include "base/hash.h"
#include "report/names.h"
#include "report/where.h"

#define PROCS_MAX   100000u
#define THINGS_MAX  200000u
#define STACKS_MAX  20000u
#define FRAMES_MAX  64u
#define STEPS_MAX   250000u
#define ASKED_MAX   20000u
#define CHANGES_MAX 20000u
#define UNREAD_MAX  20000u

#define NO_PROC UINT32_MAX

/* A process, from its start to its end.  Numbers of processes are used again;
 * places in the list are not. */
struct proc {
	pid_t pid;
	uint32_t parent; /* place in the list, or NO_PROC */
	uint64_t start_us, end_us;
	uint32_t program; /* names: what it ran last */
	uint32_t profile; /* names: what it lived under last */
	uint32_t signal;  /* names: what ended it */
	int status;       /* exit status; -1: none is known */
	uint32_t execs;
	uint32_t children;
	uint64_t calls, denied;
	uint64_t would; /* --audit-only: calls that rules would have denied */
};

/* A file, a host, a program or the like: what was done to it and what was not
 * allowed. */
struct thing {
	struct {
		uint32_t path;  /* names */
		uint32_t space; /* see where_space() */
	} key;
	unsigned allowed, denied; /* enum access bits */
	unsigned would; /* those that were allowed by --audit-only alone */
	uint64_t count;
	UT_hash_handle hh;
};

struct frame {
	uint32_t file, function, kind; /* names */
	uint32_t line;
};

struct trace_stack {
	int64_t id;
	uint32_t count;
	struct frame *frames; /* owned; the innermost first, as recorded */
	bool cut;             /* there are more */
	uint32_t why;         /* names: what is missing of it */
	UT_hash_handle hh;
};

/* A name by which a file was read, and the thing that it is. */
struct alias {
	uint32_t name; /* names */
	uint32_t path, space;
	UT_hash_handle hh;
};

/* What a rule decided. */
struct rule_use {
	uint32_t name; /* names: "file:line" */
	uint64_t allowed, denied, would, injected;
	UT_hash_handle hh;
};

/* One object of one call, or a call without any. */
struct step {
	uint64_t t_us;
	uint32_t proc;
	uint32_t call, path, named, rule, why, err; /* names */
	uint32_t access;
	uint32_t verdict; /* enum step_verdict */
	uint32_t asked;   /* names: what a person answered */
	int64_t stack;
};

enum step_verdict {
	STEP_ALLOWED,
	STEP_DENIED,
	STEP_REFUSED,
	STEP_KILLED,
	STEP_WOULD,   /* allowed, since nothing is enforced */
	STEP_INJECTED /* allowed, and made to go wrong by a rule */
};

/* What a person was asked, and what the answer was. */
struct question {
	struct {
		uint32_t access;                /* enum access bits */
		uint32_t what, answer, program; /* names */
	} key;
	uint64_t t_us; /* the first time, as is the stack */
	int64_t stack;
	uint64_t count;
	UT_hash_handle hh;
};

enum change_kind {
	CHANGE_GRANT,
	CHANGE_REVOKE,
	CHANGE_FORGET /* an answer does not count any more */
};

/* A rule that came or went while the job ran. */
struct change {
	uint64_t t_us;
	uint32_t rule, profile; /* names */
	unsigned number;
	pid_t by;
	enum change_kind kind;
};

/* Why the stacks of a program's processes could not be read, or not whole. */
struct unread {
	struct {
		uint32_t program, why; /* names */
	} key;
	uint64_t count; /* of processes */
	UT_hash_handle hh;
};

/* What else is known of a denial: denials.all has the same order. */
struct denial_place {
	uint64_t t_us;
	int64_t stack;  /* of the first time that one was recorded; -1: none */
	uint32_t rule;  /* names: "file:line" */
	uint32_t asked; /* names: a person's answer */
	uint32_t would; /* names: "deny", "kill" or "ask" */
	uint32_t err;   /* names: what was injected */
	bool in_job;    /* a process that it is about is the job's */
};

struct model {
	json_t *first; /* owned */
	struct names names;
	struct where *where;
	struct proc *procs;
	size_t proc_count, proc_room;
	struct pid *pids;
	struct thing *things;
	struct alias *aliases;
	struct trace_stack *stacks;
	struct rule_use *rules;
	struct question *questions;
	struct unread *unread;
	struct change *changes;
	size_t change_count, change_room;
	struct denials denials;
	size_t kinds[INJECTED + 1]; /* how many of each kind */
	struct denial_place *places;
	size_t place_room;
	struct step *steps; /* only where they were asked for */
	size_t step_count, step_room;
	bool want_steps;
	uint64_t calls, calls_denied;
	uint64_t lost;       /* things, processes, stacks that are not kept */
	uint64_t lost_steps; /* the same of steps */
	uint64_t end_us;
	bool only;      /* --audit-only: nothing was enforced */
	bool ended;     /* the record is whole */
	int status;     /* of ptsandbox; -1: not told */
	uint32_t why;   /* names: why the run failed */
	uint32_t limit; /* names: the limit that ended the run */
};

enum model_steps {
	MODEL_NO_STEPS,
	MODEL_STEPS
};

/* Reads the record at `path`.  Returns 0, or -1 with a fault; to be released
 * with model_done() in both cases. */
int model_read(struct model *ret, const char *path, enum model_steps steps,
    struct faults *f);

/* The things with any of these accesses, allowed or (DENIED) not, sorted by
 * name, in a malloc'ed array; NULL when there are none. */
const struct thing **model_sorted(const struct model *m, unsigned allowed,
    unsigned denied, size_t *ret_count);

/* The file that a stack names, where the job read it or its compiled form;
 * else NULL: a stack says what the job wants it to say. */
const struct alias *model_source(const struct model *m, uint32_t file);

const struct trace_stack *model_stack(const struct model *m, int64_t id);

/* How many different things were denied, whatever for. */
size_t model_denied(const struct model *m);

void model_done(struct model *m);

#endif /* PTS_REPORT_MODEL_H */
