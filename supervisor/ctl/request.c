/* One request: a JSON object that says what to do.
 *
 *   {"do": "list"}
 *   {"do": "grant", "set": "main", "rule": "{allow: read, path: /x}"}
 *   {"do": "revoke", "number": 17}
 *   {"do": "revoke", "answer": 2}
 *
 * The answer is '+' and a text for standard output, or '-' and lines that say
 * what is wrong. */
#include <jansson.h>
#include <string.h>

#include "audit/words.h"
#include "base/fault.h"
#include "ctl/ctl.h"
#include "ctl/name.h"

static void
add_faults(struct str *to, struct faults *f)
{
	str_clear(to);
	str_add_char(to, CTL_FAILED);
	for (size_t i = 0; i < f->count; i++)
		str_addf(to, "%s\n", f->lines[i]);
	if (f->failed)
		str_add(to, "out of memory\n");
	fault_done(f);
}

static void
list_processes(const struct ctl_view *v, struct str *to)
{
	const struct process *p;

	str_add(to, "processes\n");
	for (p = v->m->tracees.by_tgid; p != NULL; p = p->hh.next) {
		str_addf(to, "%6d ", (int)p->tgid);
		words_shown(to, p->program != NULL ? p->program : "?");
		str_add(to, ", rules ");
		words_shown(to, policy_name(p->policy));
		str_add_char(to, '\n');
	}
}

static void
list_limits(const struct limits *limits, struct str *to)
{
	str_add(to, "limits\n");
	for (size_t i = 0; i < LIMITS; i++) {
		const struct limit_set *set = &limits->of[i];

		if (set->most == 0)
			continue;
		str_addf(to, "       %s: %s %s", limit_name((enum limit)i),
		    set->text, set->file);
		if (set->line != 0)
			str_addf(to, ":%zu", set->line);
		str_add_char(to, '\n');
	}
}

static void
list(const struct ctl_view *v, struct str *to)
{
	rules_list(v->rules, to);
	list_limits(rules_limits(v->rules), to);
	str_add(to, "answers\n");
	if (v->asking != NULL)
		asking_list(v->asking, to);
	list_processes(v, to);
}

static bool
grant(const struct ctl_view *v, const json_t *o, pid_t pid, struct str *to)
{
	const char *set = json_string_value(json_object_get(o, "set"));
	const char *rule = json_string_value(json_object_get(o, "rule"));
	struct faults f = {0};
	unsigned number;

	if (set == NULL || rule == NULL) {
		fault_add(&f, NULL, 0, 0, "a grant has its set and its rule");
		add_faults(to, &f);
		return false;
	}
	if (rules_insert(v->rules, set, rule, &number, &f) != 0) {
		add_faults(to, &f);
		return false;
	}
	fault_done(&f);
	audit_rules(v->audit, "grant", number, set, rule, pid);
	str_addf(to, "rule %u is in force\n", number);
	return true;
}

/* What a person answered for the whole run is asked again. */
static bool
forget(const struct ctl_view *v, json_int_t number, pid_t pid, struct str *to)
{
	cleanup_str struct str text = {0};
	struct faults f = {0};
	const struct policy *policy = NULL;

	if (v->asking != NULL && number > 0 && number <= INT32_MAX)
		policy = asking_forget(v->asking, (unsigned)number, &text);
	if (policy == NULL) {
		fault_add(&f, NULL, 0, 0,
		    "there is no such answer; list tells which there are");
		add_faults(to, &f);
		return false;
	}
	audit_rules(v->audit, "forget", (unsigned)number, policy_name(policy),
	    str_text(&text), pid);
	str_addf(to, "answer a%u is forgotten: %s\n", (unsigned)number,
	    str_text(&text));
	return true;
}

static bool
revoke(const struct ctl_view *v, const json_t *o, pid_t pid, struct str *to)
{
	json_int_t number = json_integer_value(json_object_get(o, "number"));
	cleanup_str struct str text = {0};
	struct faults f = {0};
	const char *set;

	if (number <= 0 || number > INT32_MAX)
		fault_add(&f, NULL, 0, 0, "rules have numbers from 1");
	if (fault_any(&f) ||
	    rules_remove(v->rules, (unsigned)number, &set, &text, &f) != 0) {
		add_faults(to, &f);
		return false;
	}
	fault_done(&f);
	audit_rules(v->audit, "revoke", (unsigned)number, set, str_text(&text),
	    pid);
	str_addf(to, "rule %u is gone: %s\n", (unsigned)number,
	    str_text(&text));
	return true;
}

bool
ctl_request(const struct ctl_view *v, const char *bytes, size_t len, pid_t pid,
    struct str *answer)
{
	json_t *o = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
	const char *what = json_string_value(json_object_get(o, "do"));
	struct faults f = {0};
	bool changed = false;

	str_add_char(answer, CTL_DONE);
	if (what != NULL && strcmp(what, "list") == 0) {
		list(v, answer);
	} else if (what != NULL && strcmp(what, "grant") == 0) {
		changed = grant(v, o, pid, answer);
	} else if (what != NULL && strcmp(what, "revoke") == 0) {
		const json_t *which = json_object_get(o, "answer");

		changed = which != NULL
		    ? forget(v, json_integer_value(which), pid, answer)
		    : revoke(v, o, pid, answer);
	} else {
		fault_add(&f, NULL, 0, 0, "the request is not understood");
		add_faults(answer, &f);
	}
	json_decref(o);
	return changed;
}
