/* Copying an argument vector out of the job: every length is bounded before it
 * is used, and no byte is read twice. */
#include "handle/exec_args.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "tracee/mem.h"

/* Argument vectors grow at the front, by at most three for each script. */
#define FRONT_ROOM 3u

static bool
no_memory(struct call *c)
{
	c->out = v_fault(ENOMEM);
	return false;
}

/* Copies one string; *used is how much of a->bytes is. */
static bool
copy_string(struct call *c, struct exec_args *a, uint64_t at, size_t *used)
{
	char *to = a->bytes + *used;
	ssize_t n;

	n = *used < EXEC_ARGS_BYTES
	    ? mem_read_string(c->task->tid, at, to, EXEC_ARGS_BYTES - *used)
	    : -ENAMETOOLONG;
	if (n < 0) {
		c->out = n == -ESRCH     ? v_gone()
		    : n == -ENAMETOOLONG ? v_refuse(E2BIG)
					 : v_return(n);
		return false;
	}
	a->text[a->count++] = to;
	*used += (size_t)n + 1;
	return true;
}

bool
exec_args_read(struct call *c, uint64_t argv, struct exec_args *ret)
{
	size_t used = 0;

	c->read_memory = true;
	ret->text = calloc(EXEC_ARGS_MAX + 1, sizeof(*ret->text));
	ret->bytes = malloc(EXEC_ARGS_BYTES);
	if (ret->text == NULL || ret->bytes == NULL)
		return no_memory(c);
	/* No vector is an empty one: execve(2), NOTES. */
	while (argv != 0) {
		uint64_t at;

		if (!call_read(c, argv, &at, sizeof(at)))
			return false;
		if (at == 0)
			break;
		if (ret->count == EXEC_ARGS_MAX) {
			c->out = v_refuse(E2BIG);
			return false;
		}
		if (!copy_string(c, ret, at, &used))
			return false;
		argv += sizeof(at);
	}
	/* The kernel gives an empty vector one empty string, since Linux 5.18.
	 */
	if (ret->count == 0)
		ret->text[ret->count++] = "";
	return true;
}

/* Makes a copy that lives as long as *a; *ret points to it. */
static bool
make_string(struct call *c, struct exec_args *a, const char *text,
    const char **ret)
{
	char **made = realloc(a->made, (a->made_count + 1) * sizeof(*a->made));
	char *copy = strdup(text);

	if (made != NULL)
		a->made = made;
	if (made == NULL || copy == NULL) {
		free(copy);
		return no_memory(c);
	}
	a->made[a->made_count++] = copy;
	*ret = copy;
	return true;
}

bool
exec_args_prepend(struct call *c, struct exec_args *a, const char *interpreter,
    const char *arg, const char *script)
{
	size_t rest = a->count != 0 ? a->count - 1 : 0, n = 0;
	const char **text = calloc(rest + FRONT_ROOM, sizeof(*text));
	bool ok;

	if (text == NULL)
		return no_memory(c);
	ok = make_string(c, a, interpreter, &text[n++]) &&
	    (arg == NULL || make_string(c, a, arg, &text[n++])) &&
	    make_string(c, a, script, &text[n++]);
	if (ok && rest != 0)
		memcpy(text + n, a->text + 1, rest * sizeof(*text));
	free(a->text);
	a->text = text;
	a->count = ok ? n + rest : 0;
	a->front = n + (a->front != 0 ? a->front - 1 : 0);
	return ok;
}

bool
exec_args_rename(struct call *c, struct exec_args *a, const char *script)
{
	return make_string(c, a, script, &a->text[a->front - 1]);
}

bool
exec_args_plan(struct call *c, const struct exec_args *a,
    struct exec_plan *plan)
{
	size_t len = 0;

	for (size_t i = 0; i < a->count; i++)
		len += strlen(a->text[i]) + 1;
	plan->args = malloc(len);
	if (plan->args == NULL)
		return no_memory(c);
	plan->args_len = 0;
	for (size_t i = 0; i < a->count; i++) {
		size_t size = strlen(a->text[i]) + 1;

		memcpy(plan->args + plan->args_len, a->text[i], size);
		plan->args_len += size;
	}
	return true;
}

void
exec_args_tell(struct call *c, const struct exec_args *a, bool read,
    uint64_t argv)
{
	struct exec_args own = {0};
	struct verdict before = c->out;

	if (!c->m->tell_args)
		return;
	if (read)
		call_tell_args(c, a->count, a->text);
	else if (a->front == 0 && exec_args_read(c, argv, &own))
		call_tell_args(c, own.count, own.text);
	exec_args_done(&own);
	c->out = before;
}

void
exec_args_done(struct exec_args *a)
{
	for (size_t i = 0; i < a->made_count; i++)
		free(a->made[i]);
	free(a->made);
	free(a->text);
	free(a->bytes);
	*a = (struct exec_args){0};
}
