/* What tests of bad rules files share: a fresh folder to write them in, which
 * is the working folder, and what is told of them. */
#ifndef PTS_TESTS_RULES_FAULTS_H
#define PTS_TESTS_RULES_FAULTS_H

#include <stddef.h>

#include "rules.h"

/* A test's .init and .fini. */
void enter(void);
void leave(void);
#define IN_FOLDER .init = enter, .fini = leave

/* Writes a file. */
void put(const char *name, const char *text, size_t len);

/* All faults of a rules file, as one text; owned. */
char *faults_of(const char *name);

/* The faults of `text` behind "version: 1\n" must be these lines. */
void expect(const char *text, const char *want);

/* Those of a file must be these. */
void expect_file(const char *name, const char *want);

/* Rules of a text, in a file in the folder /job, which must be good; they deny,
 * or only tell (--audit-only). */
enum rules_mood {
	RULES_DENY,
	RULES_TELL
};
struct rules *rules_from(const char *text, enum rules_mood mood);

/* What they say to one access. */
struct answer file_answer(const struct rules *r, enum access one,
    const char *path);

#endif /* PTS_TESTS_RULES_FAULTS_H */
