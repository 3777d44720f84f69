/* The lines of scripts that stacks name.  A stack says what the job wants it to
 * say, so a file is read only where the record tells that the job read it
 * itself, and only as what the job could read: text, by its own name. */
#ifndef PTS_REPORT_SOURCE_H
#define PTS_REPORT_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "report/model.h"

struct source {
	uint32_t file; /* names */
	bool changed;  /* after the run began */
	char *text;    /* owned; NULL: not to be had */
	char **lines;  /* owned; each ends in NUL */
	uint32_t count;
	UT_hash_handle hh;
};

struct sources {
	struct source *all;
	size_t bytes;
};

/* The file that a frame names, read the first time; NULL: not to be had. */
const struct source *source_of(struct sources *s, const struct model *m,
    uint32_t file);

/* A line, from 1; NULL: there is none. */
const char *source_line(const struct source *s, uint32_t line);

void sources_done(struct sources *s);

#endif /* PTS_REPORT_SOURCE_H */
