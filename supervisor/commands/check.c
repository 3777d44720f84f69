/* `ptsandbox check`: are the rules good, and are they what was meant? */
#include <stdlib.h>

#include "base/log.h"
#include "commands/ask.h"
#include "commands/commands.h"
#include "load.h"
#include "run.h"

#define USAGE                                                                  \
	"usage: ptsandbox check [--strict] [options that give rules] "         \
	"[FILE ...]\n\n"                                                       \
	"Reads rules, as a run does, and prints what is wrong with them and\n" \
	"what is perhaps not meant.  With --strict a warning is a failure.\n"  \
	"The exit status is 0; 1 for warnings with --strict; 125 for faults.\n"

/* Warnings are what was asked for: they go to standard output. */
static int
tell(const struct rules *r, bool strict)
{
	cleanup_str struct str text = {0};
	struct faults w = {0};
	int status;

	rules_warn(r, &w);
	for (size_t i = 0; i < w.count; i++)
		str_addf(&text, "%s\n", w.lines[i]);
	text.failed |= w.failed;
	status = w.count > 0 && strict ? 1 : 0;
	if (w.count == 0)
		str_add(&text, "the rules are good\n");
	fault_done(&w);
	return ask_print(&text, status);
}

int
check_command(int argc, char **argv)
{
	bool strict = false;
	const struct opts_own own[] = {
	    {.name = "strict", .given = &strict},
            {0               }
        };
	struct opts o;
	struct rules *r;
	int status = ask_words(&o, argc, argv, own, USAGE);

	if (status >= 0)
		return status;
	/* Each word takes the place of one that an option could have been. */
	for (size_t i = 0; o.command[i] != NULL; i++)
		o.rules[o.rules_count++] = o.command[i];
	if (o.rules_count == 0 && o.grants_count == 0) {
		log_line("check has nothing to read; name a rules file");
		opts_done(&o);
		return EXIT_OURS;
	}
	r = ask_rules(&o);
	status = r != NULL ? tell(r, strict) : EXIT_OURS;
	rules_free(r);
	opts_done(&o);
	return status;
}
