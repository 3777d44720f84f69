/* Answers that are kept: a rule is put into somebody's rules file, of which the
 * first byte names the section.  Where what comes out is good rules, it is the
 * file's rules as they were, and the new one before those of its section. */
#include <string.h>

#include "ask/save.h"
#include "base/str.h"
#include "explain.h"
#include "rules.h"
#include "tests/fuzz/fuzz.h"

static const struct {
	const char *section;
	const char *rule;
} answers[] = {
    {"files",     "{allow: read, path: /saved}"           },
    {"network",   "{allow: connect, to: \"tcp:[::1]:80\"}"},
    {"programs",  "{allow: run, path: /saved}"            },
    {"processes", "{allow: signal, to: job}"              },
};

/* NULL: they are no good rules. */
static struct rules *
read_rules(const char *text, size_t len)
{
	struct faults f = {0};
	struct rules *r = rules_new();

	REQUIRE(r != NULL);
	if (rules_add_text(r, "r.yaml", "/", text, len, &f) != 0 ||
	    rules_finish(r, &f) != 0) {
		rules_free(r);
		r = NULL;
	}
	fault_done(&f);
	return r;
}

/* Each rule set of the one is that of the other, but for one rule more, of this
 * text, in the first. */
static void
compare(const struct rules *old, const struct rules *new, const char *rule)
{
	const struct policy *a = rules_next_policy(old, NULL);
	const struct policy *b = rules_next_policy(new, NULL);
	struct tried one, other;
	unsigned more = 0;

	for (; a != NULL; a = rules_next_policy(old, a)) {
		size_t i = 0, j = 0;

		REQUIRE(b != NULL);
		while (policy_rule(b, j, &other)) {
			if (policy_rule(a, i, &one) &&
			    strcmp(one.text, other.text) == 0 &&
			    (more > 0 || strcmp(one.text, rule) != 0)) {
				i++;
			} else {
				REQUIRE(strcmp(other.text, rule) == 0);
				more++;
			}
			j++;
		}
		REQUIRE(!policy_rule(a, i, &one));
		REQUIRE(policy_default(a) == policy_default(b));
		b = rules_next_policy(new, b);
	}
	REQUIRE(b == NULL && more == 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct input in = {bytes, len};
	unsigned which = input_byte(&in) % (sizeof(answers) / sizeof(*answers));
	const char *section = answers[which].section;
	struct str text = {0}, alone = {0};
	struct rules *old, *new, *just;
	struct tried saved;
	size_t n;
	char *file = input_rest(&in, &n);

	setenv("HOME", "/nonexistent", 1);
	save_insert(&alone, "", section, answers[which].rule);
	just = read_rules(str_text(&alone), alone.len);
	REQUIRE(just != NULL && policy_rule(rules_top(just), 0, &saved));
	old = strlen(file) == n ? read_rules(file, n) : NULL;
	if (old != NULL) {
		save_insert(&text, file, section, answers[which].rule);
		new = read_rules(str_text(&text), text.len);
		if (new != NULL)
			compare(old, new, saved.text);
		rules_free(new);
	}
	rules_free(old);
	rules_free(just);
	str_done(&text);
	str_done(&alone);
	free(file);
	return 0;
}
