/* A rules file as its lines, to be edited so that comments and order stay. */
#ifndef PTS_LEARN_LINES_H
#define PTS_LEARN_LINES_H

#include <stddef.h>

#include "arena.h"
#include "base/fault.h"
#include "base/str.h"
#include "node.h"

struct lines {
	const char *path;
	struct str shown; /* the path, fit to be shown */
	char *text;       /* owned */
	size_t len;
	size_t behind;           /* the line behind the last one */
	const struct node *root; /* a mapping with a member at least */
	struct arena arena;
	struct faults *faults;
};

/* Reads the file at `path`, which must be good rules, each key and each rule on
 * lines of its own; `option` is what wants them so.  Returns 0, or -1 with a
 * fault; to be released with lines_done() in both cases. */
int lines_read(struct lines *ret, const char *path, const char *option,
    struct faults *f);

/* Adds a fault at this line, and returns -1. */
int lines_complain(const struct lines *l, size_t line, const char *why);

/* The start of line `line`, which counts from 1; the end of the text where
 * there are fewer. */
const char *lines_at(const struct lines *l, size_t line);

/* Adds the lines from `from` up to the one before `to_line`. */
void lines_copy(const struct lines *l, struct str *to, size_t from,
    size_t to_line);

/* The line behind a rule, the brackets that close it included, but not behind
 * `end`. */
size_t lines_behind(const struct lines *l, const struct node *rule, size_t end);

/* Is this member of the file a section with rules? */
bool lines_is_rules(const struct node *n);

void lines_done(struct lines *l);

#endif /* PTS_LEARN_LINES_H */
