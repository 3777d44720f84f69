/* The processes of the job, as far as they were told of. */
#include "audit/members.h"

#include <stdlib.h>

#include "base/hash.h"

struct member {
	pid_t pid;
	UT_hash_handle hh;
};

static struct member *
find(const struct members *all, pid_t pid)
{
	struct member *m;

	HASH_FIND(hh, all->first, &pid, sizeof(pid), m);
	return m;
}

bool
members_has(const struct members *all, pid_t pid)
{
	return find(all, pid) != NULL;
}

bool
members_add(struct members *all, pid_t pid)
{
	struct member *m =
	    find(all, pid) == NULL ? calloc(1, sizeof(*m)) : NULL;

	if (m == NULL)
		return false;
	m->pid = pid;
	HASH_ADD(hh, all->first, pid, sizeof(m->pid), m);
	return true;
}

bool
members_remove(struct members *all, pid_t pid)
{
	struct member *m = find(all, pid);

	if (m == NULL)
		return false;
	HASH_DEL(all->first, m);
	free(m);
	return true;
}

void
members_done(struct members *all)
{
	struct member *m, *next;

	HASH_ITER(hh, all->first, m, next) {
		HASH_DEL(all->first, m);
		free(m);
	}
}
