/* Asking a person.
 *
 * A question stands on the terminal while its call waits; other calls that ask
 * wait for their turn.  What was answered is remembered for the rule that asked
 * and what it was asked about, and for nothing else: an answer never weighs
 * against rules that come before it.  What was answered for one call is
 * forgotten once that call is decided. */
#include "ask/ask.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask/known.h"
#include "ask/save.h"
#include "ask/text.h"
#include "ask/tty.h"
#include "ask/waiting.h"
#include "base/fd.h"

/* Told where a question ends without an answer. */
#define WITHDRAWN "\n(it is asked no more)\n"

struct asking {
	struct asking_options options;
	struct mediator *m;
	struct tty tty;
	uint64_t calls; /* that asked so far */
	struct known *known;
	unsigned given; /* answers that count for the whole run, so far */
	struct waiting *first; /* the one that stands, if tty.asking */
	bool end;
	bool again;
};

/* May we use the terminal: is it we or the job who have its foreground? */
static const char *
why_nobody(const struct asking *a)
{
	pid_t group;
	const struct process *p;

	if (a->options.never)
		return "--no-ask: nobody is asked";
	group = tty_group(&a->tty);
	if (group < 0)
		return "there is no terminal to ask on";
	if (group == getpgrp())
		return NULL;
	for (p = a->m->tracees.by_tgid; p != NULL; p = p->hh.next)
		if (getpgid(p->tgid) == group)
			return NULL;
	return "we are in the background of the terminal";
}

static void
show_first(struct asking *a)
{
	cleanup_str struct str text = {0}, rule = {0};
	const char *section;
	struct ask_words words =
	    waiting_words(a->first, a->options.shown, &rule, &section);

	ask_text(&text, &words);
	if (text.failed || !tty_begin(&a->tty, str_text(&text)))
		fd_close(&a->tty.fd);
}

/* Nobody can be asked any more: all who wait are judged again, and denied. */
static void
give_up(struct asking *a)
{
	while (a->first != NULL)
		waiting_drop(&a->first);
	a->again = true;
}

/* Puts the next question, if there is one and somebody to ask. */
static void
show_next(struct asking *a)
{
	if (a->first == NULL || a->tty.asking)
		return;
	if (why_nobody(a) == NULL)
		show_first(a);
	if (!a->tty.asking)
		give_up(a);
}

/* Takes those out of the queue whose call waits no more, or is answered. */
static void
prune(struct asking *a)
{
	struct waiting **at = &a->first;
	bool standing = a->tty.asking;

	while (*at != NULL) {
		struct waiting *w = *at;

		if (waiting_still(w, &a->m->tracees) &&
		    known_find(a->known, &w->q, w->call) == NULL) {
			at = &w->next;
			standing = false;
			continue;
		}
		if (standing)
			tty_end(&a->tty, WITHDRAWN, true);
		standing = false;
		waiting_drop(at);
	}
}

/* Adds a question to the queue.  False: out of memory. */
static bool
enqueue(struct asking *a, const struct question *q)
{
	struct waiting **at = &a->first;

	while (*at != NULL)
		at = &(*at)->next;
	*at = waiting_new(q);
	return *at != NULL;
}

/* Does this call wait for this answer already?  What else it waited for is not
 * asked any more: its memory, or the rules, changed meanwhile. */
static bool
is_queued(struct asking *a, const struct question *q)
{
	struct waiting **at = &a->first;
	bool standing = a->tty.asking;

	while (*at != NULL) {
		struct waiting *w = *at;

		if (w->call != q->task->asks) {
			at = &w->next;
			standing = false;
			continue;
		}
		if (known_same(&w->q, q))
			return true;
		if (standing)
			tty_end(&a->tty, WITHDRAWN, true);
		standing = false;
		waiting_drop(at);
	}
	return false;
}

static enum asked
known(void *ctx, const struct question *q)
{
	const struct asking *a = ctx;
	const struct known *k = known_find(a->known, q, q->task->asks);

	if (k != NULL)
		return k->yes ? ASKED_YES : ASKED_NO;
	return why_nobody(a) != NULL ? ASKED_NOBODY : ASKED_WAIT;
}

static enum asked
put(void *ctx, const struct question *q, const char **ret_how)
{
	struct asking *a = ctx;
	const struct known *k = known_find(a->known, q, q->task->asks);

	if (k != NULL) {
		*ret_how = k->how;
		return k->yes ? ASKED_YES : ASKED_NO;
	}
	*ret_how = why_nobody(a);
	if (*ret_how != NULL)
		return ASKED_NOBODY;
	if (q->task->asks == 0)
		q->task->asks = ++a->calls;
	if (is_queued(a, q))
		return ASKED_WAIT;
	if (!enqueue(a, q)) {
		*ret_how = "out of memory: nobody is asked";
		return ASKED_NOBODY;
	}
	/* The task waits only when its handler has returned: the tick that
	 * follows shows it. */
	return ASKED_WAIT;
}

