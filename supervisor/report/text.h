/* A run told on a terminal, for people who have never seen a system call. */
#ifndef PTS_REPORT_TEXT_H
#define PTS_REPORT_TEXT_H

#include "base/str.h"
#include "report/model.h"

struct sources;

/* Adds the whole report, in lines of 80 columns where names allow it. */
void text_report(struct str *to, const struct model *m);

/* Its part on the processes. */
void text_processes(struct str *to, const struct model *m);

/* Its part on what was denied. */
void text_denials(struct str *to, const struct model *m);

/* Its parts on what would have been denied, what was made to go wrong, what a
 * person was asked, how the rules changed and which stacks are missing: nothing
 * where there was none. */
void text_more(struct str *to, const struct model *m);

/* Adds one denial, the index'th of the model, with what the stack names. */
void text_denial(struct str *to, const struct model *m, const struct denial *n,
    size_t index, struct sources *sources);

/* Adds sentences, broken into lines of 80 columns behind `margin` blanks. */
void text_wrap(struct str *to, unsigned margin, const char *text);

#endif /* PTS_REPORT_TEXT_H */
