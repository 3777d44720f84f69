/* Strings that a call keeps until it is done: names for the audit. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
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

bool
call_note_instead(struct call *c, const char *text)
{
	const char *kept = call_keep(c, text);

	if (kept != NULL && c->event.objects > 0)
		c->event.object[c->event.objects - 1].instead = kept;
	return kept != NULL;
}

/* A list of arguments that is longer is not told. */
#define ARGS_TOLD 65536u

void
call_tell_args(struct call *c, size_t argc, const char *const *argv)
{
	cleanup_str struct str text = {0};
	size_t i;

	if (c->event.objects == 0)
		return;
	str_add_char(&text, '[');
	for (i = 0; i < argc && text.len < ARGS_TOLD; i++) {
		if (i > 0)
			str_add_char(&text, ',');
		str_add_json(&text, argv[i], strlen(argv[i]));
	}
	str_add_char(&text, ']');
	if (i == argc && text.len < ARGS_TOLD && !text.failed)
		c->event.object[c->event.objects - 1].args =
		    call_keep(c, str_text(&text));
}
