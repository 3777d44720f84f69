/* What in good rules is perhaps not what was meant: each rule of the files that
 * the operator wrote, looked at in turn. */
#include "warn.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "check.h"

void
warn_at(const struct suspect *s, size_t line, size_t column, const char *fmt,
    ...)
{
	cleanup_str struct str text = {0};
	const struct rule *r = s->rule;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	fault_add(s->to, r->file, line != 0 ? line : (size_t)r->line,
	    line != 0 ? column : r->column, "warning: %s", str_text(&text));
}

enum standing
warn_standing(const struct policy *p, const char *name,
    const struct space_place **ret_by)
{
	char host[PATH_MAX];
	struct space_way way = {0};
	struct stat st;

	if (strlen(name) >= sizeof(host))
		return STANDS_NOT;
	/* A folder on the way to what is drawn below it. */
	if (p->space != NULL && space_holds(p->space, name))
		return STANDS_FOLDER;
	if (p->space == NULL)
		strcpy(host, name);
	else if (!space_host(p->space, name, host, &way) &&
	    (way.place == NULL || way.place->kind != SPACE_HIDDEN))
		return STANDS_ELSE; /* the run's own, which is not made yet */
	if (way.place != NULL && way.place->kind == SPACE_HIDDEN) {
		*ret_by = way.place;
		return STANDS_HIDDEN;
	}
	/* A layer may hold what the folder below has not. */
	if (way.place != NULL && way.place->layer != NULL)
		return STANDS_ELSE;
	/* What we may not look at may be there. */
	if (stat(host, &st) != 0)
		return errno == ENOENT || errno == ENOTDIR ? STANDS_NOT
							   : STANDS_ELSE;
	if (S_ISDIR(st.st_mode))
		return STANDS_FOLDER;
	return S_ISREG(st.st_mode) ? STANDS_FILE : STANDS_ELSE;
}

static void
look_at(const struct suspect *s)
{
	/* What was typed is not in a file; what is shipped was looked at. */
	if (s->rule->reader == NULL || s->rule->reader->shipped != NULL)
		return;
	warn_covered(s);
	warn_names(s);
	warn_code(s);
}

static bool
is_named(const struct rules *r, const struct policy *profile)
{
	const struct rule *i = r->top.section[SEC_PROGRAMS].first;

	for (; i != NULL; i = i->next)
		if (i->profile == profile)
			return true;
	for (const struct policy *p = r->profiles; p != NULL; p = p->next)
		for (i = p->section[SEC_PROGRAMS].first; i != NULL; i = i->next)
			if (i->profile == profile && p != profile)
				return true;
	return false;
}

void
suspect_each(const struct rules *r, const struct policy *p, struct faults *to,
    void (*look)(const struct suspect *s), void *ctx)
{
	struct suspect s = {.rules = r, .policy = p, .to = to, .ctx = ctx};

	for (int kind = 0; kind < SECTIONS; kind++) {
		s.kind = (enum section_kind)kind;
		for (s.number = 0; s.number < p->section[kind].count;
		     s.number++) {
			s.rule = p->section[kind].rule[s.number];
			look(&s);
		}
	}
}

void
rules_warn(const struct rules *r, struct faults *to)
{
	suspect_each(r, &r->top, to, look_at, NULL);
	for (const struct policy *p = r->profiles; p != NULL; p = p->next) {
		suspect_each(r, p, to, look_at, NULL);
		if (p->line != 0 && !is_named(r, p))
			fault_add(to, p->reader->file, p->line, p->column,
			    "warning: no rule names the profile '%s'; name it "
			    "in a programs rule, or remove it",
			    check_shown(p->reader, p->name));
	}
}
