/* How many processes the job has. */
#include "handle/census.h"

#include <stdlib.h>

#include "handle/target.h"

static bool
fits(const struct call *c)
{
	const struct tracees *all = &c->m->tracees;

	return HASH_COUNT(all->by_tgid) + all->making + c->m->census.count <
	    c->m->census.most;
}

bool
census_full(struct call *c)
{
	struct census *census = &c->m->census;
	size_t kept = 0;

	if (census->most == 0 || fits(c))
		return false;
	/* Most of those that ended were waited for since. */
	for (size_t i = 0; i < census->count; i++)
		if (target_ended(c, census->ended[i], false))
			census->ended[kept++] = census->ended[i];
	census->count = kept;
	return !fits(c);
}

void
census_ended(struct census *census, pid_t pid)
{
	if (census->most == 0)
		return;
	if (census->count == census->room) {
		size_t room = census->room + 64;
		pid_t *more = reallocarray(census->ended, room, sizeof(*more));

		/* Not counted: it has ended after all. */
		if (more == NULL)
			return;
		census->ended = more;
		census->room = room;
	}
	census->ended[census->count++] = pid;
}

void
census_done(struct census *census)
{
	free(census->ended);
	*census = (struct census){0};
}
