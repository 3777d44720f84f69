/* Rules, and parts of the namespace and the environment, that the command line
 * itself gives. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/str.h"
#include "check.h"

struct reader *
check_typed(struct rules *r, const char *option, const char *word,
    struct faults *f)
{
	struct reader *reader = check_reader(r, f);
	cleanup_str struct str s = {0};

	if (reader == NULL)
		return NULL;
	str_addf(&s, "%s %s", option, check_shown(reader, word));
	reader->file = arena_copy(&r->arena, str_text(&s), s.len);
	reader->folder = r->cwd;
	reader->typed = true;
	if (reader->file == NULL || s.failed) {
		f->failed = true;
		return NULL;
	}
	return reader;
}

/* The same for an option that gives rules, which are counted. */
static struct reader *
typed_rules(struct rules *r, const char *option, const char *word,
    struct faults *f)
{
	r->typed_count++;
	return check_typed(r, option, word, f);
}

/* Puts a rule before all that was typed earlier: as with mounts, what is said
 * last lies on top. */
static struct rule *
typed_rule(struct reader *reader, enum section_kind kind, enum verb verb,
    unsigned access, int err)
{
	struct rules *r = reader->rules;
	struct rule *rule = arena_alloc(&r->arena, sizeof(*rule));
	struct section *s = &r->typed[kind];

	if (rule == NULL) {
		check_nomem(reader);
		return NULL;
	}
	rule->verb = verb;
	rule->access = access;
	rule->err = err;
	rule->file = "command line";
	rule->line = r->typed_count;
	rule->text = reader->file;
	rule->next = s->first;
	s->first = rule;
	if (s->last == NULL)
		s->last = &rule->next;
	s->count++;
	return rule;
}

/* Where `-m HOST:VIRT:MODE` is cut; HOST may hold colons.  False with a
 * fault. */
static bool
cut_map(const struct reader *reader, char *map, char **ret_at, bool *ret_write)
{
	char *mode = strrchr(map, ':');
	char *at = NULL;

	if (mode != NULL) {
		*mode++ = '\0';
		at = strrchr(map, ':');
	}
	if (at == NULL || at == map || at[1] == '\0' ||
	    (strcmp(mode, "ro") != 0 && strcmp(mode, "rw") != 0)) {
		check_fault(reader, NULL,
		    "a map is HOST:VIRT:ro or HOST:VIRT:rw");
		return false;
	}
	*at++ = '\0';
	*ret_at = at;
	*ret_write = mode[1] == 'w';
	return true;
}

/* Lets the job read what is drawn at `at`, and write it or not. */
static void
typed_place(struct reader *reader, const char *at, bool write)
{
	struct node node = {.kind = NODE_TEXT, .text = at};
	struct rule_path *paths = NULL;
	struct rule *rule;

	reader->rules->space = reader->rules->top.space;
	if (!check_paths(reader, &node, &paths))
		return;
	rule = typed_rule(reader, SEC_FILES, VERB_ALLOW,
	    ACC_READ | ACC_STAT | (write ? ACC_WRITE : 0), EACCES);
	if (rule != NULL)
		rule->paths = paths;
	rule = write
	    ? NULL
	    : typed_rule(reader, SEC_FILES, VERB_DENY, ACC_WRITE, EROFS);
	if (rule != NULL)
		rule->paths = paths;
}

int
rules_add_map(struct rules *r, const char *map, struct faults *f)
{
	struct reader *reader = typed_rules(r, "-m", map, f);
	size_t before = f->count;
	char *text = arena_copy(&r->arena, map, strlen(map));
	char *at;
	bool write;

	if (reader == NULL || text == NULL)
		return -1;
	if (cut_map(reader, text, &at, &write) &&
	    check_draw_typed(reader, &r->top, at, text, false))
		typed_place(reader, at, write);
	return check_outcome(f, before);
}

/* What a program expects of every system, and no folder can hold. */
static const struct {
	const char *name;
	bool write;
} basics[] = {
    {"/proc",            false},
    {"/dev/null",        true },
    {"/dev/zero",        true },
    {"/dev/full",        true },
    {"/dev/random",      true },
    {"/dev/urandom",     true },
    {"/dev/tty",         true },
    {"/dev/ptmx",        true },
    {"/dev/pts",         true },
    {"/dev/shm",         true },
    {"/etc/resolv.conf", false},
};

