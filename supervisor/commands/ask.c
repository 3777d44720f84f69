/* What the commands about rules share: their words, the rules, the answer. */
#include "commands/ask.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "load.h"
#include "run.h"

int
ask_words(struct opts *o, int argc, char **argv, const struct opts_own *own,
    const char *usage)
{
	struct faults f = {0};
	struct str text = {0};
	int status = -1;

	if (opts_read_own(o, argc, argv, own, &f) < 0) {
		status = tell_faults(&f);
	} else if (o->task == DO_HELP) {
		str_add(&text, usage);
		status = ask_print(&text, 0);
	}
	str_done(&text);
	if (status >= 0)
		opts_done(o);
	return status;
}

const char *
ask_operand(int *argc, char ***argv)
{
	if (*argc < 2 || (*argv)[1][0] == '-')
		return NULL;
	(*argc)--;
	return *++*argv;
}

unsigned
ask_accesses(const char *word)
{
	unsigned all = 0;

	while (*word != '\0') {
		size_t len = strcspn(word, ",");
		unsigned one = 0;

		if (len == 5 && memcmp(word, "write", len) == 0)
			one = ACC_WRITE;
		if (len == 3 && memcmp(word, "any", len) == 0)
			one = ACC_FILES;
		for (unsigned bit = 1; bit <= ACC_SIGNAL; bit <<= 1) {
			const char *name = access_name((enum access)bit);

			if (strlen(name) == len && memcmp(name, word, len) == 0)
				one = bit;
		}
		if (one == 0)
			return 0;
		all |= one;
		word += len + (word[len] == ',');
	}
	return all;
}

const char *
ask_one_word(const struct opts *o, const char *before)
{
	size_t want = before != NULL ? 0 : 1;

	if (ask_count(o) != want)
		return NULL;
	return before != NULL ? before : o->command[0];
}

size_t
ask_count(const struct opts *o)
{
	size_t n = 0;

	while (o->command[n] != NULL)
		n++;
	return n;
}

struct rules *
ask_rules(const struct opts *o)
{
	struct faults f = {0};
	struct rules *r = load_rules(o, &f);

	if (r == NULL)
		tell_faults(&f);
	return r;
}

int
ask_print(const struct str *text, int status)
{
	if (text->failed)
		errno = ENOMEM;
	else if (fwrite(str_text(text), 1, text->len, stdout) == text->len &&
	    fflush(stdout) == 0)
		return status;
	log_line("standard output: %s", strerror(errno));
	return EXIT_OURS;
}
