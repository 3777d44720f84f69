/* A short memory of bindings. */
#include "call/bound.h"

#include <string.h>

void
bound_set(struct bound *b, ino_t inode, const struct net_object *at)
{
	*b = (struct bound){.inode = inode, .at = *at};
	b->at.name = NULL;
	b->at.name_len = 0;
	if (at->family != AF_UNIX)
		return;
	if (at->name_len >= sizeof(b->name)) {
		b->inode = 0;
		return;
	}
	if (at->name_len != 0)
		memcpy(b->name, at->name, at->name_len);
	b->at.name_len = at->name_len;
}

void
bounds_add(struct bounds *all, const struct bound *b)
{
	struct bound *to = &all->entry[all->next];

	if (b->inode == 0)
		return;
	*to = *b;
	if (to->at.family == AF_UNIX)
		to->at.name = to->name;
	all->next = (all->next + 1) % BOUND_MAX;
}

const struct bound *
bounds_find(const struct bounds *all, ino_t inode)
{
	for (unsigned i = 1; i <= BOUND_MAX; i++) {
		const struct bound *b =
		    &all->entry[(all->next + BOUND_MAX - i) % BOUND_MAX];

		if (b->inode == inode && inode != 0)
			return b;
	}
	return NULL;
}
