/* Many rules on paths: their index answers as a walk over all of them does.
 *
 * A line of the input is a rule: a byte with its access (two bits), whether it
 * reaches below (4), whether it shares the head of the others (8) and its
 * rule's number with the one before (16), and then a pattern.  Behind an empty
 * line stand the paths that are asked about. */
#include <string.h>

#include "paths.h"
#include "tests/fuzz/fuzz.h"

#define ENTRIES 48u
#define HEAD    "/head/"

struct one {
	struct pattern pattern;
	enum pattern_reach reach;
	uint32_t rule;
	unsigned access;
};

static struct one one[ENTRIES];
static uint32_t count;

static void
add(struct paths *p, struct arena *a, uint8_t how, const char *line)
{
	struct one *o = &one[count];
	bool again = count > 0 && (how & 16) != 0;
	const char *why;
	char *text = arena_alloc(a, strlen(line) + sizeof(HEAD));

	REQUIRE(text != NULL);
	strcpy(text, (how & 8) != 0 ? HEAD : "");
	strcat(text, line);
	if (text[0] != '/' ||
	    pattern_compile(a, text, PATTERN_PATH, &o->pattern, &why) != 0)
		return;
	o->access = 1u << (how & 3);
	o->reach = (how & 4) != 0 ? REACH_BELOW : REACH_ALL;
	o->rule = count == 0 ? 0 : one[count - 1].rule + !again;
	REQUIRE(
	    paths_add(p, a, &o->pattern, o->rule, o->access, o->reach) == 0);
	count++;
}

static uint32_t
walk(const char *path, size_t len, unsigned access, uint32_t from,
    enum pattern_reach reach)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct one *o = &one[i];

		if (o->rule >= from && (o->access & access) != 0 &&
		    pattern_match(&o->pattern, path, len,
			o->reach == REACH_ALL ? REACH_ALL : reach))
			return o->rule;
	}
	return NO_RULE;
}

/* Makes a path canonical, as all that are asked about. */
static size_t
tidy(char *path)
{
	char *to = path;

	for (const char *c = path; *c != '\0'; c++)
		if (*c != '/' || to == path || to[-1] != '/')
			*to++ = *c;
	if (to > path + 1 && to[-1] == '/')
		to--;
	*to = '\0';
	return (size_t)(to - path);
}

static void
ask(const struct paths *p, char *path)
{
	size_t len = tidy(path);

	if (path[0] != '/')
		return;
	for (unsigned access = 1; access <= 15; access = access * 2 + 1)
		for (uint32_t from = 0; from <= count; from += 1 + count / 3)
			for (int reach = REACH_ALL; reach <= REACH_BELOW;
			     reach++)
				REQUIRE(paths_first(p, path, len, access, from,
					    (enum pattern_reach)reach) ==
				    walk(path, len, access, from,
					(enum pattern_reach)reach));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct input in = {bytes, len};
	struct arena a = {0};
	struct paths p = {0};
	bool asks = false;

	count = 0;
	while (in.len > 0) {
		uint8_t how = asks ? 0 : input_byte(&in);
		char *line;
		size_t n;

		if (!asks && (how == '\n' || count == ENTRIES)) {
			REQUIRE(paths_build(&p, &a) == 0);
			asks = true;
			continue;
		}
		line = input_line(&in, &n);
		if (asks)
			ask(&p, line);
		else
			add(&p, &a, how, line);
		free(line);
	}
	arena_done(&a);
	return 0;
}
