/* The audit file: blocks on their way to it, and nothing lost silently. */
#ifndef PTS_AUDIT_OUT_H
#define PTS_AUDIT_OUT_H

#include <stdint.h>

#include "base/str.h"

struct out {
	int fd; /* owned; -1: there is no file */
	struct str block;
	uint64_t flushed_ns;
	int failed; /* 0, or the -errno of the first write that failed */
};

/* Opens and truncates the file.  Returns 0, or -errno. */
int out_open(struct out *o, const char *path, uint64_t now_ns);

/* To be called after lines were added to o->block: writes it when it is full or
 * when the file lags more than a second behind.  Returns 0, or the -errno of
 * the first write that failed, or -ENOMEM when a line was lost. */
int out_step(struct out *o, uint64_t now_ns);

/* Writes what is left.  Returns as out_step(). */
int out_flush(struct out *o, uint64_t now_ns);

/* Closes and frees; idempotent. */
void out_done(struct out *o);

#endif /* PTS_AUDIT_OUT_H */
