/* Recorded needs -> the text of rules. */
#include "learn/learn.h"

#include <stdlib.h>
#include <string.h>

#include "audit/hint.h"
#include "base/access.h"
#include "learn/files.h"
#include "learn/line.h"
#include "rules.h"

/* ip_local_port_range of every Linux that was not told otherwise: ip(7). */
#define PORTS_LOW  32768
#define PORTS_HIGH 60999

struct rules *
learn_ready(struct rules *r, bool read, struct faults *f)
{
	if (read && rules_finish(r, f) == 0)
		return r;
	if (!fault_any(f))
		fault_add(f, NULL, 0, 0, "out of memory");
	rules_free(r);
	return NULL;
}

/* The policy of one shipped profile.  NULL with a fault. */
static struct rules *
profile(const char *name, struct faults *f)
{
	struct rules *r = rules_new();
	bool read = r != NULL && rules_add_profile(r, name, f) == 0;

	return learn_ready(r, read, f);
}

static bool
may_run(const struct policy *p, const char *path)
{
	struct answer a;

	policy_run(p, path, 0, NULL, &a);
	return a.verb == VERB_ALLOW;
}

/* Every program is linked, and some are interpreters. */
static const char *
profile_for(const struct lessons *l, struct rules **ret, struct faults *f)
{
	const char *name = "native";
	struct rules *python = profile("python3", f);

	if (python == NULL)
		return NULL;
	for (const struct need *n = l->programs.all; n != NULL; n = n->hh.next)
		if (may_run(rules_top(python), n->name))
			name = "python3";
	if (strcmp(name, "python3") == 0) {
		*ret = python;
		return name;
	}
	rules_free(python);
	*ret = profile(name, f);
	return *ret != NULL ? name : NULL;
}

const char *
learn_profile(const struct lessons *l, struct faults *f)
{
	struct rules *own = NULL;
	const char *name = profile_for(l, &own, f);

	rules_free(own);
	return name;
}

/* Adds a target; *ret_general says whether it was made wider.  The port of a
 * socket that the job bound without naming one is another each time. */
static void
add_target(struct str *to, const struct lessons *l,
    const struct learn_places *at, const char *target, bool *ret_general)
{
	const char *port = strrchr(target, ':');
	struct needs none = {0};

	*ret_general = false;
	if (strncmp(target, "unix:/", 6) == 0) {
		str_add(to, "unix:");
		general_add(to, l, &none, at, target + 5, ret_general);
	} else if (strncmp(target, "unix:", 5) == 0) {
		general_add_literal(to, target, strlen(target));
	} else if (port != NULL && atoi(port + 1) >= PORTS_LOW &&
	    atoi(port + 1) <= PORTS_HIGH) {
		str_add_bytes(to, target, (size_t)(port - target));
		str_addf(to, ":%d-%d", PORTS_LOW, PORTS_HIGH);
		*ret_general = true;
	} else {
		str_add(to, target);
	}
}

static void
write_target(struct str *to, const struct need *n, struct learn_lost *lost)
{
	cleanup_str struct str line = {0};
	const char *family = hint_family(n->name);

	str_add(&line, "  - {allow: ");
	line_add_access(&line, n->access);
	if ((n->access & ACC_SOCKET) != 0) {
		if (family == NULL)
			return;
		str_addf(&line, ", family: %s", family);
	} else {
		str_add(&line, ", to: ");
		if (!hint_add_scalar(&line, n->name, false)) {
			lost->names++;
			return;
		}
	}
	str_add_char(&line, '}');
	line_end(&line, n, 0, n->folder);
	str_add(to, str_text(&line));
	to->failed |= line.failed;
}

static bool
write_network(struct str *to, struct lessons *l, const struct learn_options *o,
    struct learn_lost *lost)
{
	struct needs targets = {0};
	bool good;

	for (struct need *n = l->network.all; n != NULL; n = n->hh.next) {
		cleanup_str struct str name = {0};
		struct need one = *n;

		/* In this set, `folder` is "a name that differs each time". */
		add_target(&name, l, &o->at, n->name, &one.folder);
		needs_merge(&targets, str_text(&name), &one);
		targets.failed |= name.failed;
	}
	needs_sort(&targets);
	for (const struct need *n = targets.all; n != NULL; n = n->hh.next)
		write_target(to, n, lost);
	good = !targets.failed;
	needs_done(&targets);
	return good;
}

