/* The index of paths answers as a walk over all rules, in their order, does. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "paths.h"

TestSuite(paths, .timeout = 60);

#define SETS     400
#define PATHS    120
#define PATTERNS 64

/* Numbers that are the same in each run (xorshift64). */
static uint64_t seed = 88172645463325252u;

static unsigned
some(unsigned below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % below;
}

/* Few pieces, so that heads, runs and whole patterns come again and again. */
static const char *const pieces[] = {"a", "b", "ab", "/", "/", "/a", "/b/",
    "aaaaaaaaaa", "/abababab", "*", "*", "**", "/**/", "**/**/", "/**", "?",
    "[ab]", "[!a]", "[b]", "\\*", "\\?", ".py", "*.py"};

#define WILD_FROM 9u /* what comes before stands in names too */

static void
make_text(char *to, size_t size, bool wild)
{
	unsigned count = some(wild ? 7 : 10);
	unsigned kinds = wild ? sizeof(pieces) / sizeof(pieces[0]) : WILD_FROM;
	size_t len = (size_t)snprintf(to, size, "/%s", some(3) ? "a" : "");

	while (count-- > 0) {
		const char *piece = pieces[some(kinds)];

		if (!wild && some(8) == 0)
			piece = some(2) ? "*" : ".py";
		/* As the rules have it: no empty name, no slash at the end. */
		if (to[len - 1] == '/' && piece[0] == '/')
			piece++;
		len += (size_t)snprintf(to + len, size - len, "%s", piece);
	}
	if (len > 1 && to[len - 1] == '/' && some(10) != 0)
		to[len - 1] = '\0';
}

struct set {
	struct arena arena;
	struct paths paths;
	struct one {
		char text[256];
		struct pattern pattern;
		enum pattern_reach reach;
		unsigned access;
	} one[PATTERNS];
	uint32_t count;
};

static void
make_set(struct set *s)
{
	memset(s, 0, sizeof(*s));
	for (; s->count < PATTERNS; s->count++) {
		struct one *o = &s->one[s->count];
		const char *why;

		make_text(o->text, sizeof(o->text), true);
		o->reach = some(4) ? REACH_BELOW : REACH_ALL;
		o->access = 1 + some(3);
		cr_assert_eq(pattern_compile(&s->arena, o->text, PATTERN_PATH,
				 &o->pattern, &why),
		    0, "%s: %s", o->text, why);
		cr_assert_eq(paths_add(&s->paths, &s->arena, &o->pattern,
				 s->count, o->access, o->reach),
		    0);
	}
	cr_assert_eq(paths_build(&s->paths, &s->arena), 0);
}

static bool
covers(const struct one *o, const char *path, enum pattern_reach reach)
{
	if (o->reach == REACH_ALL)
		reach = REACH_ALL;
	return pattern_match(&o->pattern, path, strlen(path), reach);
}

/* The rule that a walk finds. */
static uint32_t
walk(const struct set *s, const char *path, unsigned access, uint32_t from,
    enum pattern_reach reach)
{
	for (uint32_t i = from; i < s->count; i++)
		if ((s->one[i].access & access) != 0 &&
		    covers(&s->one[i], path, reach))
			return i;
	return NO_RULE;
}

Test(paths, are_found_as_a_walk_in_order_finds_them)
{
	static struct set s;
	unsigned found = 0;

	for (int n = 0; n < SETS; n++) {
		make_set(&s);
		for (int i = 0; i < PATHS; i++) {
			enum pattern_reach reach =
			    some(3) ? REACH_BELOW : REACH_ALL;
			unsigned access = 1u << some(2);
			uint32_t from = some(3) ? 0 : some(PATTERNS);
			uint32_t want, got;
			char path[256];

			make_text(path, sizeof(path), false);
			want = walk(&s, path, access, from, reach);
			got = paths_first(&s.paths, path, strlen(path), access,
			    from, reach);
			found += want != NO_RULE;
			cr_assert_eq(got, want, "%s: %u %s, not %u %s", path,
			    got, got != NO_RULE ? s.one[got].text : "(none)",
			    want, want != NO_RULE ? s.one[want].text : "");
		}
		arena_done(&s.arena);
	}
	/* The test says something only where some are found and some not. */
	cr_expect(found > SETS * PATHS / 10 && found < SETS * PATHS * 9 / 10,
	    "%u", found);
}

/* Only those that a path may fit are tried, in whatever order they come. */
Test(paths, of_ten_thousand_patterns_each_is_found)
{
	struct arena a = {0};
	struct paths p = {0};
	static struct pattern pattern[10000];
	/* What stands before and behind the number, in a pattern and in a path
	 * that it covers. */
	static const struct {
		const char *pattern[2], *path[2];
	} shape[] = {
	    {{"/top/*/u", "/data"},    {"/top/q/u", "/data/below"}},
	    {{"/top/**/*.e", ""},      {"/top/x/y/z.e", ""}       },
	    {{"/top/?", ""},           {"/top/x", ""}             },
	    {{"/top/[ab]*-", "-x/**"}, {"/top/b-", "-x/q"}        },
	};
	char text[64];
	const char *why;

	for (unsigned i = 0; i < 10000; i++) {
		snprintf(text, sizeof(text), "%s%u%s", shape[i % 4].pattern[0],
		    i, shape[i % 4].pattern[1]);
		cr_assert_eq(pattern_compile(&a, text, PATTERN_PATH,
				 &pattern[i], &why),
		    0);
		cr_assert_eq(paths_add(&p, &a, &pattern[i], i, 1, REACH_BELOW),
		    0);
	}
	cr_assert_eq(paths_build(&p, &a), 0);
	for (unsigned i = 0; i < 10000; i++) {
		snprintf(text, sizeof(text), "%s%u%s", shape[i % 4].path[0], i,
		    shape[i % 4].path[1]);
		cr_assert_eq(paths_first(&p, text, strlen(text), 1, 0,
				 REACH_BELOW),
		    i, "%s", text);
	}
	arena_done(&a);
}
