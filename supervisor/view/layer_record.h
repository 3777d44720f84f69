/* What the objects of the lower folder were when a layer first copied or hid
 * them: so a commit knows whether somebody changed them since.
 *
 * A line for each, in the order of time; of two for one name the first counts:
 *
 *   MODE INO SIZE MTIME CTIME NAME
 *
 * numbers in decimal (MODE in octal, times as SECONDS.NANOSECONDS), the name
 * with \n and \\ for a newline and a backslash. */
#ifndef PTS_VIEW_LAYER_RECORD_H
#define PTS_VIEW_LAYER_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/str.h"

struct layer_record {
	const char *name; /* in the text that was parsed */
	unsigned mode;
	unsigned long ino;
	long long size;
	struct timespec mtime;
	struct timespec ctime;
};

/* Adds the line of an object. */
void layer_record_add(struct str *to, const char *name, const struct stat *st);

/* Reads the line that ends at `line`'s newline, which becomes a NUL, as the
 * name is made plain in its place.  False: it is none. */
bool layer_record_parse(char *line, struct layer_record *ret);

/* Is this still the object that was recorded?  Of a folder only that it is the
 * same one, with the same mode: what is in it has lines of its own. */
bool layer_record_same(const struct layer_record *r, const struct stat *st);

/* Adds a name with \n and \\ for newlines and backslashes; and back, in place.
 */
void layer_record_add_name(struct str *to, const char *name);
void layer_record_plain(char *name);

#endif /* PTS_VIEW_LAYER_RECORD_H */
