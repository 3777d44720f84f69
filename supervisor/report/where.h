/* Where on the host the files of a record stand: a job that lives in a
 * namespace knows them by other names, which the record's first line tells. */
#ifndef PTS_REPORT_WHERE_H
#define PTS_REPORT_WHERE_H

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

struct where;

/* Why there is no file. */
enum where_answer {
	WHERE_OPEN,    /* there is: it is open */
	WHERE_PRIVATE, /* it lay in a folder that was the run's own */
	WHERE_HIDDEN,  /* the job could not see it either */
	WHERE_FOLDER,  /* a folder */
	WHERE_SPECIAL, /* no file either: a pipe, a device, a socket */
	WHERE_KERNEL,  /* below /proc, /sys or /dev */
	WHERE_GONE,    /* it is not there (any more) */
	WHERE_MOVED,   /* a folder on the way is a symbolic link now */
	WHERE_DENIED,  /* the reader may not open it */
	WHERE_FAILED,  /* reading failed */
};

/* Reads the namespaces of a record's first line.  NULL when memory runs out or
 * the line tells more than any of ours. */
struct where *where_new(const json_t *first);

/* The number of a profile's namespace; 0: the host's own names. */
unsigned where_space(const struct where *w, const char *profile);

/* The host's name of what was called `path`, into to[0..PATH_MAX).  Returns
 * WHERE_OPEN when there is one. */
enum where_answer where_host(const struct where *w, unsigned space,
    const char *path, char *to);

/* Opens what was called `path` to be read, where it is a regular file that can
 * be reached without following any symbolic link: the names of a record are
 * those that were judged, and what was made a link since is another file.
 * Returns WHERE_OPEN with a descriptor that the caller owns and its state. */
enum where_answer where_open(const struct where *w, unsigned space,
    const char *path, int *ret_fd, struct stat *ret_st);

/* Was the file changed after the run began, or made then?  As far as the record
 * tells when that was: in doubt, yes. */
bool where_changed(const struct where *w, const struct stat *st);

/* A few words for a person: "not there any more". */
const char *where_words(enum where_answer a);

/* Frees w; accepts NULL. */
void where_free(struct where *w);

#endif /* PTS_REPORT_WHERE_H */
