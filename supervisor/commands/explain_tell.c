/* Telling why: for somebody who sees rules for the first time. */
#include <errno.h>
#include <string.h>

#include "audit/hint.h"
#include "audit/words.h"
#include "catalog/catalog.h"
#include "commands/explain.h"

#define LABEL 13 /* columns of what stands in front of a line */

static void
label(struct explain *e, const char *word)
{
	str_addf(&e->out, "  %-*s", LABEL, word);
}

static void
shown(struct explain *e, const char *text)
{
	words_shown(&e->out, text);
}

/* "job.yaml:5  - {allow: read, path: ./}" */
static void
add_rule(struct explain *e, const char *file, int line, const char *text)
{
	str_addf(&e->out, "%s:%d  %s\n", file, line, text != NULL ? text : "");
}

static const char *
errno_word(int err)
{
	const char *name = strerrorname_np(err);

	return name != NULL ? name : "?";
}

/* The call that stands for an access: what the catalogue says of it. */
static const char *
call_of(enum access one)
{
	switch (one) {
	case ACC_READ:
	case ACC_MODIFY: return "openat";
	case ACC_STAT: return "newfstatat";
	case ACC_CREATE: return "mkdirat";
	case ACC_DELETE: return "unlinkat";
	case ACC_ATTRIBUTES: return "fchmodat";
	case ACC_EXEC:
	case ACC_RUN: return "execve";
	case ACC_CONNECT: return "connect";
	case ACC_BIND: return "bind";
	case ACC_ACCEPT: return "listen";
	case ACC_SOCKET: return "socket";
	case ACC_FORK: return "clone";
	case ACC_SIGNAL: return "kill";
	}
	return "openat";
}

static void
tell_how(struct explain *e, enum access one, const struct answer *a)
{
	const char *name = call_of(one);
	const struct call_def *def = catalog_named(name);

	label(e, "how");
	str_addf(&e->out, "%s(2) and its kin stop here: %s\n", name,
	    def != NULL ? def->why : "");
	label(e, "");
	switch (a->verb) {
	case VERB_ALLOW:
		str_add(&e->out,
		    catalog_is_racy(def)
			? "the kernel runs it on a copy of what was judged, or "
			  "ptsandbox does\n"
			: "the kernel runs it as it stands\n");
		break;
	case VERB_REDIRECT:
		str_add(&e->out, "the kernel is given the other address\n");
		break;
	case VERB_KILL:
		str_add(&e->out, "every process of the job is killed\n");
		break;
	case VERB_ASK:
		str_add(&e->out,
		    "it waits while the question stands on the terminal\n");
		break;
	case VERB_DENY:
		str_addf(&e->out,
		    "it answers %s to the job, and never reaches the kernel\n",
		    errno_word(a->err));
		break;
	}
}

static const char *
answer_word(const struct answer *a)
{
	switch (a->verb) {
	case VERB_ALLOW: return "allowed";
	case VERB_REDIRECT: return "redirected";
	case VERB_KILL: return "ends the job";
	case VERB_ASK: return "asked about";
	case VERB_DENY: return "denied";
	}
	return "denied";
}

static void
tell_name(struct explain *e, const struct explain_name *n)
{
	const struct space_place *p = n->way.place;

	if (strcmp(n->given, n->seen) != 0) {
		label(e, "is");
		shown(e, n->seen);
		str_add(&e->out,
		    n->linked ? "   (as its symbolic links lead)\n" : "\n");
	}
	if (p == NULL)
		return;
	label(e, "on the host");
	switch (p->kind) {
	case SPACE_MAP: shown(e, n->host); break;
	case SPACE_PRIVATE:
		str_add(&e->out, "a fresh folder of the run");
		break;
	case SPACE_STAND: str_add(&e->out, "a folder made for the run"); break;
	case SPACE_HIDDEN:
		str_add(&e->out, "hidden: it is not there for the job");
		break;
	}
	if (p->layer != NULL) {
		str_add(&e->out, ", changes land in ");
		shown(e, p->layer->dir);
	}
	if (p->file != NULL && p->line > 0)
		str_addf(&e->out, "   (%s:%d)", p->file, p->line);
	else if (p->file != NULL)
		str_addf(&e->out, "   (%s)", p->file);
	str_add_char(&e->out, '\n');
}

#define TEXT_MAX 60 /* columns of a rule that does not decide */

static void
add_tried(struct str *to, const struct tried *t, const struct str *why)
{
	size_t len = strlen(t->text);

	str_addf(to, "  %-*s%s:%d  %.*s%s\n  %-*s", LABEL, "tried", t->file,
	    t->line, (int)(len > TEXT_MAX ? TEXT_MAX - 3 : len), t->text,
	    len > TEXT_MAX ? "..." : "", LABEL + 2, "");
	if (t->miss == MISS_ACCESS) {
		str_add(to, "it is about ");
		words_access(to, t->access, ", ");
	} else {
		str_add(to, str_text(why));
	}
	str_add_char(to, '\n');
}

/* The rule that decides, and those before it into `before`.  False: none
 * does. */
static bool
try_rules(const struct explain *e, const struct question *q, struct tried *ret,
    struct str *before)
{
	cleanup_str struct str why = {0};
	size_t others = 0;
	bool found = false;

