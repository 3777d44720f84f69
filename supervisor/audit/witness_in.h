/* What the files of the witness share. */
#ifndef PTS_AUDIT_WITNESS_IN_H
#define PTS_AUDIT_WITNESS_IN_H

#include "audit/witness.h"
#include "expect.h"

/* One deed that is kept as evidence; strings are owned. */
struct evidence {
	uint64_t t_ns;
	pid_t pid;
	char *program, *call, *path, *where; /* NULL: unknown */
};

struct standing {
	const struct expectation *x;
	uint64_t count; /* what speaks for it (some), or is counted, or against
	                   it */
	bool passed;    /* known at the end */
	bool has_evidence;
	struct evidence evidence;
};

struct witness {
	struct standing *all;
	size_t count;
	uint64_t processes;
	size_t failed;
	int status;
};

/* The expectation in words: "reads not solution". */
void witness_words(const struct expectation *x, struct str *to);

/* Why it stands as it does, in a clause. */
void witness_why(const struct witness *w, const struct standing *s,
    struct str *to);

/* "0.123456 s, pid 12 python3.11: openat /job/out.csv". */
void witness_evidence(const struct evidence *e, struct str *to);

#endif /* PTS_AUDIT_WITNESS_IN_H */
