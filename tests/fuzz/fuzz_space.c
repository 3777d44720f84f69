/* Namespaces: where a job's name leads and what the job calls what is there say
 * the same, and nothing leads to what is hidden or to the run's own folders but
 * by their places.
 *
 * A line is a place: a byte with its kind, its name and, behind a space, the
 * host's.  Behind an empty line stand names that are asked about. */
#include <string.h>

#include "base/str.h"
#include "space.h"
#include "tests/fuzz/fuzz.h"

#define PLACES 12u
#define AREA   "/run/area"
#define HIDDEN AREA "/empty/hidden"

static struct space_place places[PLACES];
static char *lines[PLACES];
static size_t count;

/* Makes a name canonical: false where none can be made of it. */
static bool
tidy(char *name)
{
	char *to = name;

	if (name[0] != '/' || strlen(name) >= 200 || strstr(name, "/.") != NULL)
		return false;
	for (const char *c = name; *c != '\0'; c++)
		if (*c != '/' || to == name || to[-1] != '/')
			*to++ = *c;
	if (to > name + 1 && to[-1] == '/')
		to--;
	*to = '\0';
	return true;
}

/* Does it lie in what only the supervisor may reach? */
static bool
is_ours(const char *host)
{
	return str_is_below(host, AREA, strlen(AREA));
}

/* Takes the line: it is the place's then, else the caller's. */
static bool
draw(struct space *s, uint8_t how, char *line)
{
	static char names[PLACES][sizeof(AREA) + 8];
	struct space_place *p = &places[count];
	char *from = strchr(line, ' ');

	*p = (struct space_place){.kind = (enum space_kind)(how % 4)};
	if (from != NULL)
		*from++ = '\0';
	if (!tidy(line) ||
	    (p->kind == SPACE_MAP &&
		(from == NULL || !tidy(from) || is_ours(from))))
		return false;
	snprintf(names[count], sizeof(names[count]), AREA "/%zu", count);
	p->at = line;
	p->at_len = strlen(line);
	p->from = p->kind == SPACE_MAP ? from
	    : p->kind == SPACE_HIDDEN  ? HIDDEN
				       : names[count];
	p->from_len = strlen(p->from);
	if (!space_add(s, p))
		return false;
	lines[count++] = line;
	return true;
}

/* The deepest place that the name is in or below. */
static const struct space_place *
deepest(const char *name)
{
	const struct space_place *best = NULL;

	for (size_t i = 0; i < count; i++)
		if (str_is_below(name, places[i].at, places[i].at_len) &&
		    (best == NULL || places[i].at_len > best->at_len))
			best = &places[i];
	return best;
}

/* All that the job calls `host` leads there.  Is `wanted` one of the names? */
static bool
names_of(const struct space *s, const char *host, const char *wanted)
{
	char name[PATH_MAX], back[PATH_MAX];
	struct space_way way;
	bool found = false;
	size_t n = 0;

	while (space_next_name(s, host, &n, name)) {
		REQUIRE(n <= count + 1);
		REQUIRE(space_host(s, name, back, &way));
		REQUIRE(strcmp(back, host) == 0);
		found |= strcmp(name, wanted) == 0;
	}
	if (space_seen(s, host, name)) {
		REQUIRE(space_host(s, name, back, &way));
		REQUIRE(strcmp(back, host) == 0);
	}
	return found;
}

static void
ask(const struct space *s, char *name)
{
	char host[PATH_MAX];
	struct space_way way;
	const struct space_place *p;
	bool hidden;

	if (!tidy(name))
		return;
	p = deepest(name);
	REQUIRE(space_host(s, name, host, &way));
	hidden = way.place != NULL && way.place->kind == SPACE_HIDDEN;
	REQUIRE(hidden || way.place == p);
	/* Only a place of the run's own leads into its folders. */
	REQUIRE(
	    !is_ours(host) || hidden || (p != NULL && p->kind != SPACE_MAP));
	if (p != NULL && p->kind == SPACE_HIDDEN)
		REQUIRE(str_is_below(host, HIDDEN, strlen(HIDDEN)));
	if (p != NULL && strcmp(name, p->at) == 0 && p->at_len > 1 && !hidden)
		REQUIRE(way.border);
	/* What is hidden has the name in the empty folder alone. */
	REQUIRE(
	    names_of(s, host, name) == (!hidden || strcmp(name, host) == 0));
	/* And as a name of the host's. */
	(void)names_of(s, name, name);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct space s = {.area = AREA, .area_len = strlen(AREA)};
	struct input in = {bytes, len};
	bool asks = false;

	count = 0;
	while (in.len > 0) {
		uint8_t how = asks ? 0 : input_byte(&in);
		char *line;
		size_t n;

		if (!asks && (how == '\n' || count == PLACES)) {
			asks = true;
			continue;
		}
		line = input_line(&in, &n);
		if (asks)
			ask(&s, line);
		if (asks || !draw(&s, how, line))
			free(line);
	}
	while (count > 0)
		free(lines[--count]);
	return 0;
}
