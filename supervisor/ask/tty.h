/* The terminal that questions are put on.  It is the job's too: its settings
 * are made known ones for a question, and given back after it. */
#ifndef PTS_ASK_TTY_H
#define PTS_ASK_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#include "base/str.h"

/* An answer is a word. */
#define TTY_LINE 64

struct tty {
	int fd;               /* /dev/tty; owned; -1: there is none */
	struct termios first; /* as it was before the job */
	bool asking;          /* ours are set, the job's stand below */
	struct termios ours, jobs;
	pid_t front;    /* the foreground group to give it back to */
	struct str out; /* of the question, and how much is written */
	size_t written;
	char line[TTY_LINE]; /* what was typed so far */
	size_t len;
};

enum tty_event {
	TTY_NOTHING,
	TTY_ANSWER,    /* t->line holds a line, without its end */
	TTY_INTERRUPT, /* Ctrl-C */
	TTY_SUSPEND,   /* Ctrl-Z */
	TTY_LOST,      /* it hung up */
};

/* Opens the controlling terminal; t->fd is -1 where there is none.  To be
 * called before the job starts. */
void tty_open(struct tty *t);

/* Its foreground process group, or -1. */
pid_t tty_group(const struct tty *t);

/* Puts a question: takes the foreground, sets the terminal and drops what was
 * typed ahead.  Never waits for the terminal.  False: it is lost. */
bool tty_begin(struct tty *t, const char *text);

/* What happened since; to be called now and then while a question stands.  Does
 * not wait. */
enum tty_event tty_poll(struct tty *t);

/* The question is over: prints `text` (may be empty) and gives the terminal
 * back as the job had it.  `drop`: what was typed is not for the job. */
void tty_end(struct tty *t, const char *text, bool drop);

/* Closes it; idempotent. */
void tty_done(struct tty *t);

#endif /* PTS_ASK_TTY_H */
