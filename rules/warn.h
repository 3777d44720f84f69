/* What in good rules is perhaps not what was meant.  Each warning is true:
 * where it cannot be known, none is given. */
#ifndef PTS_RULES_WARN_H
#define PTS_RULES_WARN_H

#include "model.h"

/* One rule while it is looked at. */
struct suspect {
	const struct rules *rules;
	const struct policy *policy;
	enum section_kind kind;
	uint32_t number; /* in its section */
	const struct rule *rule;
	struct faults *to;
	void *ctx; /* of who looks */
};

/* Looks at each rule of a rule set. */
void suspect_each(const struct rules *r, const struct policy *p,
    struct faults *to, void (*look)(const struct suspect *s), void *ctx);

/* Adds a warning at a place in the rule's file; line 0: at the rule. */
void warn_at(const struct suspect *s, size_t line, size_t column,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* warn_cover.c: rules that are left nothing by those before them. */
void warn_covered(const struct suspect *s);

/* warn_cover.c: does the pattern e cover all that t does?  False may also mean
 * that it is not known. */
bool warn_path_covers(const struct rule_path *e, const struct rule_path *t);

/* warn_place.c: names that are not there, that lead elsewhere, or that match
 * more than they seem to. */
void warn_names(const struct suspect *s);

/* warn_code.c: programs that cannot be run, and what may be written and then
 * run. */
void warn_code(const struct suspect *s);

/* fold.c: adds a fault for each rule that takes something by name out of what
 * is allowed where names fold, and so would not hold. */
void fold_check(const struct rules *r, const struct policy *p,
    struct faults *to);

/* How a canonical name of the job's stands on the host. */
enum standing {
	STANDS_NOT,
	STANDS_FOLDER,
	STANDS_FILE,  /* a regular file */
	STANDS_ELSE,  /* something else, or it cannot be known */
	STANDS_HIDDEN /* by the namespace, whose place is in *ret_by */
};
enum standing warn_standing(const struct policy *p, const char *name,
    const struct space_place **ret_by);

#endif /* PTS_RULES_WARN_H */