int
rules_add_root(struct rules *r, const char *dir, struct faults *f)
{
	struct reader *reader = typed_rules(r, "--root", dir, f);
	size_t before = f->count;

	if (reader == NULL ||
	    !check_draw_typed(reader, &r->top, "/", dir, true))
		return -1;
	for (size_t i = 0; i < sizeof(basics) / sizeof(basics[0]); i++) {
		const char *name = basics[i].name;

		if (access(name, F_OK) == 0 &&
		    check_draw_typed(reader, &r->top, name, name, false))
			typed_place(reader, name, basics[i].write);
	}
	return check_outcome(f, before);
}

/* A rule that denies writing is asked first. */
static int
add_typed_path(struct rules *r, const char *option, const char *path,
    struct faults *f, unsigned allow, unsigned deny, int err)
{
	struct reader *reader = typed_rules(r, option, path, f);
	struct node node = {.kind = NODE_TEXT, .text = path};
	struct rule_path *paths = NULL;
	size_t before = f->count;
	struct rule *rule;

	r->space = r->top.space;
	if (reader == NULL || !check_paths(reader, &node, &paths))
		return -1;
	if (allow != 0) {
		rule = typed_rule(reader, SEC_FILES, VERB_ALLOW, allow, EACCES);
		if (rule != NULL)
			rule->paths = paths;
	}
	if (deny != 0) {
		rule = typed_rule(reader, SEC_FILES, VERB_DENY, deny, err);
		if (rule != NULL)
			rule->paths = paths;
	}
	return check_outcome(f, before);
}

int
rules_add_ro(struct rules *r, const char *path, struct faults *f)
{
	return add_typed_path(r, "--ro", path, f, ACC_READ | ACC_STAT,
	    ACC_WRITE, EROFS);
}

int
rules_add_rw(struct rules *r, const char *path, struct faults *f)
{
	return add_typed_path(r, "--rw", path, f,
	    ACC_READ | ACC_STAT | ACC_WRITE, 0, 0);
}

int
rules_add_terminal(struct rules *r, const char *name, struct faults *f)
{
	return add_typed_path(r, "--safe-output", name, f, 0, ACC_WRITE,
	    EACCES);
}

int
rules_add_net(struct rules *r, const char *target, struct faults *f)
{
	struct reader *reader = typed_rules(r, "--allow-net", target, f);
	struct node node = {.kind = NODE_TEXT, .text = target};
	struct net_target *targets = NULL;
	size_t before = f->count;
	struct rule *rule;

	r->space = r->top.space;
	if (reader == NULL || !check_targets(reader, &node, &targets))
		return -1;
	rule = typed_rule(reader, SEC_NETWORK, VERB_ALLOW, ACC_CONNECT, EACCES);
	if (rule != NULL)
		rule->targets = targets;
	return check_outcome(f, before);
}

int
rules_add_env(struct rules *r, const char *entry, struct faults *f)
{
	struct reader *reader = check_typed(r, "--env", entry, f);
	const char *end = strchr(entry, '=');
	size_t before = f->count;
	const char *name;

	if (reader == NULL)
		return -1;
	if (end == NULL) {
		check_fault(reader, NULL, "a variable is NAME=VALUE");
		return -1;
	}
	name = arena_copy(&r->arena, entry, (size_t)(end - entry));
	if (name == NULL)
		check_nomem(reader);
	else
		check_env_set(reader, NULL, name, end + 1,
		    &r->environment.typed);
	return check_outcome(f, before);
}

int
rules_add_keep_env(struct rules *r, const char *pattern, struct faults *f)
{
	struct reader *reader = check_typed(r, "--keep-env", pattern, f);
	struct node node = {.kind = NODE_TEXT, .text = pattern};
	size_t before = f->count;

	if (reader == NULL)
		return -1;
	check_env_pattern(reader, &node, &r->environment.also);
	return check_outcome(f, before);
}

int
rules_add_limit(struct rules *r, enum limit which, const char *option,
    const char *text, struct faults *f)
{
	struct reader *reader = check_typed(r, option, text, f);
	size_t before = f->count;

	if (reader == NULL)
		return -1;
	check_limit_typed(reader, which, text);
	return check_outcome(f, before);
}
