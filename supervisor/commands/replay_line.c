/* One line of a record under other rules.
 *
 * Which profile a process lives under follows from its execs as the new rules
 * judge them: the record says only what it was under the old ones. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "audit/reader.h"
#include "audit/words.h"
#include "commands/ask.h"
#include "commands/replay.h"
#include "net_object.h"
#include "rules/explain.h"

#define ARGS_MAX 4096u

/* One question of the record. */
struct asked {
	const json_t *line;
	const json_t *object;
	unsigned number;
	struct str path; /* as bytes */
	const char *args[ARGS_MAX];
	size_t argc;
	bool has_args;
	struct str args_bytes;
};

static struct life *
life_of(struct replay *r, pid_t pid)
{
	struct life *l = NULL;

	HASH_FIND(hh, r->lives, &pid, sizeof(pid), l);
	if (l != NULL)
		return l;
	l = calloc(1, sizeof(*l));
	if (l == NULL) {
		r->failed = true;
		return NULL;
	}
	l->pid = pid;
	l->policy = rules_top(r->rules);
	HASH_ADD(hh, r->lives, pid, sizeof(l->pid), l);
	return l;
}

static void
live(struct replay *r, const json_t *line, const char *event, struct life *l)
{
	struct life *parent;

	if (strcmp(event, "start") == 0) {
		pid_t ppid = (pid_t)record_number(line, "ppid", 0);

		parent = ppid > 0 ? life_of(r, ppid) : NULL;
		l->policy =
		    parent != NULL ? parent->policy : rules_top(r->rules);
		l->next = NULL;
	} else if (strcmp(event, "exec") == 0) {
		if (l->next != NULL)
			l->policy = l->next;
		l->next = NULL;
		l->native = false;
	} else if (strcmp(event, "exit") == 0) {
		HASH_DEL(r->lives, l);
		free(l);
	}
}

/* A name is a path, a text for people otherwise: neither holds a NUL. */
static bool
read_args(struct asked *a)
{
	const json_t *list = json_object_get(a->object, "args");
	size_t count = json_array_size(list), at[ARGS_MAX];

	str_clear(&a->args_bytes);
	a->argc = 0;
	a->has_args = false;
	if (!json_is_array(list) || count > ARGS_MAX)
		return true;
	for (size_t i = 0; i < count; i++) {
		const char *text = json_string_value(json_array_get(list, i));

		if (text == NULL)
			return true;
		at[i] = a->args_bytes.len;
		record_bytes(&a->args_bytes, text);
		str_add_bytes(&a->args_bytes, "", 1);
	}
	if (a->args_bytes.failed)
		return false;
	for (size_t i = 0; i < count; i++)
		a->args[i] = a->args_bytes.buf + at[i];
	a->argc = count;
	a->has_args = true;
	return true;
}

static bool
read_whom(const char *word, enum target *ret)
{
	static const struct {
		enum event_whom whom;
		enum target target;
	} known[] = {
	    {WHOM_SELF,    TARGET_SELF   },
            {WHOM_CHILD,   TARGET_CHILD  },
	    {WHOM_JOB,     TARGET_JOB    },
            {WHOM_OUTSIDE, TARGET_OUTSIDE}
        };

	for (size_t i = 0; word != NULL && i < 4; i++)
		if (strcmp(words_whom(known[i].whom), word) == 0) {
			*ret = known[i].target;
			return true;
		}
	return false;
}

/* The question for one access; false: the record does not hold it. */
static bool
question_of(const struct asked *a, const struct policy *p, enum access one,
    struct question *q, struct net_object *o)
{
	*q = (struct question){.one = one,
	    .path = str_text(&a->path),
	    .argc = a->argc,
	    .argv = a->args,
	    .to = o};
	if ((one & ACC_NETWORK) != 0)
		return net_object_read(str_text(&a->path), o);
	if (one == ACC_RUN)
		return a->has_args || !policy_run_reads_args(p);
	if (one == ACC_SIGNAL)
		return read_whom(record_text(a->object, "to"), &q->whom);
	return true;
}

