/* Whether an object is one that an expectation is about. */
#include "expect.h"

#include <string.h>

#include "model.h"

const struct expectation *
rules_expectations(const struct rules *r)
{
	return r->expect;
}

static bool
means_path(const struct expect_word *w, const char *path)
{
	for (const struct rule_path *p = w->paths; p != NULL; p = p->next)
		if (pattern_match(&p->pattern, path, strlen(path), REACH_BELOW))
			return true;
	return false;
}

static bool
means_name(const struct expect_word *w, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;

	return w->name != NULL &&
	    pattern_match(w->name, name, strlen(name), REACH_ALL);
}

static bool
means_net(const struct expect_word *w, const struct net_object *o)
{
	for (const struct net_target *t = w->targets; t != NULL; t = t->next)
		if (policy_target_covers(t, o))
			return true;
	return false;
}

bool
expect_means(const struct expectation *x, enum access one, const char *path,
    const struct net_object *net)
{
	for (const struct expect_word *w = x->words; w != NULL; w = w->next) {
		if (net != NULL ? means_net(w, net)
				: means_path(w, path) ||
			    ((one & ACC_RUN) != 0 && means_name(w, path)))
			return true;
	}
	return false;
}
