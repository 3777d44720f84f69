/* Which pieces of a rules file the runs used: what they needed is asked again,
 * whatever rules they ran under. */
#include "learn/used.h"

#include <string.h>

#include "net_object.h"

static void
mark(struct pieces *to, const struct answer *a, unsigned access,
    const char *file)
{
	if (a->file != NULL && strcmp(a->file, file) == 0 && a->line > 0 &&
	    (size_t)a->line <= to->lines)
		to->of_line[a->line].used |= access;
}

static void
mark_files(struct pieces *to, const struct lessons *l, const struct policy *p,
    const char *file)
{
	for (const struct need *n = l->files.all; n != NULL; n = n->hh.next)
		for (unsigned bit = 1; bit <= ACC_EXEC; bit <<= 1) {
			struct answer a;

			if ((n->access & bit) == 0)
				continue;
			policy_file(p, (enum access)bit, n->name, &a);
			mark(to, &a, bit, file);
		}
}

static void
mark_network(struct pieces *to, const struct lessons *l, const struct policy *p,
    const char *file)
{
	for (const struct need *n = l->network.all; n != NULL; n = n->hh.next) {
		struct net_object o;

		if (!net_object_read(n->name, &o))
			continue;
		for (unsigned bit = ACC_CONNECT; bit <= ACC_SOCKET; bit <<= 1) {
			struct answer a;

			if ((n->access & bit) == 0)
				continue;
			policy_net(p, (enum access)bit, &o, &a);
			mark(to, &a, bit, file);
		}
	}
}

/* All that a process of the job can be to the one that signals it is asked:
 * not every record says which it was. */
static void
mark_processes(struct pieces *to, const struct lessons *l,
    const struct policy *p, const char *file)
{
	struct answer a;

	if (l->fork) {
		policy_process(p, ACC_FORK, TARGET_SELF, &a);
		mark(to, &a, ACC_FORK, file);
	}
	for (int t = TARGET_SELF; l->signal && t < TARGET_OUTSIDE; t++) {
		policy_process(p, ACC_SIGNAL, (enum target)t, &a);
		mark(to, &a, ACC_SIGNAL, file);
	}
}

void
used_mark(struct pieces *to, const struct lessons *l, const struct policy *p,
    const char *file)
{
	mark_files(to, l, p, file);
	mark_network(to, l, p, file);
	mark_processes(to, l, p, file);
	for (const struct need *n = l->programs.all; n != NULL;
	     n = n->hh.next) {
		struct answer a;

		policy_run(p, n->name, 0, NULL, &a);
		mark(to, &a, ACC_RUN, file);
	}
}
