/* Who made a recorded call: the modules of the stack that was recorded with it,
 * for rules with `when`. */
#include <string.h>

#include "audit/reader.h"
#include "commands/replay.h"
#include "stack/told.h"

static enum when_is
stands(void *ctx, const struct when *w)
{
	const struct replayed *of = ctx;

	if (of->life->native)
		return WHEN_NOT;
	return record_stack_stands(&of->replay->stacks, of->line, w);
}

struct who
replay_who(struct replayed *of)
{
	return (struct who){.ctx = of, .stands = stands};
}

void
replay_note_stack(struct life *l, const json_t *line)
{
	const char *why = record_text(line, "stack_why");

	/* Told once for each program; from then on there is no stack. */
	if (why != NULL)
		l->native = strcmp(why, NO_PYTHON) == 0;
	else if (json_is_integer(json_object_get(line, "stack")))
		l->native = false;
}
