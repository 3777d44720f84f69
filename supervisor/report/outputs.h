/* The forms of a report.  Each writes the whole of it, to standard output or to
 * a file, tells on standard error what failed, and returns the exit status of
 * ptsandbox: 0, or 125. */
#ifndef PTS_REPORT_OUTPUTS_H
#define PTS_REPORT_OUTPUTS_H

#include <stdbool.h>
#include <stdio.h>

#include "base/fault.h"
#include "report/model.h"

int output_text(const struct model *m);

/* One page for a browser, in the file `to`; `record` is the record's own name,
 * which must not be the same file. */
int output_html(const struct model *m, const char *to, const char *record);

/* The processes, as graphviz(7) reads a graph. */
int output_dot(const struct model *m);

/* Every call, as RFC 4180 has it; read from the record as it is printed.
 * Returns 0, or -1 with faults. */
int output_csv(const char *record, struct faults *f);

/* The files that were touched, as JSON lines. */
int output_manifest(const struct model *m, bool hash);

/* The files that were read or run, in the tar file `to`, and on standard output
 * which are missing. */
int output_bundle(const struct model *m, const char *to, const char *record);

/* Makes the file `to`, for the owner's eyes only, or tells why it cannot: it
 * may not be the record. */
FILE *output_make(const char *to, const char *record);

/* Closes what output_make() made.  Returns `status`, or 125 when not all could
 * be written, and has told so. */
int output_close(FILE *file, const char *to, int status);

#endif /* PTS_REPORT_OUTPUTS_H */
