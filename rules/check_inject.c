/* What a rule lets go wrong on purpose: `inject` beside `allow`. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

/* Longer than any time-out that a lesson is about. */
#define DELAY_MAX_MS 3600000u
#define COUNT_MAX    1000000000u

/* The number at the start of a word, with *ret_unit behind it; false where
 * there is none that is at most `most`. */
static bool
read_number(const char *text, unsigned long most, unsigned long *ret,
    const char **ret_unit)
{
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*ret = strtoul(text, &end, 10);
	*ret_unit = end;
	return errno == 0 && *ret <= most;
}

static bool
read_delay(const struct reader *r, const struct node *n, struct inject *i)
{
	const char *text = check_word(r, n, "a delay");
	const char *unit;
	unsigned long ms;

	if (text == NULL)
		return false;
	if (read_number(text, DELAY_MAX_MS, &ms, &unit) &&
	    (strcmp(unit, "ms") == 0 || strcmp(unit, "s") == 0)) {
		ms *= *unit == 's' ? 1000 : 1;
		i->delay_ms = (unsigned)ms;
		if (ms > 0 && ms <= DELAY_MAX_MS)
			return true;
	}
	check_fault(r, n,
	    "'%s' is no delay: say 200ms or 2s, an hour at the most",
	    check_shown(r, text));
	return false;
}

static bool
read_count(const struct reader *r, const struct node *n, unsigned long least,
    uint64_t *ret)
{
	const char *text = check_word(r, n, n->key->text);
	const char *unit;
	unsigned long count;

	if (text == NULL)
		return false;
	if (read_number(text, COUNT_MAX, &count, &unit) && *unit == '\0' &&
	    count >= least) {
		*ret = count;
		return true;
	}
	check_fault(r, n, "'%s' is not a number from %lu to %u",
	    check_shown(r, text), least, COUNT_MAX);
	return false;
}

static bool
read_keys(const struct reader *r, const struct node *n, struct inject *i)
{
	const struct node *error = NULL, *delay = NULL;
	const struct node *after = NULL, *every = NULL, *cut = NULL;
	const struct node *when = NULL;
	const struct key keys[] = {
	    {"error", &error},
            {"delay", &delay},
            {"short", &cut  },
	    {"after", &after},
            {"every", &every},
            {"when",  &when }
        };
	bool good = true;

	if (!check_keys(r, n, "'inject'", keys, sizeof(keys) / sizeof(keys[0])))
		return false;
	if (cut != NULL ? error != NULL || delay != NULL
			: error == NULL && delay == NULL) {
		check_fault(r, n,
		    cut != NULL
			? "'short' goes with neither 'error' nor 'delay': "
			  "they are of calls that ask the rules"
			: "'inject' needs 'error', 'delay' or both, or "
			  "'short'");
		return false;
	}
	if (cut != NULL)
		good = read_count(r, cut, 1, &i->short_len);
	if (error != NULL) {
		i->err = check_errno(r, error);
		good = i->err != 0;
	}
	if (delay != NULL)
		good &= read_delay(r, delay, i);
	if (after != NULL)
		good &= read_count(r, after, 0, &i->after);
	if (every != NULL)
		good &= read_count(r, every, 1, &i->every);
	if (when != NULL) {
		i->when = check_when(r, when, false);
		good &= i->when != NULL;
	}
	return good;
}

/* Calls are counted in places that were made when the job was started, and
 * reads and writes stop only where its rules wanted them to. */
static bool
may_grant(const struct reader *r, const struct node *n, const struct inject *i)
{
	if (i->short_len > 0 && !r->rules->inject_shorts)
		check_fault(r, n,
		    "'short' can be granted only where rules had one when the "
		    "job was started: reads and writes do not stop in this "
		    "run");
	else if (r->rules->injections >= r->rules->inject_most)
		check_fault(r, n, "%u rules with 'inject' were granted already",
		    INJECT_GRANTS);
	else
		return true;
	return false;
}

bool
check_inject(const struct reader *r, const struct node *n, struct rule *rule)
{
	struct inject *i = arena_alloc(&r->rules->arena, sizeof(*i));

	if (i == NULL) {
		check_nomem(r);
		return false;
	}
	if (rule->verb != VERB_ALLOW) {
		check_fault(r, n->key,
		    "'inject' goes with 'allow' only: what is denied fails "
		    "already, see 'errno'");
		return false;
	}
	i->every = 1;
	if (!read_keys(r, n, i))
		return false;
	if (i->short_len > 0 && (rule->access & (ACC_READ | ACC_MODIFY)) == 0) {
		check_fault(r, n,
		    "'short' is for a files rule that allows read or modify");
		return false;
	}
	if (r->rules->inject_most != 0 && !may_grant(r, n, i))
		return false;
	i->id = r->rules->injections++;
	r->rules->inject_delays |= i->delay_ms > 0;
	r->rules->inject_shorts |= i->short_len > 0;
	rule->inject = i;
	return true;
}
