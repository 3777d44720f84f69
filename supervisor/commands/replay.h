/* What the files of `ptsandbox replay` share. */
#ifndef PTS_COMMANDS_REPLAY_H
#define PTS_COMMANDS_REPLAY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "audit/reader_stack.h"
#include "base/hash.h"
#include "base/str.h"
#include "rules.h"

/* More different flips than this are only counted. */
#define FLIPS_MAX 20000u

/* A process of the record, under the new rules. */
struct life {
	pid_t pid;
	const struct policy *policy;
	const struct policy
	    *next;   /* once its exec is through; NULL: the same */
	bool native; /* it was seen to run no Python */
	UT_hash_handle hh;
};

/* One thing that is decided otherwise, however often. */
struct flip {
	bool to_denied;
	uint64_t count;
	char *what;  /* owned: access, object, and the two rules, as shown */
	char *event; /* owned: the first time, as shown */
	char *key;   /* owned */
	UT_hash_handle hh;
};

/* How often one rule decided. */
struct use {
	uint64_t count;
	UT_hash_handle hh;
	char key[]; /* FILE:LINE */
};

struct replay {
	const struct rules *rules;
	struct life *lives;
	struct flip *flips;
	size_t flip_count;
	struct use *uses;
	struct record_stacks stacks;
	uint64_t calls, asked, unruled, unknown, lost;
	uint64_t
	    untold; /* questions that depend on stacks that are not there */
	uint64_t denied, allowed; /* flips to it, each time counted */
	bool failed;              /* memory ran out */
};

/* replay_who.c: who makes the call that a line tells of.  `of` outlives ret. */
struct replayed {
	const struct replay *replay;
	const struct life *life;
	const json_t *line;
};
struct who replay_who(struct replayed *of);

/* Notes what a call's line tells of its process's stacks. */
void replay_note_stack(struct life *l, const json_t *line);

/* Takes one line of the record; `number` is its line there. */
void replay_line(struct replay *r, const json_t *line, unsigned number);

/* What it has come to. */
void replay_text(const struct replay *r, struct str *to);

void replay_done(struct replay *r);

#endif /* PTS_COMMANDS_REPLAY_H */
