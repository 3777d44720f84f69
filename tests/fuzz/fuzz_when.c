/* `when: {python: ...}`: which modules a pattern means is what its manual says,
 * tried here on names, and not on paths.  The first line is the pattern, each
 * other one a module. */
#include <string.h>

#include "base/str.h"
#include "rules.h"
#include "tests/fuzz/fuzz.h"
#include "when.h"

/* Does one name of a module fit one of a pattern, in which '*' may stand? */
static bool
name_fits(const char *pattern, size_t plen, const char *name, size_t len)
{
	if (plen == 0)
		return len == 0;
	if (pattern[0] != '*')
		return len > 0 && pattern[0] == name[0] &&
		    name_fits(pattern + 1, plen - 1, name + 1, len - 1);
	for (size_t n = 0; n <= len; n++)
		if (name_fits(pattern + 1, plen - 1, name + n, len - n))
			return true;
	return false;
}

/* Name by name; ".*" at the end is the package and all below it. */
static bool
fits(const char *pattern, const char *module)
{
	for (;;) {
		size_t plen = strcspn(pattern, "."), len = strcspn(module, ".");
		const char *more = pattern + plen;

		if (!name_fits(pattern, plen, module, len))
			return false;
		if (strcmp(more, ".*") == 0)
			return true;
		if (*more == '\0' || module[len] == '\0')
			return *more == module[len];
		pattern = more + 1;
		module += len + 1;
	}
}

static bool
means(const char *pattern, const char *module)
{
	static const char tail[] = ".__main__";
	size_t len = strlen(module);

	if (strcmp(pattern, "*") == 0)
		return true;
	return fits(pattern, module) ||
	    (len >= sizeof(tail) - 1 &&
		strcmp(module + len - (sizeof(tail) - 1), tail) == 0 &&
		fits(pattern, "__main__"));
}

/* Some module. */
struct asked {
	const char *pattern;
	const char *module;
	bool asked;
};

static enum when_is
stands(void *ctx, const struct when *w)
{
	struct asked *a = ctx;
	bool is = when_means(w, a->module);

	a->asked = true;
	REQUIRE(is == means(a->pattern, a->module));
	return is ? WHEN_IS : WHEN_NOT;
}

/* Names that Python would give: no slash in them, none empty, none that is
 * longer than any. */
static bool
is_module(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && len <= 200 && strchr(name, '/') == NULL &&
	    name[0] != '.' && name[len - 1] != '.' &&
	    strstr(name, "..") == NULL;
}

static void
ask(const struct rules *r, const char *pattern, const char *module)
{
	struct asked a = {.pattern = pattern, .module = module};
	const struct who who = {&a, stands};
	struct answer says;

	policy_file_by(rules_top(r), &who, ACC_READ, "/x", &says);
	REQUIRE(a.asked);
	REQUIRE((says.verb == VERB_DENY) == means(pattern, module));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct input in = {bytes, len};
	struct faults f = {0};
	struct rules *r = rules_new();
	struct str text = {0};
	size_t n;
	char *pattern = input_line(&in, &n);

	REQUIRE(r != NULL);
	str_add(&text,
	    "version: 1\ndefault: allow\nfiles:\n"
	    "  - {deny: read, path: /x, when: {python: ");
	str_add_json(&text, pattern, strlen(pattern));
	str_add(&text, "}}\n");
	if (strlen(pattern) < 40 &&
	    rules_add_text(r, "r", "/", str_text(&text), text.len, &f) == 0 &&
	    rules_finish(r, &f) == 0) {
		for (unsigned lines = 0; in.len > 0 && lines < 64; lines++) {
			char *module = input_line(&in, &n);

			if (is_module(module))
				ask(r, pattern, module);
			free(module);
		}
	}
	fault_done(&f);
	rules_free(r);
	str_done(&text);
	free(pattern);
	return 0;
}
