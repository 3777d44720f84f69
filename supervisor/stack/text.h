/* A str object of the job's as UTF-8. */
#ifndef PTS_STACK_TEXT_H
#define PTS_STACK_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stack/layout.h"

struct effort;

/* What is read of one at first: most names end in it. */
#define TEXT_FIRST 320u

/* And of one that is short: 40 characters at least. */
#define TEXT_HEAD 88u

/* How much of `want` bytes at `at` is read at first: nothing behind the page in
 * which they begin, as it might end there, but for a header. */
size_t text_piece(uint64_t at, size_t want);

/* Writes the str at address `at`, of which head[0..got) was read already, to
 * to[0..room) (room > 4) with a NUL behind, cut where it is longer; "?" for
 * what is no str or cannot be read.  Surrogates that stand for bytes of a file
 * name become those bytes again, other ones and NUL become U+FFFD. */
void text_read(const struct layout *l, uint64_t at, const unsigned char *head,
    size_t got, struct effort *e, char *to, size_t room);

#endif /* PTS_STACK_TEXT_H */
