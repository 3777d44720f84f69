/* Inside another ptsandbox nothing can be traced: with --nested-ok the command
 * takes our place, and the outer rules are the only ones. */
#include "nested.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/str.h"
#include "run.h"
#include "streams.h"

/* What was asked for and would be missed silently. */
static const char *
impossible(const struct opts *o)
{
	return o->user != NULL ? "--user"
	    : o->safe_output   ? "--safe-output"
	    : o->audit != NULL ? "--audit"
			       : NULL;
}

/* Returns 0 or the exit status. */
static int
take_streams(const struct opts *o)
{
	cleanup_str struct str why = {0};
	struct streams s;

	streams_init(&s);
	if (streams_open(&s, o, &why) != 0) {
		log_line("%s", str_text(&why));
		streams_done(&s);
		return EXIT_OURS;
	}
	for (int i = 0; i < 3; i++)
		if (s.standard[i] >= 0)
			(void)dup2(s.standard[i], i);
	streams_done(&s);
	return 0;
}

int
nested_run(const struct opts *o)
{
	cleanup_str struct str shown = {0};
	const char *name = o->command[0];
	const char *not = impossible(o);
	int err, status;

	str_add_shown(&shown, name, strlen(name));
	if (not != NULL) {
		log_line("%s cannot be had inside another ptsandbox: nothing "
			 "was run",
		    not );
		return EXIT_OURS;
	}
	log_line("inside another ptsandbox: %s runs under its rules alone",
	    str_text(&shown));
	status = take_streams(o);
	if (status != 0)
		return status;
	execvp(name, o->command);
	err = errno;
	log_line("cannot run %s: %s", str_text(&shown),
	    err == ENOENT ? "not found" : strerror(err));
	return err == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
}
