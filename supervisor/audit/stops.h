/* --profile-stops: which calls of a run stopped, why the kernel did not let
 * them through by itself, and what serving them took.  The format is documented
 * in ptsandbox(1). */
#ifndef PTS_AUDIT_STOPS_H
#define PTS_AUDIT_STOPS_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/event.h"
#include "audit/seen.h"
#include "base/str.h"

/* Times are kept as counts, in steps of an eighth of their power of two: from
 * 64 ns to some minutes, and each step is within 6 % of what it stands for. */
#define STOPS_STEPS 256

/* One kind of stop: a call, apart from the same call on a descriptor alone. */
struct stop_row {
	const struct call_def *def; /* NULL: all numbers that have no row */
	bool empty;                 /* AT_EMPTY_PATH was given */
	uint64_t count;
	uint64_t sum_ns;
	uint32_t times[STOPS_STEPS];
	struct seen rules; /* "FILE:LINE", or why none decided */
};

/* The profile of one run. */
struct stops {
	int fd;            /* where it is written; owned; -1: nowhere */
	const char *file;  /* its name */
	uint64_t lost;     /* not noted: no memory */
	uint64_t beside;   /* served with the desk held beside others... */
	uint64_t together; /* ... of whom one was, when it began */
	/* By number, and again with an empty path; each NULL until such a call
	 * stops, and owned.  The last is that of unknown numbers. */
	struct stop_row *row[2 * CATALOG_END + 1];
};

/* Opens the file; the name must live as long as *ret, which stops_free() takes.
 * Returns 0, or -errno. */
int stops_open(const char *file, struct stops **ret);

/* Notes one stop that took ns.  Allocates at what is new only. */
void stops_note(struct stops *s, const struct event *e, uint64_t ns);

/* The last one noted was served beside others (trace/crew.h). */
void stops_note_beside(struct stops *s, bool together);

/* The median of a row's times, in ns. */
uint64_t stops_median(const struct stop_row *row);

/* The whole profile, as JSON where the file's name ends in .json, else as a
 * table. */
void stops_text(const struct stops *s, struct str *to);

/* Writes it, in place of what the file holds.  Returns 0 or -errno. */
int stops_write(const struct stops *s);

/* Frees s; accepts NULL. */
void stops_free(struct stops *s);

#endif /* PTS_AUDIT_STOPS_H */
