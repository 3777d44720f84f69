/* The processes of a run as a tree: who started whom. */
#include "report/kin.h"

#include <errno.h>
#include <stdlib.h>

int
kin_make(struct kin *ret, const struct model *m)
{
	size_t n = m->proc_count;

	*ret = (struct kin){.first = NO_PROC};
	if (n == 0)
		return 0;
	ret->child = malloc(n * sizeof(uint32_t));
	ret->sibling = malloc(n * sizeof(uint32_t));
	if (ret->child == NULL || ret->sibling == NULL) {
		kin_done(ret);
		return -ENOMEM;
	}
	for (size_t i = 0; i < n; i++)
		ret->child[i] = NO_PROC;
	/* From the last to the first, so that each list begins with the first.
	 */
	for (size_t i = n; i-- > 0;) {
		uint32_t parent = m->procs[i].parent;
		uint32_t *list =
		    parent != NO_PROC ? &ret->child[parent] : &ret->first;

		ret->sibling[i] = *list;
		*list = (uint32_t)i;
	}
	return 0;
}

uint32_t
kin_alike(const struct kin *k, const struct model *m, uint32_t at,
    uint32_t *ret_next)
{
	const struct proc *p = &m->procs[at], *q;
	uint32_t n = 1, next = k->sibling[at];

	while (p->children == 0 && next != NO_PROC) {
		q = &m->procs[next];
		if (q->children != 0 || q->program != p->program ||
		    q->status != p->status || q->signal != p->signal ||
		    q->profile != p->profile)
			break;
		n++;
		next = k->sibling[next];
	}
	*ret_next = next;
	return n;
}

void
kin_done(struct kin *k)
{
	free(k->child);
	free(k->sibling);
	*k = (struct kin){.first = NO_PROC};
}