	for (size_t n = 0; !found && explain_rule(e->policy, q, n, ret, &why);
	     n++) {
		found = ret->miss == MISS_NONE;
		if (!found && (ret->near || e->all))
			add_tried(before, ret, &why);
		else
			others += !found;
		str_clear(&why);
	}
	if (others > 0)
		str_addf(before,
		    "  %-*s%zu more, about other accesses or places (--all "
		    "lists them)\n",
		    LABEL, "tried", others);
	return found;
}

/* What decides where no rule does. */
static void
tell_default(struct explain *e, const struct question *q,
    const struct answer *a)
{
	static const char *const defaults[] = {
	    [VERB_ALLOW] = "allowed ('default: allow')",
	    [VERB_DENY] = "denied",
	    [VERB_ASK] = "asked about ('default: ask')",
	};

	label(e, "decided by");
	if (a->file != NULL)
		str_addf(&e->out,
		    "%s:%d, which allows something below this folder: it may "
		    "be looked at\n",
		    a->file, a->line);
	else if (q->one == ACC_SIGNAL && a->verb == VERB_ALLOW &&
	    q->whom == TARGET_SELF)
		str_add(&e->out,
		    "no rule; a process may always signal itself\n");
	else if (q->one == ACC_SIGNAL && q->whom == TARGET_OUTSIDE)
		str_add(&e->out,
		    "no rule; none can allow it, as it is not of the job\n");
	else
		str_addf(&e->out, "no rule; what none speaks of is %s\n",
		    defaults[policy_default(e->policy)]);
}

static void
tell_change(struct explain *e, const struct answer *a)
{
	if (a->via_path != NULL) {
		label(e, "runs instead");
		shown(e, a->via_path);
		str_add_char(&e->out, '\n');
	}
	if (a->profile != NULL) {
		label(e, "then under");
		str_add(&e->out, "the profile ");
		shown(e, policy_name(a->profile));
		str_add_char(&e->out, '\n');
	}
}

/* The rule that would allow it, where one could. */
static void
tell_hint(struct explain *e, const struct question *q, const char *object)
{
	cleanup_str struct str socket = {0};

	if (q->one == ACC_SOCKET)
		str_addf(&socket, "family:%d", q->to->family);
	label(e, "remedy");
	hint_add(&e->out, q->one,
	    q->one == ACC_SOCKET ? str_text(&socket) : object,
	    q->whom != TARGET_OUTSIDE);
	str_add_char(&e->out, '\n');
}

static bool
is_hidden(const struct explain_name *n)
{
	return n != NULL && n->way.place != NULL &&
	    n->way.place->kind == SPACE_HIDDEN;
}

static bool
passes(const struct answer *a)
{
	return a->verb == VERB_ALLOW || a->verb == VERB_REDIRECT;
}

void
explain_tell(struct explain *e, const struct question *q, const char *object,
    const struct explain_name *name)
{
	cleanup_str struct str before = {0};
	struct tried t;
	struct answer a;

	explain_ask(e->policy, q, &a);
	if (passes(&a) && is_hidden(name))
		a = (struct answer){.verb = VERB_DENY, .err = ENOENT};
	e->denied |= !passes(&a);
	if (e->out.len > 0)
		str_add_char(&e->out, '\n');
	str_addf(&e->out, "%s", access_name(q->one));
	if (object[0] != '\0')
		str_add_char(&e->out, ' ');
	shown(e, object);
	str_addf(&e->out, ": %s\n", answer_word(&a));
	if (name != NULL)
		tell_name(e, name);
	if (strcmp(policy_name(e->policy), "main") != 0) {
		label(e, "profile");
		shown(e, policy_name(e->policy));
		str_add_char(&e->out, '\n');
	}
	if (try_rules(e, q, &t, &before)) {
		label(e, "decided by");
		add_rule(e, t.file, t.line, t.text);
	} else {
		tell_default(e, q, &a);
	}
	str_add_bytes(&e->out, str_text(&before), before.len);
	tell_change(e, &a);
	tell_how(e, q->one, &a);
	if (a.file == NULL && a.verb == VERB_DENY && !is_hidden(name))
		tell_hint(e, q, name != NULL ? name->seen : object);
}

void
explain_table(struct explain *e, unsigned accesses,
    const struct explain_name *name)
{
	shown(e, name->given);
	str_add_char(&e->out, '\n');
	tell_name(e, name);
	for (unsigned bit = 1; bit <= ACC_EXEC; bit <<= 1) {
		struct question q = {.one = (enum access)bit,
		    .path = name->seen};
		struct tried t;
		struct answer a;
		size_t n = 0;

		if ((accesses & bit) == 0)
			continue;
		explain_ask(e->policy, &q, &a);
		e->denied |= !passes(&a) || is_hidden(name);
		str_addf(&e->out, "  %-*s%-9s", LABEL, access_name(q.one),
		    answer_word(&a));
		while (explain_rule(e->policy, &q, n, &t, NULL) &&
		    t.miss != MISS_NONE)
			n++;
		if (a.file == NULL)
			str_add(&e->out, "no rule\n");
		else if (a.file == t.file && a.line == t.line)
			add_rule(e, t.file, t.line, t.text);
		else
			add_rule(e, a.file, a.line, "(allows something below)");
	}
}
