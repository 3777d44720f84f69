/* The operator's mistakes: each with its file, line and one sentence. */
#ifndef PTS_BASE_FAULT_H
#define PTS_BASE_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* All faults of one reading, in the order found. */
struct faults {
	char **lines; /* "rules.yaml:12:7: unknown key 'pth' ..." */
	size_t count;
	size_t cap;
	bool failed; /* memory ran out: there are more faults than lines */
};

/* Adds one fault.  `file` may be NULL (no place), `line` and `column` count
 * from 1, 0 meaning unknown.  Hostile bytes in the arguments must already be
 * quoted. */
void fault_add(struct faults *f, const char *file, size_t line, size_t column,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Any fault at all? */
bool fault_any(const struct faults *f);

/* Writes every fault on its own line. */
void fault_print(const struct faults *f, FILE *to);

/* Frees f; idempotent. */
void fault_done(struct faults *f);

#endif /* PTS_BASE_FAULT_H */
