/* The words of a question, and of its answers. */
#ifndef PTS_ASK_TEXT_H
#define PTS_ASK_TEXT_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/str.h"

/* A question as it is shown.  Nothing in it is quoted yet. */
struct ask_words {
	unsigned access;
	const char *object;
	const char *program; /* canonical name; NULL: none yet */
	pid_t pid;
	const char *profile; /* NULL: the main rules */
	const char *file;    /* the rule; NULL: the default */
	int line;
	const char *below; /* the folder to extend to; NULL: not offered */
	bool narrow;       /* only for this call */
	const char *rule;  /* to be saved; NULL: not offered */
	const char *save;  /* the file that it goes to */
};

enum answer_word {
	ANSWER_NONE, /* not understood, or not offered */
	ANSWER_ONCE,
	ANSWER_ALWAYS,
	ANSWER_BELOW,
	ANSWER_SAVE,
	ANSWER_NO,
	ANSWER_NEVER,
};

/* The question, with what may be answered. */
void ask_text(struct str *to, const struct ask_words *w);

/* What is asked in a few words, for the line that confirms an answer. */
void ask_text_short(struct str *to, const struct ask_words *w);

/* Reads an answer: a word or the beginning of one, `n` being no. */
enum answer_word ask_answer(const struct ask_words *w, const char *line);

/* The word of an answer, for the record. */
const char *ask_answer_word(enum answer_word a);

#endif /* PTS_ASK_TEXT_H */
