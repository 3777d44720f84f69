/* Rules that speak only where a module's code makes the call: the key `when`,
 * and which names its patterns mean.  A module's name is matched as a path is,
 * with a slash for each dot: "requests" and all below, in "/requests". */
#include "when.h"

#include <ctype.h>
#include <string.h>

#include "base/str.h"
#include "check.h"

/* No module of Python's own has a quarter of that. */
#define NAME_MAX_BYTES 255u

struct when_name {
	struct when_name *next;
	struct pattern pattern;
	enum pattern_reach reach;
};

struct when {
	struct when_name *first;
	const char *text;
	bool asks;
};

static enum when_is
never(void *ctx, const struct when *w)
{
	(void)ctx;
	(void)w;
	return WHEN_NOT;
}

const struct who who_nobody = {.stands = never};

const char *
when_text(const struct when *w)
{
	return w->text;
}

bool
when_asks(const struct when *w)
{
	return w->asks;
}

static bool
any_matches(const struct when *w, const char *path, size_t len)
{
	for (const struct when_name *n = w->first; n != NULL; n = n->next)
		if (pattern_match(&n->pattern, path, len, n->reach))
			return true;
	return false;
}

bool
when_means(const struct when *w, const char *module)
{
	static const char main_name[] = "/__main__";
	const size_t main_len = sizeof(main_name) - 1;
	char path[NAME_MAX_BYTES + 2];
	size_t len = strlen(module);

	if (len > NAME_MAX_BYTES)
		return false;
	path[0] = '/';
	for (size_t i = 0; i < len; i++) {
		char c = module[i];

		/* What is no name of Python's is no two of them. */
		path[i + 1] = c == '.' ? '/' : c == '/' ? '\1' : c;
	}
	len++;
	if (any_matches(w, path, len))
		return true;
	return len > main_len &&
	    memcmp(path + len - main_len, main_name, main_len) == 0 &&
	    any_matches(w, main_name, main_len);
}

/* Why a text is no pattern for modules; NULL: it is one. */
static const char *
why_bad(const char *text)
{
	bool start = true;

	if (strlen(text) > NAME_MAX_BYTES)
		return "it is too long for a module";
	for (const char *t = text; *t != '\0'; t++) {
		unsigned char c = (unsigned char)*t;

		if (c == '.' && start)
			return "a name is missing at a dot";
		if (c == '*' && t[1] == '*')
			return "a '*' stands for what is in one name, and "
			       "'.*' at the end for all below";
		if (start && isdigit(c))
			return "no name begins with a digit";
		if (c != '.' && c != '*' && c != '_' && c < 0x80 && !isalnum(c))
			return "a module is names with dots between, in which "
			       "'*' may stand";
		start = c == '.';
	}
	return start ? "a name is missing at a dot" : NULL;
}

/* "a.*" is a and all below it, and "*" is every module. */
static enum pattern_reach
cut_below(char *path)
{
	size_t len = strlen(path);

	if (strcmp(path, "/*") == 0)
		return REACH_BELOW;
	if (len < 3 || strcmp(path + len - 2, "/*") != 0)
		return REACH_ALL;
	path[len - 2] = '\0';
	return REACH_BELOW;
}

/* Adds one pattern; false with a fault. */
static bool
add_name(const struct reader *r, const struct node *n, struct when_name ***tail)
{
	struct when_name *name = arena_alloc(&r->rules->arena, sizeof(*name));
	const char *text = check_word(r, n, "a module");
	const char *why, *last;
	char path[NAME_MAX_BYTES + 2];

	if (text == NULL)
		return false;
	if (name == NULL) {
		check_nomem(r);
		return false;
	}
	why = why_bad(text);
	last = strrchr(text, '.');
	if (why == NULL && last != NULL && strcmp(last, ".__init__") == 0)
		why = "a package's own code is called as the package is";
	if (why != NULL) {
		check_fault(r, n, "bad module '%s': %s", check_shown(r, text),
		    why);
		return false;
	}
	path[0] = '/';
	strcpy(path + 1, text);
	for (char *c = path; *c != '\0'; c++)
		if (*c == '.')
			*c = '/';
	name->reach = cut_below(path);
	text = arena_copy(&r->rules->arena, path, strlen(path));
	if (text == NULL) {
		check_nomem(r);
		return false;
	}
	if (!check_pattern(r, n, text, PATTERN_PATH, &name->pattern))
		return false;
	**tail = name;
	*tail = &name->next;
	return true;
}

/* "requests.*", or "a or b". */
static const char *
text_of(const struct reader *r, const struct node *list)
{
	const struct node *n = list->kind == NODE_TEXT ? list : list->first;
	cleanup_str struct str s = {0};

	for (; n != NULL; n = n->next) {
		if (s.len > 0)
			str_add(&s, " or ");
		str_add(&s, check_shown(r, n->text));
		if (list->kind == NODE_TEXT)
			break;
	}
	return s.failed ? NULL
			: arena_copy(&r->rules->arena, str_text(&s), s.len);
}

const struct when *
check_when(const struct reader *r, const struct node *n, bool asks)
{
	struct when *w = arena_alloc(&r->rules->arena, sizeof(*w));
	const struct node *python = NULL, *word;
	const struct key keys[] = {
	    {"python", &python}
        };
	struct when_name **tail;
	bool good = true;

	if (w == NULL) {
		check_nomem(r);
		return NULL;
	}
	if (!check_keys(r, n, "'when'", keys, 1))
		return NULL;
	if (python == NULL) {
		check_fault(r, n, "'when' needs 'python'");
		return NULL;
	}
	tail = &w->first;
	word = check_values(r, python, "a module");
	for (good = word != NULL; word != NULL; word = word->next) {
		good &= add_name(r, word, &tail);
		if (python->kind == NODE_TEXT)
			break;
	}
	if (!good)
		return NULL;
	w->asks = asks;
	w->text = text_of(r, python);
	if (w->text != NULL)
		return w;
	check_nomem(r);
	return NULL;
}

bool
check_rule_when(const struct reader *r, const struct node *n, struct rule *rule)
{
	const bool gives =
	    rule->verb == VERB_ALLOW || rule->verb == VERB_REDIRECT;

	if (gives) {
		check_fault(r, n->key,
		    "'when' may not stand on a rule that %s: one line of "
		    "Python forges a frame, and so would take what the rule "
		    "gives; put it on deny, kill or ask, or into 'inject'",
		    rule->verb == VERB_ALLOW ? "allows" : "redirects");
		return false;
	}
	/* Looking at a name is allowed where a rule asks. */
	if (rule->verb == VERB_ASK)
		rule->access &= ~(unsigned)ACC_STAT;
	if (rule->access == 0) {
		check_fault(r, n->key,
		    "'when' may not stand on a rule that asks about 'stat' "
		    "alone: that is allowed without a question, and one line "
		    "of Python forges a frame; say deny");
		return false;
	}
	rule->when = check_when(r, n, rule->verb == VERB_ASK);
	return rule->when != NULL;
}
