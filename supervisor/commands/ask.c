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