static bool
write_programs(struct str *to, struct lessons *l, const struct learn_options *o,
    const struct policy *given, struct learn_lost *lost)
{
	struct needs none = {0}, programs = {0};
	bool good;

	for (struct need *n = l->programs.all; n != NULL; n = n->hh.next) {
		cleanup_str struct str name = {0};
		bool general;

		if (may_run(given, n->name))
			continue;
		general_add(&name, l, &none, &o->at, n->name, &general);
		needs_merge(&programs, str_text(&name), n);
		programs.failed |= name.failed;
	}
	needs_sort(&programs);
	for (const struct need *n = programs.all; n != NULL; n = n->hh.next) {
		cleanup_str struct str line = {0};

		str_add(&line, "  - {allow: run, path: ");
		if (!line_add_path(&line, &o->at, n->name)) {
			lost->names++;
			continue;
		}
		str_add_char(&line, '}');
		line_end(&line, n, 0, false);
		str_add(to, str_text(&line));
	}
	good = !programs.failed;
	needs_done(&programs);
	return good;
}

/* A profile that is included lets a job start processes, and signal its own. */
static void
write_processes(struct str *to, const struct lessons *l,
    const struct policy *given)
{
	struct answer a;

	policy_process(given, ACC_FORK, TARGET_SELF, &a);
	if (l->fork && a.verb != VERB_ALLOW)
		str_add(to, "  - {allow: fork}\n");
	policy_process(given, ACC_SIGNAL, TARGET_JOB, &a);
	if (l->signal && a.verb != VERB_ALLOW)
		str_add(to, "  - {allow: signal, to: job}\n");
}

int
learn_lines(struct learned *ret, struct lessons *l,
    const struct learn_options *o, const struct policy *given,
    struct learn_lost *ret_lost, struct faults *f)
{
	struct rules *own = NULL;
	bool good;

	*ret = (struct learned){0};
	*ret_lost = (struct learn_lost){0};
	ret->profile = profile_for(l, &own, f);
	if (ret->profile == NULL)
		return -1;
	if (given == NULL)
		given = rules_top(own);
	needs_sort(&l->files);
	good = files_write(&ret->files, l, o, given, ret_lost) &&
	    write_network(&ret->network, l, o, ret_lost) &&
	    write_programs(&ret->programs, l, o, given, ret_lost);
	write_processes(&ret->processes, l, given);
	rules_free(own);
	if (good && !ret->files.failed && !ret->network.failed &&
	    !ret->programs.failed && !ret->processes.failed)
		return 0;
	fault_add(f, NULL, 0, 0, "out of memory");
	return -1;
}

void
learned_done(struct learned *ret)
{
	str_done(&ret->files);
	str_done(&ret->network);
	str_done(&ret->programs);
	str_done(&ret->processes);
}

static void
add_section(struct str *to, const char *name, const struct str *lines)
{
	if (lines->len > 0)
		str_addf(to, "\n%s:\n%s", name, str_text(lines));
}

int
learn_write(struct str *to, struct lessons *l, const struct learn_options *o,
    struct learn_lost *ret_lost, struct faults *f)
{
	struct learned made;
	int err = learn_lines(&made, l, o, NULL, ret_lost, f);

	if (err == 0) {
		str_addf(to,
		    "# Learned by ptsandbox from %s.\n"
		    "# What no rule names is denied.  Read it before you trust "
		    "it.\nversion: 1\ninclude: [%s]\n",
		    o->about, made.profile);
		add_section(to, "files", &made.files);
		add_section(to, "network", &made.network);
		add_section(to, "programs", &made.programs);
		add_section(to, "processes", &made.processes);
	}
	learned_done(&made);
	if (err == 0 && to->failed)
		fault_add(f, NULL, 0, 0, "out of memory");
	return err == 0 && !to->failed ? 0 : -1;
}
