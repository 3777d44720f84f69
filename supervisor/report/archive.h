/* Writing a tar file, by libarchive.  It is loaded when the first one is made:
 * with its own libraries it takes 2 ms, which every job would wait for if the
 * program were linked to it. */
#ifndef PTS_REPORT_ARCHIVE_H
#define PTS_REPORT_ARCHIVE_H

#include <sys/stat.h>

struct tar;

/* Begins a tar file on a descriptor, which stays the caller's.  NULL with *why,
 * a sentence. */
struct tar *tar_new(int fd, const char **why);

/* Adds a regular file: its name, its state, and what is read from `from`.
 * Returns 0; 1 when it was shorter than st_size, and was padded; or -1: see
 * tar_why(). */
int tar_add(struct tar *t, const char *name, const struct stat *st, int from);

/* Ends the file.  Returns 0, or -1. */
int tar_end(struct tar *t);

/* Why the last call failed, for a person. */
const char *tar_why(const struct tar *t);

/* Frees t; accepts NULL. */
void tar_free(struct tar *t);

#endif /* PTS_REPORT_ARCHIVE_H */