static void
count_use(struct replay *r, const struct answer *a)
{
	cleanup_str struct str key = {0};
	struct use *u = NULL;

	r->asked++;
	if (a->file == NULL) {
		r->unruled++;
		return;
	}
	str_addf(&key, "%s:%d", a->file, a->line);
	HASH_FIND(hh, r->uses, str_text(&key), key.len, u);
	if (u == NULL) {
		u = calloc(1, sizeof(*u) + key.len + 1);
		if (u == NULL) {
			r->failed = true;
			return;
		}
		memcpy(u->key, str_text(&key), key.len + 1);
		HASH_ADD(hh, r->uses, key, key.len, u);
	}
	u->count++;
}

static void
add_answer(struct str *to, bool denied, const char *file, int line)
{
	str_add(to, denied ? "denied by " : "allowed by ");
	words_shown(to, file != NULL ? file : "no rule");
	if (file != NULL && line > 0)
		str_addf(to, ":%d", line);
}

/* "line 57: 0.123 s, pid 12 python3.11, openat" */
static void
add_event(struct str *to, const struct asked *a)
{
	const char *program = record_text(a->line, "program");
	const char *call = record_text(a->line, "call");

	str_addf(to, "line %u: %.6f s, pid %d ", a->number,
	    record_number(a->line, "t", 0),
	    (int)record_number(a->line, "pid", 0));
	words_shown(to, program != NULL ? words_base(program) : "the command");
	str_add(to, ", ");
	words_shown(to, call != NULL ? call : "?");
}

static char *
steal(struct str *s)
{
	char *text = s->failed ? NULL : s->buf;

	if (text != NULL)
		*s = (struct str){0};
	return text;
}

static void
keep_flip(struct replay *r, const struct asked *a, const struct str *what,
    bool to_denied)
{
	struct flip *f = NULL;
	cleanup_str struct str key = {0}, event = {0};

	str_addf(&key, "%d", to_denied);
	str_add(&key, str_text(what));
	HASH_FIND(hh, r->flips, str_text(&key), key.len, f);
	if (f != NULL) {
		f->count++;
		return;
	}
	if (r->flip_count == FLIPS_MAX) {
		r->lost++;
		return;
	}
	f = calloc(1, sizeof(*f));
	add_event(&event, a);
	if (f == NULL || key.failed || event.failed) {
		free(f);
		r->failed = true;
		return;
	}
	f->to_denied = to_denied;
	f->count = 1;
	f->event = steal(&event);
	f->key = steal(&key);
	f->what = f->key + 1;
	r->flip_count++;
	HASH_ADD_KEYPTR(hh, r->flips, f->key, strlen(f->key), f);
}

static void
note_flip(struct replay *r, const struct asked *a, enum access one,
    const struct answer *now, const struct policy *p)
{
	const char *rule = record_text(a->object, "rule");
	bool denied = now->verb != VERB_ALLOW && now->verb != VERB_REDIRECT;
	bool only = record_text(a->object, "would") != NULL;
	cleanup_str struct str what = {0};

	str_addf(&what, "%s ", access_name(one));
	words_shown(&what, str_text(&a->path));
	str_add(&what,
	    only ? "\n      was let pass by --audit-only, else "
		 : "\n      was ");
	add_answer(&what, only || !denied, rule, 0);
	str_add(&what, ", is ");
	add_answer(&what, denied, now->file, now->line);
	if (p != rules_top(r->rules)) {
		str_add(&what, " in the profile ");
		words_shown(&what, policy_name(p));
	}
	if (denied)
		r->denied++;
	else
		r->allowed++;
	keep_flip(r, a, &what, denied);
}

