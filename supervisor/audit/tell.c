/* The line told at a denial: what, who, which rule, and the rule that would
 * allow it. */
#include "audit/tell.h"

#include "audit/hint.h"
#include "audit/words.h"

static const char *
word_of(enum denial_kind kind)
{
	switch (kind) {
	case DENIED: return "denied";
	case REFUSED: return "refused";
	case KILLED: return "the job is ended";
	case WOULD: return "would deny";
	case INJECTED: return "injected";
	}
	return "denied";
}

void
tell_text(struct str *to, const struct denial *n, bool in_job)
{
	str_addf(to, "%s: ", word_of(n->kind));
	words_access(to, n->access, ",");
	if (n->access != 0 && *n->what != '\0')
		str_add_char(to, ' ');
	words_shown(to, n->what);
	str_add(to, " (");
	/* Before its first exec there is no program yet. */
	words_shown(to,
	    *n->program != '\0' ? words_base(n->program) : "the command");
	str_addf(to, " pid %d", (int)n->pid);
	if (n->profile != NULL) {
		str_add(to, ", profile ");
		words_shown(to, n->profile);
	}
	str_add(to, "): ");
	if (n->where != NULL) {
		str_add(to, n->where);
		str_add(to, ", ");
	}
	if (n->rule != NULL) {
		str_add(to, "rule ");
		words_shown(to, n->rule);
		str_addf(to, ":%d", n->line);
		if (n->why != NULL) {
			str_add(to, "; ");
			words_shown(to, n->why);
		}
	} else if (n->why != NULL) {
		words_shown(to, n->why);
	} else {
		str_add(to, "no rule; ");
		hint_add(to, n->access, n->what, in_job);
	}
}
