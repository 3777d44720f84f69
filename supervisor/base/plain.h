/* A stream of bytes made fit for a terminal: what it would obey is shown. */
#ifndef PTS_BASE_PLAIN_H
#define PTS_BASE_PLAIN_H

#include "base/str.h"

/* What a stream is in the middle of.  All zero: at its beginning. */
struct plain {
	char held[4]; /* the beginning of a character */
	size_t len;
};

/* Adds the next bytes of the stream to s.  Newlines, tabs and printable UTF-8
 * pass as they are; other controls, what turns text around, and what is not
 * UTF-8 become \r, \xNN and the like (see str_add_shown(); a backslash passes).
 * A character that is not whole yet is held back, at most 3 bytes. */
void plain_add(struct plain *p, struct str *s, const char *bytes, size_t len);

/* The stream ended: adds what is held back. */
void plain_end(struct plain *p, struct str *s);

#endif /* PTS_BASE_PLAIN_H */