/* Asks the new rules about one object.  False: the call ends there. */
static bool
replay_object(struct replay *r, struct asked *a, struct life *l,
    const struct policy **p)
{
	unsigned accesses =
	    ask_accesses(record_text(a->object, "access") != NULL
		    ? record_text(a->object, "access")
		    : "");
	bool was = json_is_true(json_object_get(a->object, "denied"));
	struct replayed of = {r, l, a->line};
	const struct who who = replay_who(&of);

	for (unsigned bit = 1; bit != 0 && bit <= accesses; bit <<= 1) {
		struct net_object o;
		struct question q;
		struct answer now;
		bool denied;

		if ((accesses & bit) == 0)
			continue;
		if (!question_of(a, *p, (enum access)bit, &q, &o)) {
			r->unknown++;
			continue;
		}
		explain_ask_by(*p, &who, &q, &now);
		if (now.guessed) {
			r->untold++;
			continue;
		}
		count_use(r, &now);
		denied = now.verb != VERB_ALLOW && now.verb != VERB_REDIRECT;
		if (denied != was)
			note_flip(r, a, q.one, &now, *p);
		if (denied)
			return false;
		if (bit != ACC_RUN || now.profile == NULL || l->next != NULL)
			continue;
		l->next = now.profile;
		/* With a namespace of its own, what comes next is judged by
		 * it. */
		if (policy_space(now.profile) != policy_space(*p))
			*p = now.profile;
	}
	return true;
}

/* socket(2): whether a kind of socket can be made follows from the rules. */
static void
replay_socket(struct replay *r, struct asked *a, const struct policy *p,
    const char *kind)
{
	const char *err = record_text(a->line, "errno");
	bool was = err != NULL && strcmp(err, "EACCES") == 0;
	enum net_proto proto = strcmp(kind, "udp") == 0 ? NET_UDP : NET_TCP;
	struct answer now = {.verb = VERB_ALLOW};

	/* Of unix sockets only the names are judged; what is refused for
	 * another reason is refused by the catalogue. */
	if (strcmp(kind, "unix") == 0 || (err != NULL && !was))
		return;
	if (!policy_net_possible(p, proto))
		now.verb = VERB_DENY;
	if ((now.verb == VERB_DENY) == was)
		return;
	str_clear(&a->path);
	str_addf(&a->path, "any use of %s", kind);
	note_flip(r, a, ACC_SOCKET, &now, p);
}

static void
replay_call(struct replay *r, struct asked *a, struct life *l)
{
	const json_t *objects = json_object_get(a->line, "objects");
	const char *kind = record_text(a->line, "socket");
	const struct policy *p = l->policy;
	size_t i;

	r->calls++;
	replay_note_stack(l, a->line);
	if (kind != NULL)
		replay_socket(r, a, p, kind);
	for (i = 0; i < json_array_size(objects); i++) {
		const char *path;

		a->object = json_array_get(objects, i);
		path = record_text(a->object, "path");
		if (path == NULL ||
		    json_is_true(json_object_get(a->object, "noted")))
			continue;
		if (strcmp(record_text(a->line, "class") != NULL
			    ? record_text(a->line, "class")
			    : "",
			"program") == 0 &&
		    i == 0)
			l->next = NULL; /* of an exec that came to nothing */
		str_clear(&a->path);
		record_bytes(&a->path, path);
		if (!read_args(a) || a->path.failed) {
			r->failed = true;
			return;
		}
		if (!replay_object(r, a, l, &p))
			return;
	}
}

void
replay_line(struct replay *r, const json_t *line, unsigned number)
{
	const char *event = record_text(line, "event");
	pid_t pid = (pid_t)record_number(line, "pid", 0);
	struct asked *a;
	struct life *l;

	/* The end of the run, and lines of a later version. */
	if (pid <= 0 || (event == NULL && record_text(line, "call") == NULL))
		return;
	l = life_of(r, pid);
	if (l == NULL)
		return;
	if (event != NULL) {
		live(r, line, event, l);
		return;
	}
	a = calloc(1, sizeof(*a));
	if (a == NULL) {
		r->failed = true;
		return;
	}
	a->line = line;
	a->number = number;
	replay_call(r, a, l);
	str_done(&a->path);
	str_done(&a->args_bytes);
	free(a);
}
