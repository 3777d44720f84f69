/* Patterns: *, ?, [a-z] inside one name, ** across names. */
#ifndef PTS_RULES_PATTERN_H
#define PTS_RULES_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/* PATTERN_PATH: * and ? stop at a slash.  PATTERN_TEXT: they do not (program
 * arguments, abstract socket names). */
enum pattern_kind {
	PATTERN_PATH,
	PATTERN_TEXT
};

/* How much of the subject has to match. */
enum pattern_reach {
	REACH_ALL,   /* all of it */
	REACH_BELOW, /* all of it, or a leading part that ends before a slash,
	                or is "/" */
};

/* A compiled pattern: the bytes before the first wildcard, and an automaton
 * for what follows.  Owned by its arena. */
struct pattern {
	const char
	    *head; /* literal; the whole text when there is no wildcard */
	size_t head_len;
	bool plain;           /* no wildcard: the automaton is not there */
	size_t words;         /* 64 states each */
	size_t accept;        /* the state that means "matched" */
	const char *literal;  /* [accept]: the one byte that a token takes, or 0
	                         where it takes none or several */
	const uint64_t *step; /* [256][words]: tokens that take this byte */
	const uint64_t *loop_name; /* stars that take anything but a slash */
	const uint64_t *loop_any;  /* stars that take anything */
	const uint64_t *star;      /* both: they may also take nothing */
	const uint64_t *optional;  /* a ** between slashes may be left out */
};

/* Compiles `text`, in which a backslash takes the next character as it is.
 * Returns 0, or -EINVAL with *ret_why a sentence (static storage), or
 * -ENOMEM. */
int pattern_compile(struct arena *a, const char *text, enum pattern_kind kind,
    struct pattern *ret, const char **ret_why);

/* Does it match?  Time grows with len, never with what the bytes are; nothing
 * is allocated. */
bool pattern_match(const struct pattern *p, const char *bytes, size_t len,
    enum pattern_reach reach);

/* As pattern_match(), for a caller who knows that the head is there. */
bool pattern_match_tail(const struct pattern *p, const char *bytes, size_t len,
    enum pattern_reach reach);

/* Has the text a wildcard within its first `len` bytes? */
bool pattern_is_wild(const char *text, size_t len);

#endif /* PTS_RULES_PATTERN_H */
