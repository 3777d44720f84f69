/* Strings that a call keeps until it is done: names for the audit. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "call/call.h"

/* A name copied once, to be kept for the audit. */
struct kept {
	struct kept *next;
	char text[];
};

void
call_drop_kept(struct call *c)
{
	while (c->kept != NULL) {
		struct kept *k = c->kept;

		c->kept = k->next;
		free(k);
	}
}

const char *
call_keep(struct call *c, const char *text)
{
	size_t len = strlen(text);
	struct kept *k = malloc(sizeof(*k) + len + 1);

	if (k == NULL) {
		c->out = v_fault(ENOMEM);
		return NULL;
	}
	memcpy(k->text, text, len + 1);
	k->next = c->kept;
	c->kept = k;
	return k->text;
}
