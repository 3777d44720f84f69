/* Names that differ each time, made patterns that match the next time. */
#ifndef PTS_LEARN_GENERAL_H
#define PTS_LEARN_GENERAL_H

#include "base/str.h"
#include "learn/events.h"

/* The folders that names are told from; canonical; each may be NULL. */
struct learn_places {
	const char *cwd;    /* where the run was started */
	const char *folder; /* of the rules file that is being made */
	const char *home;
	const char *temp; /* TMPDIR */
};

/* How many bytes of the name are one of these folders: what the operator chose,
 * and so is the same next time.  0: it is below none of them. */
size_t general_fixed(const char *name, const struct learn_places *at);

/* Parents of folders that are named by the first two digits of a hash, as in
 * .git/objects.  Filled by general_note_fan() with each name. */
void general_note_fan(struct needs *fans, const char *name);

/* Adds the name as the text of a pattern, in which a process's number, a random
 * tail, a UUID or a hash is a wildcard.  *ret_generalised says whether any was
 * found. */
void general_add(struct str *to, const struct lessons *l,
    const struct needs *fans, const struct learn_places *at, const char *name,
    bool *ret_generalised);

/* Adds a name letter by letter, as a pattern that matches only it. */
void general_add_literal(struct str *to, const char *name, size_t len);

#endif /* PTS_LEARN_GENERAL_H */
