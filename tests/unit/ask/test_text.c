/* The words of questions and of answers. */
#include <criterion/criterion.h>
#include <string.h>

#include "ask/text.h"
#include "base/access.h"

static const struct ask_words plain = {.access = ACC_READ | ACC_MODIFY,
    .object = "/home/ann/x",
    .program = "/usr/bin/python3.11",
    .pid = 12,
    .file = "job.yaml",
    .line = 9,
    .below = "/home/ann"};

static void
shown(const struct ask_words *w, const char *want)
{
	struct str s = {0};

	ask_text(&s, w);
	cr_expect_str_eq(str_text(&s), want);
	str_done(&s);
}

Test(ask_text, says_what_who_and_which_rule)
{
	shown(&plain,
	    "ptsandbox asks: read, modify /home/ann/x?\n"
	    "  for python3.11 (pid 12), by rule job.yaml:9\n"
	    "  once | always | below /home/ann | no | never\n"
	    "ptsandbox, your answer: ");
}

Test(ask_text, says_what_would_be_saved)
{
	struct ask_words w = plain;

	w.below = NULL;
	w.file = NULL;
	w.profile = "worker";
	w.save = "a.yaml";
	w.rule = "{allow: read, path: /x}";
	shown(&w,
	    "ptsandbox asks: read, modify /home/ann/x?\n"
	    "  for python3.11 (pid 12), since no rule speaks of it, in profile "
	    "worker\n"
	    "  once | always | no | never\n"
	    "  save to a.yaml: {allow: read, path: /x}\n"
	    "ptsandbox, your answer: ");
}

Test(ask_text, a_rule_on_arguments_is_answered_for_one_call)
{
	struct ask_words w = plain;

	w.access = ACC_FORK;
	w.object = "a process";
	w.program = NULL;
	w.below = NULL;
	w.narrow = true;
	shown(&w,
	    "ptsandbox asks: fork?\n"
	    "  for the command (pid 12), by rule job.yaml:9\n"
	    "  once | no\n"
	    "ptsandbox, your answer: ");
	cr_expect_eq(ask_answer(&w, "always"), ANSWER_NONE);
	cr_expect_eq(ask_answer(&w, "never"), ANSWER_NONE);
	cr_expect_eq(ask_answer(&w, "once"), ANSWER_ONCE);
}

/* A name cannot end the line, move the cursor or look like a question. */
Test(ask_text, names_are_quoted)
{
	static const char hostile[] =
	    "/a?\n\033[2J\rptsandbox asks: \x9b\xe2\x80\xae";
	struct ask_words w = plain;
	struct str s = {0};

	w.object = w.program = w.below = w.profile = w.rule = w.save = w.file =
	    hostile;
	ask_text(&s, &w);
	for (const char *c = str_text(&s); *c != '\0'; c++)
		cr_expect(*c == '\n' || (unsigned char)*c >= ' ', "%d", *c);
	cr_expect_null(strstr(str_text(&s), "\xe2\x80\xae"));
	cr_expect_null(strchr(str_text(&s), '\x9b'));
	cr_expect_eq(strncmp(str_text(&s),
			 "ptsandbox asks: read, modify /a?\\n", 34),
	    0);
	str_done(&s);
}

Test(ask_text, answers_are_words_or_their_beginnings)
{
	struct ask_words w = plain;

	cr_expect_eq(ask_answer(&w, "o"), ANSWER_ONCE);
	cr_expect_eq(ask_answer(&w, "y"), ANSWER_ONCE);
	cr_expect_eq(ask_answer(&w, "yes"), ANSWER_ONCE);
	cr_expect_eq(ask_answer(&w, "alw"), ANSWER_ALWAYS);
	cr_expect_eq(ask_answer(&w, "below"), ANSWER_BELOW);
	cr_expect_eq(ask_answer(&w, "n"), ANSWER_NO);
	cr_expect_eq(ask_answer(&w, "no"), ANSWER_NO);
	cr_expect_eq(ask_answer(&w, "ne"), ANSWER_NEVER);
	cr_expect_eq(ask_answer(&w, "save"), ANSWER_NONE, "not offered");
	w.rule = "{allow: fork}";
	cr_expect_eq(ask_answer(&w, "s"), ANSWER_SAVE);
	cr_expect_eq(ask_answer(&w, ""), ANSWER_NONE);
	cr_expect_eq(ask_answer(&w, "always!"), ANSWER_NONE);
	cr_expect_eq(ask_answer(&w, " once"), ANSWER_NONE);
	cr_expect_eq(ask_answer(&w, "\033[1;1Ro"), ANSWER_NONE);
}
