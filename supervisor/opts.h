/* The words of the command line, and what they ask for. */
#ifndef PTS_OPTS_H
#define PTS_OPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/fault.h"
#include "limit.h"
#include "rules.h"

/* What this run of ptsandbox is for. */
enum opts_task {
	DO_RUN,
	DO_CHECK,         /* read the rules, say what is wrong with them */
	DO_PRINT_PROFILE, /* show a shipped profile */
	DO_HELP,
	DO_VERSION,
};

/* Rules that the command line itself gives. */
enum grant_kind {
	GRANT_RO,
	GRANT_RW,
	GRANT_NET,
	GRANT_MAP,
	GRANT_ROOT,
	GRANT_ENV,
	GRANT_KEEP_ENV
};

struct grant {
	enum grant_kind kind;
	const char *what; /* as typed: a path, a network target, a variable */
};

/* All strings belong to argv. */
struct opts {
	enum opts_task task;
	const char **rules; /* -r, in the order given; owned */
	size_t rules_count;
	struct grant *grants; /* --ro, -m and kin, in order; owned */
	size_t grants_count;
	const char *audit;         /* --audit; NULL: none */
	enum audit_stacks stacks;  /* --stacks; STACKS_UNSAID: not given */
	const char *expect;        /* --expect; NULL: none */
	const char *expect_report; /* --expect-report; NULL: none */
	const char *profile_stops; /* --profile-stops; NULL: none */
	const char *owners;        /* --owners; NULL: none */
	const char *stream[3];     /* --stdin, --stdout, --stderr; NULL: ours */
	int *kept;                 /* --keep-fd, above 2; owned */
	size_t kept_count;
	const char *user; /* --user NAME[:GROUP]; NULL: who starts us */
	bool safe_output;
	bool nested_ok;      /* inside another: run under its rules alone */
	const char *profile; /* --print-profile */
	const char *limits[LIMITS]; /* --timeout and kin; NULL: none */
	const char *meta;           /* --meta; NULL: none */
	const char *save;           /* --save-answers; NULL: none */
	bool ctl;         /* rules may be changed while the job runs */
	bool no_landlock; /* no second wall */
	bool keep_code;   /* respell no call of a library */
	bool no_ask;      /* nobody is asked: denied */
	bool audit_only;  /* rules deny nothing, and tell what they would */
	unsigned threads; /* --threads; 0: not given */
	bool trace;
	bool summary;
	bool quiet;
	bool status;
	bool wait;     /* end with the job's last process, not its first */
	bool no_mseal; /* tests: as a kernel without mseal(2) */
	bool no_seat;  /* measurements: leave placement to the kernel */
	char *const *command; /* NULL-terminated, at least one word when the
	                         task is DO_RUN; else NULL */
};

/* Reads the command line into *ret, to be released with opts_done() in every
 * case.  Options end at the first word that is none.  Returns 0, or -1 with
 * faults. */
int opts_read(struct opts *ret, int argc, char **argv, struct faults *f);

/* An option that a command has beside those that give rules. */
struct opts_own {
	const char *name;   /* without its dashes */
	const char **value; /* takes an argument, which goes here; or */
	bool *given;        /* takes none, and is noted here */
};

/* The same for a command such as `explain`: only options that give rules are
 * taken, those in `own` (its end has no name), and -h.  What follows them,
 * which may be nothing, is in ret->command. */
int opts_read_own(struct opts *ret, int argc, char **argv,
    const struct opts_own *own, struct faults *f);

/* The option that gives this limit: "--timeout". */
const char *opts_limit_name(enum limit which);

/* Prints the help text. */
void opts_help(FILE *to);

/* Frees o; idempotent. */
void opts_done(struct opts *o);

#endif /* PTS_OPTS_H */
