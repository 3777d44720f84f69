/* What was answered.  People give few answers: a list is enough. */
#include "ask/known.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/words.h"

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool
known_same(const struct question *a, const struct question *b)
{
	return a->policy == b->policy && a->access == b->access &&
	    a->says.line == b->says.line &&
	    same_text(a->says.file, b->says.file) &&
	    strcmp(a->scope, b->scope) == 0;
}

/* Does the answer cover all that is asked? */
static bool
covers(const struct known *k, const struct question *q, uint64_t call)
{
	/* Who allowed both allowed each; who refused both may allow one. */
	unsigned open =
	    k->yes ? q->access & ~k->access : k->access & ~q->access;

	if (k->policy != q->policy || open != 0 || k->line != q->says.line ||
	    !same_text(k->file, q->says.file))
		return false;
	if (k->call != 0 && k->call != call)
		return false;
	return k->below ? str_is_below(q->scope, k->scope, strlen(k->scope))
			: strcmp(k->scope, q->scope) == 0;
}

const struct known *
known_find(const struct known *all, const struct question *q, uint64_t call)
{
	/* A rule that looked at arguments may say something else of others. */
	for (const struct known *k = all; k != NULL; k = k->next)
		if (covers(k, q, call) && (!q->narrow || k->call != 0))
			return k;
	return NULL;
}

bool
known_add(struct known **all, const struct question *q, uint64_t call,
    pid_t tid, const char *below, bool yes, const char *how)
{
	struct known *k = calloc(1, sizeof(*k));

	if (k == NULL)
		return false;
	*k = (struct known){.next = *all,
	    .policy = q->policy,
	    .file = q->says.file,
	    .line = q->says.line,
	    .access = q->access,
	    .scope = strdup(below != NULL ? below : q->scope),
	    .below = below != NULL,
	    .call = call,
	    .tid = tid,
	    .yes = yes,
	    .how = how};
	if (k->scope == NULL) {
		free(k);
		return false;
	}
	*all = k;
	return true;
}

void
known_forget_calls(struct known **all, const struct tracees *tasks)
{
	while (*all != NULL) {
		struct known *k = *all;
		const struct tracee *t =
		    k->call != 0 ? tracee_find(tasks, k->tid) : NULL;

		if (k->call == 0 || (t != NULL && t->asks == k->call)) {
			all = &k->next;
			continue;
		}
		*all = k->next;
		free(k->scope);
		free(k);
	}
}

static void
add_known(struct str *to, const struct known *k)
{
	str_addf(to, "%s ", k->how);
	words_access(to, k->access, ",");
	str_add_char(to, ' ');
	words_shown(to, k->scope);
	if (k->file != NULL) {
		str_add(to, ", asked by ");
		words_shown(to, k->file);
		str_addf(to, ":%d", k->line);
	}
}

void
known_list(const struct known *all, struct str *to)
{
	for (const struct known *k = all; k != NULL; k = k->next) {
		char name[16];

		if (k->call != 0)
			continue;
		snprintf(name, sizeof(name), "a%u", k->number);
		str_addf(to, "%6s ", name);
		add_known(to, k);
		str_add_char(to, '\n');
	}
}

const struct policy *
known_forget(struct known **all, unsigned number, struct str *to)
{
	for (; *all != NULL; all = &(*all)->next) {
		struct known *k = *all;
		const struct policy *policy = k->policy;

		if (k->call != 0 || k->number != number)
			continue;
		add_known(to, k);
		*all = k->next;
		free(k->scope);
		free(k);
		return policy;
	}
	return NULL;
}

void
known_free(struct known **all)
{
	while (*all != NULL) {
		struct known *k = *all;

		*all = k->next;
		free(k->scope);
		free(k);
	}
}
