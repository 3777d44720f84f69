/* A call that waits for an answer: a copy of all that its question says, since
 * the task may be gone before it is answered. */
#include "ask/waiting.h"

#include <stdlib.h>
#include <string.h>

#include "audit/hint.h"

static void
waiting_free(struct waiting *w)
{
	free(w->object);
	free(w->scope);
	free(w->program);
	free(w->below);
	free(w);
}

void
waiting_drop(struct waiting **first)
{
	struct waiting *w = *first;

	*first = w->next;
	waiting_free(w);
}

/* A copy of some text, which may be NULL. */
static char *
copy(const char *text, bool *failed)
{
	char *made = text != NULL ? strdup(text) : NULL;

	*failed |= text != NULL && made == NULL;
	return made;
}

struct waiting *
waiting_new(const struct question *q)
{
	struct waiting *w = calloc(1, sizeof(*w));
	const char *below = q->below > 0 && !q->narrow ? q->object : NULL;
	bool failed = false;

	if (w == NULL)
		return NULL;
	w->tid = q->task->tid;
	w->pid = q->task->process->tgid;
	w->call = q->task->asks;
	w->object = copy(q->object, &failed);
	w->scope = copy(q->scope, &failed);
	w->program = copy(q->task->process->program, &failed);
	w->below = copy(below, &failed);
	if (w->below != NULL)
		w->below[q->below] = '\0';
	w->q = *q;
	w->q.task = NULL;
	w->q.object = w->object;
	w->q.scope = w->scope;
	if (!failed)
		return w;
	waiting_free(w);
	return NULL;
}

bool
waiting_still(const struct waiting *w, const struct tracees *tasks)
{
	const struct tracee *t = tracee_find(tasks, w->tid);

	return t != NULL && t->asks == w->call && t->state == TASK_WAITING;
}

struct ask_words
waiting_words(const struct waiting *w, const char *save, struct str *rule,
    const char **ret_section)
{
	const char *name = policy_name(w->q.policy), *why;
	bool main_rules = strcmp(name, "main") == 0;
	struct ask_words words = {.access = w->q.access,
	    .object = w->object,
	    .program = w->program,
	    .pid = w->pid,
	    .profile = main_rules ? NULL : name,
	    .file = w->q.says.file,
	    .line = w->q.says.line,
	    .below = w->below,
	    .narrow = w->q.narrow,
	    .save = save};

	*ret_section = NULL;
	/* A file's rules are the main ones. */
	if (save == NULL || !main_rules || w->q.narrow)
		return words;
	*ret_section = hint_rule(rule, w->q.access, w->object,
	    w->q.access == ACC_SIGNAL ? w->scope : NULL, &why);
	if (*ret_section != NULL && !rule->failed)
		words.rule = str_text(rule);
	return words;
}
