/* Rules that name paths: the sections files and programs. */
#include <errno.h>
#include <string.h>

#include "check.h"

bool
check_pattern(const struct reader *r, const struct node *n, const char *text,
    enum pattern_kind kind, struct pattern *ret)
{
	const char *why = NULL;
	int err = pattern_compile(&r->rules->arena, text, kind, ret, &why);

	if (err == -EINVAL)
		check_fault(r, n, "bad pattern '%s': %s", check_shown(r, text),
		    why);
	else if (err != 0)
		check_nomem(r);
	return err == 0;
}

/* Adds one spelling. */
static struct rule_path **
add_spelling(const struct reader *r, const struct node *n, const char *text,
    const char *written, struct rule_path **tail)
{
	struct rule_path *p = arena_alloc(&r->rules->arena, sizeof(*p));

	if (p == NULL) {
		check_nomem(r);
		return NULL;
	}
	p->text = text;
	p->written = check_shown(r, written);
	p->line = n->line;
	p->column = n->column;
	if (!check_pattern(r, n, text, PATTERN_PATH, &p->pattern))
		return NULL;
	*tail = p;
	return &p->next;
}

struct rule_path **
check_path(const struct reader *r, const struct node *n, const char *text,
    struct rule_path **tail)
{
	const char *as_written;
	const char *as_led;
	struct rule_path **led;
	int err = expand_path(r, n, text, &as_written);

	if (err != 0)
		return err > 0 ? tail : NULL;
	tail = add_spelling(r, n, as_written, text, tail);
	if (tail == NULL)
		return NULL;
	as_led = expand_links(r, as_written);
	if (as_led == NULL)
		return tail;
	led = tail;
	tail = add_spelling(r, n, as_led, text, tail);
	if (tail != NULL)
		(*led)->led = true;
	return tail;
}

bool
check_paths(const struct reader *r, const struct node *n,
    struct rule_path **ret)
{
	const struct node *word = check_values(r, n, "a path");
	struct rule_path **tail = ret;
	bool good = word != NULL;

	for (; word != NULL; word = word->next) {
		const char *text = check_word(r, word, "a path");
		struct rule_path **next;

		next = text != NULL ? check_path(r, word, text, tail) : NULL;
		good &= next != NULL;
		if (next != NULL)
			tail = next;
		if (n->kind == NODE_TEXT)
			break;
	}
	return good;
}

/* Reads `below`: with false, the rule speaks of what it names and not of what
 * is below it. */
static bool
read_below(const struct reader *r, const struct node *n, struct rule *rule)
{
	const char *word = check_word(r, n, "'below'");

	if (word == NULL)
		return false;
	rule->alone = strcmp(word, "false") == 0;
	if (rule->alone || strcmp(word, "true") == 0)
		return true;
	check_fault(r, n, "'below' is true or false, not '%s'",
	    check_shown(r, word));
	return false;
}

struct rule *
check_file_rule(const struct reader *r, const struct node *n)
{
	struct verb_nodes v = {0};
	const struct node *path = NULL, *err = NULL;
	const struct node *inject = NULL, *below = NULL;
	const struct key keys[] = {
	    {"allow",  &v.allow},
            {"deny",   &v.deny },
            {"ask",    &v.ask  },
	    {"kill",   &v.kill },
            {"path",   &path   },
            {"errno",  &err    },
	    {"when",   &v.when },
            {"inject", &inject },
            {"below",  &below  }
        };
	struct rule *rule;
	bool good = true;

	if (!check_keys(r, n, "a files rule", keys,
		sizeof(keys) / sizeof(keys[0])))
		return NULL;
	rule = check_head(r, n, SEC_FILES, &v, err);
	if (path == NULL) {
		check_fault(r, n, "a files rule needs 'path'");
		return NULL;
	}
	struct rule_path *paths = NULL;
	good = check_paths(r, path, &paths);
	if (rule == NULL)
		return NULL;
	rule->paths = paths;
	if (inject != NULL)
		good &= check_inject(r, inject, rule);
	if (below != NULL)
		good &= read_below(r, below, rule);
	return good ? rule : NULL;
}

/* Reads `args`: one pattern for each argument, ** for any number of them. */
static bool
read_args(const struct reader *r, const struct node *n, struct rule *rule)
{
	struct arena *a = &r->rules->arena;
	size_t count = 0;
	bool good = true;

	if (n->kind != NODE_LIST) {
		check_fault(r, n,
		    "'args' is a list: one pattern for each "
		    "argument");
		return false;
	}
	for (const struct node *i = n->first; i != NULL; i = i->next)
		count++;
	rule->args = arena_array(a, count, sizeof(*rule->args));
	rule->arg_rest = arena_array(a, count, sizeof(*rule->arg_rest));
	if (rule->args == NULL || rule->arg_rest == NULL) {
		check_nomem(r);
		return false;
	}
	for (const struct node *i = n->first; i != NULL; i = i->next) {
		size_t at = rule->arg_count++;

		if (i->kind != NODE_TEXT) {
			check_fault(r, i, "an argument is a word, not %s",
			    node_kind_name(i));
			good = false;
			continue;
		}
		rule->arg_rest[at] = strcmp(i->text, "**") == 0;
		good &=
		    check_pattern(r, i, i->text, PATTERN_TEXT, &rule->args[at]);
	}
	rule->has_args = true;
	return good;
}

/* Whether the profile exists is known when all files were read. */
static bool
read_profile(const struct reader *r, const struct node *n, struct rule *rule)
{
	rule->profile_name = check_word(r, n, "a profile");
	if (rule->profile_name == NULL)
		return false;
	if (rule->verb != VERB_ALLOW) {
		check_fault(r, n->key, "'profile' goes with 'allow' only");
		return false;
	}
	rule->profile_node = n;
	return true;
}

/* Reads `via`: the program that is run in the place of the one that is named.
 */
static bool
read_via(const struct reader *r, const struct node *n, struct rule *rule)
{
	const char *path = check_plain_path(r, n, "'via'");

	if (path == NULL)
		return false;
	if (rule->verb != VERB_ALLOW) {
		check_fault(r, n->key, "'via' goes with 'allow' only");
		return false;
	}
	rule->via_path = check_program(r, n, path);
	return rule->via_path != NULL;
}

struct rule *
check_program_rule(const struct reader *r, const struct node *n)
{
	struct verb_nodes v = {0};
	const struct node *path = NULL, *err = NULL, *args = NULL;
	const struct node *profile = NULL, *via = NULL;
	const struct key keys[] = {
	    {"allow",   &v.allow},
            {"deny",    &v.deny },
            {"ask",     &v.ask  },
	    {"kill",    &v.kill },
            {"path",    &path   },
            {"errno",   &err    },
	    {"when",    &v.when },
            {"args",    &args   },
            {"profile", &profile},
	    {"via",     &via    }
        };
	struct rule *rule;
	bool good = true;

	if (!check_keys(r, n, "a programs rule", keys,
		sizeof(keys) / sizeof(keys[0])))
		return NULL;
	rule = check_head(r, n, SEC_PROGRAMS, &v, err);
	if (path == NULL) {
		check_fault(r, n, "a programs rule needs 'path'");
		return NULL;
	}
	struct rule_path *paths = NULL;
	good = check_paths(r, path, &paths);
	if (rule == NULL)
		return NULL;
	rule->paths = paths;
	if (args != NULL)
		good &= read_args(r, args, rule);
	if (profile != NULL)
		good &= read_profile(r, profile, rule);
	if (via != NULL)
		good &= read_via(r, via, rule);
	return good ? rule : NULL;
}
