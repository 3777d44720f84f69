/* The words that every form of the record uses, so that they agree. */
#include "audit/words.h"

#include <string.h>
#include <sys/socket.h>

const char *
words_verdict(const struct event *e)
{
	if (e->killed)
		return "kill";
	if (e->refused)
		return "refuse";
	return e->denied ? "deny" : "allow";
}

const char *
words_how(const struct event *e, const struct verdict *v)
{
	switch (v->kind) {
	case V_PASS: return "pass";
	case V_PIN: return "pinned";
	case V_RETURN:
		if (e->denied || e->refused)
			return "refused";
		return e->injected && v->value < 0 ? "injected" : "performed";
	case V_KILL: return "killed";
	case V_FAULT: return "failed";
	case V_GONE: return "gone";
	case V_WAIT: return "waiting";
	}
	return "failed";
}

int
words_errno(const struct event *e, const struct verdict *v)
{
	if (e->err != 0)
		return e->err;
	if (v->kind == V_RETURN && v->value < 0 && v->value >= -4095)
		return (int)-v->value;
	return 0;
}

void
words_call(struct str *to, const struct event *e)
{
	if (e->def != NULL)
		str_add(to, e->def->name);
	else
		str_addf(to, "call %ld", e->nr);
}

void
words_access(struct str *to, unsigned access, const char *between)
{
	const char *sep = "";

	for (unsigned bit = 1; bit != 0 && bit <= access; bit <<= 1) {
		if ((access & bit) == 0)
			continue;
		str_add(to, sep);
		str_add(to, access_name((enum access)bit));
		sep = between;
	}
}

const char *
words_whom(enum event_whom whom)
{
	switch (whom) {
	case WHOM_UNKNOWN: return NULL;
	case WHOM_SELF: return "self";
	case WHOM_CHILD: return "children";
	case WHOM_JOB: return "job";
	case WHOM_OUTSIDE: return "outside";
	}
	return NULL;
}

const char *
words_socket(const struct event *e)
{
	int type = (int)(uint32_t)e->arg[1] & 0xf; /* linux/net.h */

	if (e->def == NULL || e->def->class != C_NETWORK ||
	    strcmp(e->def->name, "socket") != 0)
		return NULL;
	switch ((int)(uint32_t)e->arg[0]) {
	case AF_UNIX: return "unix";
	case AF_INET:
	case AF_INET6:
		return type == SOCK_STREAM ? "tcp"
		    : type == SOCK_DGRAM   ? "udp"
					   : NULL;
	}
	return NULL;
}

const char *
words_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

/* Does this file come with the interpreter, or is it installed beside it? */
static bool
of_library(const char *file)
{
	return strncmp(file, "<frozen ", 8) == 0 ||
	    strstr(file, "/lib/python3") != NULL ||
	    strstr(file, "/lib64/python3") != NULL;
}

void
words_where(struct str *to, const struct stack *s)
{
	const struct stack_frame *best = NULL;
	size_t len;

	for (unsigned i = 0; s != NULL && i < s->count; i++) {
		const struct stack_frame *f = &s->frame[i];

		if (f->native || (best != NULL && of_library(f->file)))
			continue;
		best = f;
		if (!of_library(f->file))
			break;
	}
	if (best == NULL)
		return;
	words_shown(to, words_base(best->file));
	if (best->line > 0)
		str_addf(to, ":%d", best->line);
	str_add(to, " in ");
	words_shown(to, best->function);
	len = strlen(best->function);
	/* "<module>", "<lambda>". */
	if (len == 0 || best->function[len - 1] != '>')
		str_add(to, "()");
}

void
words_shown(struct str *to, const char *text)
{
	str_add_shown(to, text, strlen(text));
}
