/* The words of a question, and of its answers.  All that the job could have
 * chosen is quoted, so that no name ends a line or moves the cursor. */
#include "ask/text.h"

#include <string.h>

#include "audit/words.h"

static const char *const words[] = {
    [ANSWER_ONCE] = "once",
    [ANSWER_ALWAYS] = "always",
    [ANSWER_BELOW] = "below",
    [ANSWER_SAVE] = "save",
    [ANSWER_NO] = "no",
    [ANSWER_NEVER] = "never",
};

#define WORDS (sizeof(words) / sizeof(words[0]))

void
ask_text_short(struct str *to, const struct ask_words *w)
{
	words_access(to, w->access, ", ");
	if ((w->access & ACC_FORK) == 0) {
		str_add_char(to, ' ');
		words_shown(to, w->object);
	}
}

/* Who asks.  Where the source of a call is known, a line of a script say, it
 * belongs here. */
static void
add_who(struct str *to, const struct ask_words *w)
{
	str_add(to, "  for ");
	words_shown(to,
	    w->program != NULL ? words_base(w->program) : "the command");
	str_addf(to, " (pid %d)", (int)w->pid);
}

static void
add_rule(struct str *to, const struct ask_words *w)
{
	if (w->file != NULL) {
		str_add(to, ", by rule ");
		words_shown(to, w->file);
		str_addf(to, ":%d", w->line);
	} else {
		str_add(to, ", since no rule speaks of it");
	}
	if (w->profile != NULL) {
		str_add(to, ", in profile ");
		words_shown(to, w->profile);
	}
	str_add_char(to, '\n');
}

void
ask_text(struct str *to, const struct ask_words *w)
{
	str_add(to, "ptsandbox asks: ");
	ask_text_short(to, w);
	str_add(to, "?\n");
	add_who(to, w);
	add_rule(to, w);
	str_add(to, "  once");
	if (!w->narrow)
		str_add(to, " | always");
	if (w->below != NULL) {
		str_add(to, " | below ");
		words_shown(to, w->below);
	}
	str_add(to, w->narrow ? " | no\n" : " | no | never\n");
	if (w->rule != NULL) {
		str_add(to, "  save to ");
		words_shown(to, w->save);
		str_add(to, ": ");
		words_shown(to, w->rule);
		str_add_char(to, '\n');
	}
	str_add(to, "ptsandbox, your answer: ");
}

static bool
offered(const struct ask_words *w, enum answer_word a)
{
	switch (a) {
	case ANSWER_NONE: return false;
	case ANSWER_ONCE:
	case ANSWER_NO: return true;
	case ANSWER_ALWAYS:
	case ANSWER_NEVER: return !w->narrow;
	case ANSWER_BELOW: return w->below != NULL;
	case ANSWER_SAVE: return w->rule != NULL;
	}
	return false;
}

enum answer_word
ask_answer(const struct ask_words *w, const char *line)
{
	size_t len = strlen(line);

	/* The first that fits: "n" is no before it is never. */
	for (size_t i = ANSWER_ONCE; len > 0 && i < WORDS; i++)
		if (strncmp(line, words[i], len) == 0)
			return offered(w, (enum answer_word)i)
			    ? (enum answer_word)i
			    : ANSWER_NONE;
	if (strcmp(line, "y") == 0 || strcmp(line, "yes") == 0)
		return ANSWER_ONCE;
	return ANSWER_NONE;
}

const char *
ask_answer_word(enum answer_word a)
{
	return words[a] != NULL ? words[a] : "?";
}
