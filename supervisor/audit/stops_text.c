/* --profile-stops: the profile as a table or as JSON, the dearest call first.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "audit/stops.h"

#define ROWS (2 * CATALOG_END + 1)

/* The rows that there are, in a sorted list. */
struct list {
	const struct stop_row *row[ROWS];
	size_t count;
	uint64_t stops;
	uint64_t ns;
};

static int
dearest_first(const void *a, const void *b)
{
	const struct stop_row *const *left = a;
	const struct stop_row *const *right = b;

	if ((*left)->sum_ns != (*right)->sum_ns)
		return (*left)->sum_ns < (*right)->sum_ns ? 1 : -1;
	return 0;
}

static void
list_rows(const struct stops *s, struct list *ret)
{
	*ret = (struct list){0};
	for (size_t i = 0; i < ROWS; i++) {
		if (s->row[i] == NULL)
			continue;
		ret->row[ret->count++] = s->row[i];
		ret->stops += s->row[i]->count;
		ret->ns += s->row[i]->sum_ns;
	}
	qsort(ret->row, ret->count, sizeof(ret->row[0]), dearest_first);
}

static const char *
name_of(const struct stop_row *r)
{
	return r->def != NULL ? r->def->name : "(unknown numbers)";
}

/* Why the filter did not let it through: the row of the catalogue. */
static const char *
why_of(const struct stop_row *r)
{
	if (r->def == NULL)
		return "a call that this version does not know";
	if (r->empty)
		return "that its path is empty stands in memory";
	switch (r->def->treat) {
	case T_DRAWN: return "the rules draw a namespace";
	case T_ROOT: return "the rules have user: root";
	case T_SHORT: return "the rules cut reads and writes short";
	case T_FREE: return "without mseal(2) the region is guarded";
	case T_ASK:
	case T_REFUSE:
	case T_QUIET: break;
	}
	return r->def->why;
}

static const char *
class_of(const struct stop_row *r)
{
	return r->def != NULL ? catalog_class_name(r->def->class) : "unknown";
}

static const char *
treat_of(const struct stop_row *r)
{
	return catalog_treat_name(r->def != NULL ? r->def->treat : T_REFUSE);
}

/* The rule that decided most, or NULL; *ret_count: how often. */
static const char *
top_rule(const struct stop_row *r, uint64_t *ret_count)
{
	const struct thing *best = NULL;

	for (const struct thing *t = r->rules.all; t != NULL; t = t->hh.next)
		if (best == NULL || t->count > best->count)
			best = t;
	*ret_count = best != NULL ? best->count : 0;
	return best != NULL ? best->name : NULL;
}

static double
us(uint64_t ns)
{
	return (double)ns / 1e3;
}

static void
table(const struct stops *s, const struct list *l, struct str *to)
{
	str_addf(to,
	    "%llu stops, %.1f ms in the supervisor%s\n"
	    "%llu of them beside other calls, %llu while one was served\n\n"
	    "%8s %10s %9s  %s\n",
	    (unsigned long long)l->stops, us(l->ns) / 1e3,
	    s->lost > 0 ? ", and more that there was no memory for" : "",
	    (unsigned long long)s->beside, (unsigned long long)s->together,
	    "stops", "sum ms", "median us", "call");
	for (size_t i = 0; i < l->count; i++) {
		const struct stop_row *r = l->row[i];
		uint64_t most;
		const char *rule = top_rule(r, &most);

		str_addf(to, "%8llu %10.2f %9.1f  %s%s (%s, %s)\n%31s%s\n",
		    (unsigned long long)r->count, us(r->sum_ns) / 1e3,
		    us(stops_median(r)), name_of(r),
		    r->empty ? ", a descriptor" : "", class_of(r), treat_of(r),
		    "", why_of(r));
		if (rule == NULL)
			continue;
		str_addf(to, "%31s", "");
		str_add_shown(to, rule, strlen(rule));
		str_addf(to, ": %llu of them\n", (unsigned long long)most);
	}
}

static json_t *
json_row(const struct stop_row *r)
{
	cleanup_str struct str shown = {0};
	uint64_t most;
	const char *rule = top_rule(r, &most);

	if (rule != NULL)
		str_add_shown(&shown, rule, strlen(rule));
	return json_pack("{s:s, s:b, s:s, s:s, s:s, s:I, s:I, s:I, s:s?, s:I}",
	    "call", name_of(r), "descriptor", r->empty, "class", class_of(r),
	    "treat", treat_of(r), "why", why_of(r), "stops",
	    (json_int_t)r->count, "sum_ns", (json_int_t)r->sum_ns, "median_ns",
	    (json_int_t)stops_median(r), "rule",
	    rule != NULL ? str_text(&shown) : NULL, "rule_stops",
	    (json_int_t)most);
}

static void
json(const struct stops *s, const struct list *l, struct str *to)
{
	json_t *calls = json_array(), *all;
	char *text = NULL;

	for (size_t i = 0; i < l->count; i++)
		(void)json_array_append_new(calls, json_row(l->row[i]));
	all = json_pack("{s:s, s:i, s:I, s:I, s:I, s:I, s:I, s:o}", "ptsandbox",
	    PTS_VERSION, "format", 1, "stops", (json_int_t)l->stops, "sum_ns",
	    (json_int_t)l->ns, "beside", (json_int_t)s->beside, "together",
	    (json_int_t)s->together, "lost", (json_int_t)s->lost, "calls",
	    calls);
	if (all != NULL)
		text = json_dumps(all, JSON_INDENT(1));
	json_decref(all);
	if (text == NULL) {
		to->failed = true;
		return;
	}
	str_add(to, text);
	str_add_char(to, '\n');
	free(text);
}

void
stops_text(const struct stops *s, struct str *to)
{
	size_t len = strlen(s->file);
	struct list l;

	list_rows(s, &l);
	if (len >= 5 && strcmp(s->file + len - 5, ".json") == 0)
		json(s, &l, to);
	else
		table(s, &l, to);
}
