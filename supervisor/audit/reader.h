/* Reading a record back: what --audit wrote, line by line.  A record is a file
 * that anybody may have written: nothing in it is trusted. */
#ifndef PTS_AUDIT_READER_H
#define PTS_AUDIT_READER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/fault.h"
#include "base/str.h"

struct record {
	FILE *file;       /* owned */
	const char *path; /* as given; for faults */
	struct str line;  /* as it stands in the file */
	struct str text;  /* the line as it is parsed; owned */
	unsigned number;  /* of the line read last, from 1 */
	json_t *first;    /* the run: version, command, ...; owned */
	bool ended;       /* the line of its end was read */
};

/* Opens the record at `path` and reads its first line.  Returns 0, or -1 with a
 * fault; to be released with record_done() in both cases. */
int record_open(struct record *ret, const char *path, struct faults *f);

/* The next line, a JSON object that the caller owns (json_decref); NULL at the
 * end of the record, and with a fault where a line is no such object.  The last
 * line of a run that was cut off may be half there: that is an end, not a fault
 * (`ended` stays false). */
json_t *record_next(struct record *r, struct faults *f);

/* The text of a member, or NULL where it is absent or no text.  Of a name, it
 * is what record_bytes() makes names of. */
const char *record_text(const json_t *line, const char *key);

/* Adds a text of the record as the bytes that the job named: a record writes
 * those that are no UTF-8 as U+DC80 to U+DCFF, which no JSON reader takes by
 * themselves, so record_next() has them stand as characters of a private plane
 * until here. */
void record_bytes(struct str *to, const char *text);

/* Makes all texts below `value` such bytes.  They must not be given any more to
 * what takes them for UTF-8, as json_dumps() does. */
void record_restore(json_t *value);

/* The number of a member, or `otherwise`. */
double record_number(const json_t *line, const char *key, double otherwise);

/* reader_bytes.c: a line as a JSON reader takes it. */
void record_dress(struct str *to, const char *line, size_t len);

void record_done(struct record *r);

#endif /* PTS_AUDIT_READER_H */
