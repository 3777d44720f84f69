/* A run as compact JSON, for the script of the page. */
#ifndef PTS_REPORT_DATA_H
#define PTS_REPORT_DATA_H

#include <stdio.h>

#include "base/str.h"
#include "report/model.h"

/* JSON on its way into a page: in blocks, with what could end the element that
 * holds it escaped. */
struct data {
	FILE *to;
	const struct model *m;
	struct str block;
	bool failed; /* memory ran out; a write that failed is `to`'s to tell */
};

/* Writes the whole object.  `record` is the record's name, to be shown.
 * Returns 0, or -ENOMEM. */
int data_write(FILE *to, const struct model *m, const char *record);

/* The pieces.  Text of the job's goes in as shown. */
void data_text(struct data *d, const char *text);
void data_flush(struct data *d);
void data_steps(struct data *d);
void data_stacks(struct data *d);
void data_more(struct data *d);
void data_key(struct data *d, const char *key, const char *text);

#endif /* PTS_REPORT_DATA_H */
