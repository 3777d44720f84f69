/* Programs that cannot be run, and what may be written and then run. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "base/str.h"
#include "rules.h"
#include "warn.h"

/* Nobody has a rule for this name. */
#define NEW_NAME ".ptsandbox-new.py"

static bool
allows(const struct policy *p, enum access one, const char *path)
{
	struct answer a;

	policy_file(p, one, path, &a);
	return a.verb == VERB_ALLOW;
}

/* Does this rule itself allow it? */
static bool
rule_allows(const struct suspect *s, enum access one, const char *path)
{
	struct answer a;

	policy_file(s->policy, one, path, &a);
	return a.verb == VERB_ALLOW && a.file == s->rule->file &&
	    a.line == s->rule->line;
}

/* A program is judged under `files` too. */
static void
warn_cannot_run(const struct suspect *s, const struct rule_path *p)
{
	const struct space_place *by;

	if (warn_standing(s->policy, p->pattern.head, &by) != STANDS_FILE ||
	    allows(s->policy, ACC_EXEC, p->pattern.head))
		return;
	warn_at(s, p->line, p->column,
	    "'%s' cannot be run: no files rule allows 'exec' of it; add "
	    "{allow: [read, exec], path: ...} under files",
	    p->written);
}

static void
warn_runs_what_it_writes(const struct suspect *s, const struct rule_path *p)
{
	const struct space_place *by;
	char name[PATH_MAX + sizeof(NEW_NAME) + 1];
	bool file =
	    warn_standing(s->policy, p->pattern.head, &by) == STANDS_FILE;

	snprintf(name, sizeof(name), "%s%s%s",
	    strcmp(p->pattern.head, "/") == 0 ? "" : p->pattern.head,
	    file ? "" : "/", file ? "" : NEW_NAME);
	if (rule_allows(s, file ? ACC_MODIFY : ACC_CREATE, name) &&
	    allows(s->policy, ACC_EXEC, name))
		warn_at(s, p->line, p->column,
		    "what a job writes to '%s' it may also execute; take "
		    "'write' or 'exec' away unless that is meant",
		    p->written);
}

/* May the rule write to a folder from which Python imports? */
static bool
warn_import(const struct suspect *s, const struct rule_path *p,
    const char *folder, const char *what)
{
	char name[PATH_MAX + sizeof(NEW_NAME) + 1];
	cleanup_str struct str shown = {0};

	if (strlen(folder) >= PATH_MAX)
		return false;
	snprintf(name, sizeof(name), "%s/" NEW_NAME, folder);
	if (!pattern_match(&p->pattern, name, strlen(name), REACH_BELOW) ||
	    !rule_allows(s, ACC_CREATE, name))
		return false;
	str_add_shown(&shown, folder, strlen(folder));
	warn_at(s, p->line, p->column,
	    "'%s' may be written, and Python imports from %s (%s); allow a "
	    "folder in it, or another",
	    p->written, str_text(&shown), what);
	return true;
}

static bool
warn_glob(const struct suspect *s, const struct rule_path *p,
    const char *pattern)
{
	bool found = false;
	glob_t g;

	if (glob(pattern, 0, NULL, &g) != 0)
		return false;
	for (size_t i = 0; !found && i < g.gl_pathc; i++)
		found = warn_import(s, p, g.gl_pathv[i], "its library");
	globfree(&g);
	return found;
}

/* The list of a PYTHONPATH. */
static bool
warn_list(const struct suspect *s, const struct rule_path *p, const char *list)
{
	char folder[PATH_MAX];

	while (list != NULL && *list != '\0') {
		size_t len = strcspn(list, ":");

		if (len > 0 && len < sizeof(folder)) {
			memcpy(folder, list, len);
			folder[len] = '\0';
			if (warn_import(s, p, folder, "PYTHONPATH"))
				return true;
		}
		list += len + (list[len] == ':');
	}
	return false;
}

static void
warn_python(const struct suspect *s, const struct rule_path *p)
{
	static const char *const libraries[] = {"/usr/lib/python3*",
	    "/usr/lib/python3*/dist-packages", "/usr/local/lib/python3*",
	    "/usr/local/lib/python3*/dist-packages",
	    "/usr/local/lib/python3*/site-packages"};
	const char *home = getenv("HOME"), *venv = getenv("VIRTUAL_ENV");
	char pattern[PATH_MAX];

	for (size_t i = 0; i < sizeof(libraries) / sizeof(*libraries); i++)
		if (warn_glob(s, p, libraries[i]))
			return;
	snprintf(pattern, sizeof(pattern),
	    "%s/.local/lib/python3*/site-packages", home != NULL ? home : "");
	if (home != NULL && warn_glob(s, p, pattern))
		return;
	snprintf(pattern, sizeof(pattern), "%s/lib/python3*/site-packages",
	    venv != NULL ? venv : "");
	if (venv != NULL && warn_glob(s, p, pattern))
		return;
	if (warn_list(s, p, getenv("PYTHONPATH")) || s->rules->cwd == NULL)
		return;
	warn_import(s, p, s->rules->cwd,
	    "of scripts there, and with -c and -m when it is started there");
}

/* One warning for each place: its last spelling, as links lead, is judged. */
static bool
is_last(const struct rule_path *p)
{
	return p->next == NULL || !p->next->led;
}

void
warn_code(const struct suspect *s)
{
	bool writes = (s->rule->access & (ACC_MODIFY | ACC_CREATE)) != 0;

	if (s->rule->verb != VERB_ALLOW)
		return;
	for (const struct rule_path *p = s->rule->paths; p != NULL;
	     p = p->next) {
		if (!is_last(p))
			continue;
		if (s->kind == SEC_PROGRAMS && p->pattern.plain &&
		    s->rule->via_path == NULL)
			warn_cannot_run(s, p);
		if (s->kind == SEC_FILES && writes && p->pattern.plain)
			warn_runs_what_it_writes(s, p);
		if (s->kind == SEC_FILES && writes && s->policy->space == NULL)
			warn_python(s, p);
	}
}
