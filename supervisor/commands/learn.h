/* What the files of the command `learn` share. */
#ifndef PTS_COMMANDS_LEARN_H
#define PTS_COMMANDS_LEARN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "learn/learn.h"
#include "report/where.h"

/* The words of the command line; all strings belong to argv, the lists are
 * owned. */
struct learn_words {
	const char *output;   /* -o */
	const char *narrow;   /* rules to take from; NULL: none */
	const char *rules;    /* rules to add to; NULL: none */
	const char **records; /* --from and --merge */
	size_t records_count;
	const char **pass; /* options for the run, with their words */
	size_t pass_count;
	unsigned many; /* --collapse */
	bool from;     /* records only: nothing is run */
	bool force;
	bool verify;
	bool help;
	char *const *command; /* NULL-terminated; NULL: none */
};

/* Reads the command line.  Returns 0, or -1 with faults; to be released with
 * learn_words_done() in both cases. */
int learn_words_read(struct learn_words *ret, int argc, char **argv,
    struct faults *f);
void learn_words_done(struct learn_words *w);

/* Prints the usage. */
void learn_words_help(void);

/* Reads one record into l (NULL: nowhere), and counts the calls that were
 * denied in it.  Returns 0, or -1 with a fault. */
int learn_read(const char *path, struct lessons *l, unsigned long *ret_denied,
    struct faults *f);

/* Is `name`, as the job of a record had it, a folder?  `ctx` is a struct
 * learn_view, which learn_view_done() releases. */
struct learn_view {
	struct where *where; /* NULL: names are the host's */
	const json_t *first; /* of the record */
};
bool learn_is_folder(void *ctx, const char *name);
/* Makes it from a record's first line; NULL: the host's names. */
void learn_view_make(struct learn_view *ret, const json_t *first);
void learn_view_done(struct learn_view *v);

/* Runs the command under ptsandbox, once.  With `l` it is to learn: nothing is
 * denied, or only what the rules of --narrow deny, and the record is read into
 * l.  Without, it runs under the rules that were written.  *ret_denied counts
 * the calls that were denied.  Returns the
 * exit status, or -1 with a fault. */
int learn_run(const struct learn_words *w, struct lessons *l,
    unsigned long *ret_denied, struct faults *f);

#endif /* PTS_COMMANDS_LEARN_H */
