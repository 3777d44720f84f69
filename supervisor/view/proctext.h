/* Texts of procfs that tell names of the host, told in the job's words: what is
 * mapped into a process, and what is mounted. */
#ifndef PTS_VIEW_PROCTEXT_H
#define PTS_VIEW_PROCTEXT_H

#include <sys/types.h>

#include "base/str.h"

struct creds;
struct policy;

enum proctext {
	PROCTEXT_NONE,
	PROCTEXT_STATUS, /* whose ids and capabilities only seem */
	PROCTEXT_MAPS,   /* maps, smaps, smaps_rollup: a name ends a line */
	PROCTEXT_NUMA,   /* numa_maps: file=NAME among other words */
	PROCTEXT_MOUNTINFO,
	PROCTEXT_MOUNTS,
	PROCTEXT_MOUNTSTATS
};

/* Which of them a canonical name is; it still has to stand in a procfs. */
enum proctext proctext_of(const char *name);

/* The process that such a name is about. */
pid_t proctext_pid(const char *name);

/* Adds the host's text of a status with what these credentials say instead.
 * Returns 0 or -errno. */
int proctext_status(const struct creds *c, int file, struct str *to);

/* Adds to `to` what the job under this policy, which has a namespace, reads
 * there, of any but a status; `file` is the host's text, open for reading.
 * Returns 0 or -errno. */
int proctext_write(enum proctext kind, const struct policy *p, int file,
    struct str *to);

/* One line of the host's, with its newline if it has one.  For
 * proctext_write(), and for tests. */
void proctext_line(enum proctext kind, const struct policy *p, const char *line,
    struct str *to);

/* Hands each line of a file, which stays open, to fn.  Returns 0 or -errno. */
typedef void (*proctext_fn)(const void *ctx, const char *line, struct str *to);
int proctext_lines(int file, proctext_fn fn, const void *ctx, struct str *to);

/* Adds a name as procfs writes it: the bytes in `escaped` in octal. */
void proctext_name(const char *name, const char *escaped, struct str *to);

#endif /* PTS_VIEW_PROCTEXT_H */
