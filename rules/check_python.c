/* Python modules that rules deny: they become rules on the files that an
 * interpreter would read.  What needs no file is refused, since a rule that
 * cannot hold must not seem to. */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "base/str.h"
#include "check.h"

static const char *const built_in[] = {
#define BUILT_IN(name) #name,
#include "modules.def"
};

#define MODULE_MAX 200 /* bytes of a dotted name */

static bool
is_built_in(const char *name)
{
	for (size_t i = 0; i < sizeof(built_in) / sizeof(built_in[0]); i++)
		if (strcmp(built_in[i], name) == 0)
			return true;
	return false;
}

/* Is it NAME or NAME.NAME, each an identifier in ASCII? */
static bool
is_module(const char *text)
{
	bool starts = true;

	if (strlen(text) > MODULE_MAX)
		return false;
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '.' && !starts) {
			starts = true;
			continue;
		}
		if (c != '_' && !(isascii(c) && isalpha(c)) &&
		    (starts || !isdigit(c)))
			return false;
		starts = false;
	}
	return !starts;
}

/* Is one of the folders that the path goes through of this name? */
static bool
goes_through(const char *path, const char *name)
{
	size_t len = strlen(name);

	for (; path != NULL; path = strchr(path, '/')) {
		path += *path == '/';
		if (strncmp(path, name, len) == 0 &&
		    (path[len] == '/' || path[len] == '\0'))
			return true;
	}
	return false;
}

/* Could a rule hold?  False with a fault. */
static bool
can_deny(const struct reader *r, const struct node *n, const char *name)
{
	const char *cwd = r->rules->cwd;

	if (!is_module(name))
		check_fault(r, n, "'%s' is not the name of a module",
		    check_shown(r, name));
	else if (is_built_in(name))
		check_fault(r, n,
		    "'%s' is or may be a part of the interpreter, so that no "
		    "file of it can be denied: deny what it would do, under "
		    "files, network or programs",
		    name);
	else if (cwd != NULL && goes_through(cwd, name))
		check_fault(r, n,
		    "the current folder lies in a folder named '%s', which "
		    "would be denied with the module: start in another",
		    name);
	else
		return true;
	return false;
}

/* Adds one pattern to a rule. */
static struct rule_path **
add_pattern(const struct reader *r, const struct node *n, struct str *text,
    struct rule_path **tail)
{
	struct rule_path *p = arena_alloc(&r->rules->arena, sizeof(*p));
	const char *copy =
	    arena_copy(&r->rules->arena, str_text(text), text->len);

	if (p == NULL || copy == NULL || text->failed) {
		check_nomem(r);
		return NULL;
	}
	p->text = copy;
	p->written = copy;
	if (!check_pattern(r, n, copy, PATTERN_PATH, &p->pattern))
		return NULL;
	*tail = p;
	return &p->next;
}

/* The patterns for a module: its folder with all that is in it, its source, its
 * bytecode beside it or in __pycache__, and its shared objects, in any folder;
 * and those of the same name behind an underscore, where a module in C does its
 * work.  What stands around the last name of it. */
static const struct {
	const char *mark; /* before the last name */
	const char *after;
} shapes[] = {
    {"",	     ""      },
    {"",	     ".py"   },
    {"",	     ".pyc"  },
    {"",	     ".so"   },
    {"",	     ".*.so" },
    {"__pycache__/", ".*.pyc"},
    {"_",	    ".py"   },
    {"_",	    ".so"   },
    {"_",	    ".*.so" },
};

static struct rule *
module_rule(const struct reader *r, const struct node *n, const char *name)
{
	struct rule *rule = arena_alloc(&r->rules->arena, sizeof(*rule));
	const char *last = strrchr(name, '.');
	size_t folder = last != NULL ? (size_t)(last - name) + 1 : 0;
	struct rule_path **tail;

	if (rule == NULL) {
		check_nomem(r);
		return NULL;
	}
	rule->verb = VERB_DENY;
	rule->access = ACC_FILES;
	rule->err = EACCES;
	rule->file = r->file;
	rule->line = (int)n->line;
	rule->column = n->column;
	rule->text = check_shown(r, n->text);
	tail = &rule->paths;
	for (size_t i = 0;
	     i < sizeof(shapes) / sizeof(shapes[0]) && tail != NULL; i++) {
		cleanup_str struct str text = {0};

		str_add(&text, "/**/");
		for (size_t j = 0; j < folder; j++)
			str_add_char(&text, name[j] == '.' ? '/' : name[j]);
		str_addf(&text, "%s%s%s", shapes[i].mark, name + folder,
		    shapes[i].after);
		tail = add_pattern(r, n, &text, tail);
	}
	return tail != NULL ? rule : NULL;
}

void
check_python(const struct reader *r, const struct node *n, struct policy *p)
{
	const struct node *deny = NULL;
	const struct key keys[] = {
	    {"deny-modules", &deny}
        };
	const struct node *word;

	if (!check_keys(r, n, "'python'", keys, 1))
		return;
	if (deny == NULL) {
		check_fault(r, n, "'python' needs 'deny-modules'");
		return;
	}
	word = check_values(r, deny, "a module");
	for (; word != NULL; word = word->next) {
		const char *name = check_word(r, word, "a module");
		struct rule *rule = NULL;

		if (name != NULL && can_deny(r, word, name))
			rule = module_rule(r, word, name);
		if (rule != NULL)
			section_append(&p->section[SEC_FILES], rule);
		if (deny->kind == NODE_TEXT)
			break;
	}
}