int
asking_open(const struct asking_options *o, struct mediator *m,
    struct asking **ret)
{
	struct asking *a = calloc(1, sizeof(*a));

	if (a == NULL)
		return -ENOMEM;
	a->options = *o;
	a->m = m;
	a->tty.fd = -1;
	if (!o->never)
		tty_open(&a->tty);
	m->asker = (struct asker){.ctx = a, .put = put, .known = known};
	*ret = a;
	return 0;
}

/* Saves the rule of the question that stands.  What comes of it is told behind
 * the answer. */
static void
save(const struct asking *a, const char *section, const char *rule,
    struct str *to)
{
	cleanup_str struct str why = {0};

	if (save_rule(a->options.save, section, rule, &why) == 0) {
		str_add(to, "; saved");
		return;
	}
	str_add(to, "; not saved: ");
	str_add_shown(to, str_text(&why), why.len);
}

/* Remembers what was answered to the question that stands. */
static bool
remember(struct asking *a, const struct waiting *w, enum answer_word word)
{
	bool once = word == ANSWER_ONCE || word == ANSWER_NO;
	bool yes = word != ANSWER_NO && word != ANSWER_NEVER;

	if (!known_add(&a->known, &w->q, once ? w->call : 0, w->tid,
		word == ANSWER_BELOW ? w->below : NULL, yes,
		ask_answer_word(word)))
		return false;
	if (!once)
		a->known->number = ++a->given;
	return true;
}

static void
take_answer(struct asking *a)
{
	struct waiting *w = a->first;
	cleanup_str struct str rule = {0}, text = {0};
	const char *section;
	struct ask_words words =
	    waiting_words(w, a->options.shown, &rule, &section);
	enum answer_word word = ask_answer(&words, a->tty.line);

	if (word == ANSWER_NONE) {
		tty_end(&a->tty,
		    "ptsandbox: answer with one of the words, or their "
		    "beginning; Ctrl-C ends the job\n",
		    false);
		return;
	}
	str_addf(&text, "ptsandbox: %s: ", ask_answer_word(word));
	ask_text_short(&text, &words);
	if (!remember(a, w, word))
		str_add(&text, ": out of memory, denied");
	else if (word == ANSWER_SAVE)
		save(a, section, words.rule, &text);
	str_add_char(&text, '\n');
	tty_end(&a->tty, str_text(&text), false);
	waiting_drop(&a->first);
	a->again = true;
}

/* Ctrl-Z: all of us stop, as at any other time.  The group's own stop and go
 * come from us, since the key's signal is switched off. */
static void
suspend(struct asking *a)
{
	tty_end(&a->tty, "\n", true);
	(void)kill(0, SIGTSTP);
	/* Not SIGSTOP: the kernel stops nobody whom no shell could continue. */
	signal(SIGTSTP, SIG_DFL);
	(void)raise(SIGTSTP);
	signal(SIGTSTP, SIG_IGN);
	/* Whoever continued us may have meant us alone. */
	(void)kill(0, SIGCONT);
}

static void
watch(struct asking *a)
{
	if (why_nobody(a) != NULL) {
		tty_end(&a->tty, "", false);
		return;
	}
	switch (tty_poll(&a->tty)) {
	case TTY_NOTHING: return;
	case TTY_ANSWER: take_answer(a); return;
	case TTY_SUSPEND: suspend(a); return;
	case TTY_INTERRUPT:
		tty_end(&a->tty, "\n", true);
		a->end = true;
		return;
	case TTY_LOST:
		tty_end(&a->tty, "", true);
		fd_close(&a->tty.fd);
		return;
	}
}

enum ask_todo
asking_tick(struct asking *a)
{
	known_forget_calls(&a->known, &a->m->tracees);
	prune(a);
	if (a->tty.asking)
		watch(a);
	if (a->end)
		return ASK_END;
	prune(a);
	show_next(a);
	if (!a->again)
		return ASK_NOTHING;
	a->again = false;
	return ASK_AGAIN;
}

void
asking_list(const struct asking *a, struct str *to)
{
	known_list(a->known, to);
}

const struct policy *
asking_forget(struct asking *a, unsigned number, struct str *to)
{
	return known_forget(&a->known, number, to);
}

void
asking_free(struct asking *a)
{
	if (a == NULL)
		return;
	a->m->asker = (struct asker){0};
	tty_end(&a->tty, WITHDRAWN, true);
	tty_done(&a->tty);
	give_up(a);
	known_free(&a->known);
	free(a);
}
