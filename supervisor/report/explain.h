/* What a record tells in the words of the rules, in words for people. */
#ifndef PTS_REPORT_EXPLAIN_H
#define PTS_REPORT_EXPLAIN_H

#include "base/str.h"
#include "report/model.h"

/* A denial in sentences; texts of the job's are shown (str_add_shown()). */
struct explained {
	struct str did;    /* "read the file" */
	struct str what;   /* "/home/ann/.netrc"; may be empty */
	struct str reason; /* "No rule allows it." */
	struct str advice; /* "To allow it, write under files:"; may be empty */
	struct str rule;   /* what to write there; may be empty */
};

/* What an access is, before the name of its object: "read", "connect to"; of
 * several, "read and change". */
void explain_access(struct str *to, unsigned access);

/* The accesses in the order in which they are told, index from 0; 0: no more.
 */
unsigned explain_order(size_t index);

/* The same of what was done: "read, made". */
void explain_done(struct str *to, unsigned access);

/* The denial n, the index'th of the model. */
void explain_denial(struct explained *ret, const struct model *m,
    const struct denial *n, size_t index);

/* What a person's answer, a record's word, did: "allowed it, this time". */
const char *explain_answer(const char *word);

/* How the run ended, in a sentence. */
void explain_end(struct str *to, const struct model *m);

/* The command line. */
void explain_words(struct str *to, const struct model *m);

/* "2026-11-28 15:07:30 UTC", or "at a time that is not told". */
void explain_started(struct str *to, const struct model *m);

/* "1 process", "3 processes". */
void explain_count(struct str *to, uint64_t n, const char *one,
    const char *many);

/* Frees the texts; idempotent. */
void explained_done(struct explained *e);

#endif /* PTS_REPORT_EXPLAIN_H */
