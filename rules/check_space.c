/* The section `namespace`: what the job sees.  It is read before the rules of
 * its rule set, whose paths are followed inside it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fd.h"
#include "check.h"
#include "space_links.h"

const char *
check_plain_path(const struct reader *r, const struct node *n, const char *what)
{
	const char *text = check_word(r, n, what);
	const char *pattern;
	char *plain;
	size_t at = 0;

	if (text == NULL || expand_path(r, n, text, &pattern) != 0)
		return NULL;
	if (pattern_is_wild(pattern, strlen(pattern))) {
		check_fault(r, n, "%s is a path without wildcards, not '%s'",
		    what, check_shown(r, text));
		return NULL;
	}
	plain = arena_copy(&r->rules->arena, pattern, strlen(pattern));
	if (plain == NULL) {
		check_nomem(r);
		return NULL;
	}
	for (const char *s = pattern; *s != '\0'; s++) {
		if (*s == '\\' && s[1] != '\0')
			s++;
		plain[at++] = *s;
	}
	plain[at] = '\0';
	return plain;
}

/* The name of something that exists, as its links lead; NULL with a fault. */
static const char *
existing(const struct reader *r, const struct node *n, const char *what,
    bool folder)
{
	const char *path = check_plain_path(r, n, what);
	cleanup_free char *real = NULL;
	const char *copy;
	struct stat st;

	if (path == NULL)
		return NULL;
	real = realpath(path, NULL);
	if (real == NULL || stat(real, &st) != 0) {
		check_fault(r, n, "%s '%s': %s", what, check_shown(r, path),
		    strerror(errno));
		return NULL;
	}
	if (folder && !S_ISDIR(st.st_mode)) {
		check_fault(r, n, "%s '%s' is no folder", what,
		    check_shown(r, path));
		return NULL;
	}
	copy = arena_copy(&r->rules->arena, real, strlen(real));
	if (copy == NULL)
		check_nomem(r);
	return copy;
}

const char *
check_canonical(const struct reader *r, const struct node *n,
    const struct space *s, const char *path, bool last)
{
	char to[PATH_MAX];
	const char *copy;

	if (!space_follow(s, r->rules->links, path, last, to)) {
		check_fault(r, n, "'%s' leads nowhere", check_shown(r, path));
		return NULL;
	}
	copy = arena_copy(&r->rules->arena, to, strlen(to));
	if (copy == NULL)
		check_nomem(r);
	return copy;
}

const char *
check_program(const struct reader *r, const struct node *n, const char *path)
{
	const struct space *s = r->rules->space;
	const char *seen = check_canonical(r, n, s, path, true);
	char host[PATH_MAX];
	struct space_way way;
	struct stat st;

	if (seen == NULL)
		return NULL;
	snprintf(host, sizeof(host), "%s", seen);
	if ((s != NULL && !space_host(s, seen, host, &way)) ||
	    stat(host, &st) != 0 || !S_ISREG(st.st_mode)) {
		check_fault(r, n, "there is no program '%s'",
		    check_shown(r, path));
		return NULL;
	}
	return seen;
}

bool
check_draw(const struct reader *r, const struct node *n, struct space *s,
    enum space_kind kind, const char *at, const char *from)
{
	struct space_place *p = arena_alloc(&r->rules->arena, sizeof(*p));

	if (p == NULL) {
		check_nomem(r);
		return true;
	}
	p->kind = kind;
	p->at = at;
	p->at_len = strlen(at);
	p->from = from;
	p->from_len = from != NULL ? strlen(from) : 0;
	p->file = r->file;
	p->line = n != NULL ? (int)n->line : 0;
	return space_add(s, p);
}

const struct space_place *
check_drawn_at(const struct space *s, const char *at)
{
	for (const struct space_place *p = s->first; p != NULL; p = p->next)
		if (strcmp(p->at, at) == 0)
			return p;
	return NULL;
}

/* An option, which has no line, comes before all files. */
static bool
typed_place(const struct space *s, const char *at)
{
	const struct space_place *p = check_drawn_at(s, at);

	return p != NULL && p->line == 0;
}

/* Processes have names of their own in /proc, which only a job knows. */
static bool
of_process(const char *at)
{
	int pid;

	return strncmp(at, "/proc/self", 10) == 0 ||
	    strncmp(at, "/proc/thread-self", 17) == 0 ||
	    sscanf(at, "/proc/%d", &pid) == 1;
}

bool
check_may_draw(const struct reader *r, const struct node *n, const char *at)
{
	if (!of_process(at))
		return true;
	check_fault(r, n,
	    "'%s': names of processes in /proc cannot be mapped or hidden",
	    check_shown(r, at));
	return false;
}

static void
draw_in_file(const struct reader *r, const struct node *n, struct space *s,
    enum space_kind kind, const char *at, const char *from)
{
	if (!check_may_draw(r, n, at))
		return;
	if (!check_draw(r, n, s, kind, at, from) && !typed_place(s, at))
		check_fault(r, n, "'%s' is drawn twice", check_shown(r, at));
}

/* `private: true`; anything else is a fault. */
static bool
is_true(const struct reader *r, const struct node *n)
{
	const char *word = check_word(r, n, "'private'");

	if (word == NULL)
		return false;
	if (strcmp(word, "true") == 0)
		return true;
	check_fault(r, n, "'private' is true, or is left out");
	return false;
}

/* The map of `from`, which is its own copy of that name, gets its layer. */
static void
set_layer(struct space *s, const char *from, struct space_layer *layer)
{
	for (struct space_place *p = s->first; p != NULL; p = p->next)
		if (layer != NULL && p->from == from)
			p->layer = layer;
}

static void
read_map(const struct reader *r, const struct node *n, struct space *s)
{
	const struct node *at = NULL, *from = NULL, *private = NULL;
	const struct node *layer = NULL;
	const struct key keys[] = {
	    {"at",      &at     },
            {"from",    &from   },
            {"private", &private},
	    {"layer",   &layer  }
        };
	struct space_layer *changes = NULL;
	const char *seen, *host = NULL;

	if (!check_keys(r, n, "a map", keys, sizeof(keys) / sizeof(keys[0])))
		return;
	if (at == NULL || (from == NULL) == (private == NULL) ||
	    (from == NULL && layer != NULL)) {
		check_fault(r, n,
		    at == NULL ? "a map needs 'at'"
			       : "a map has either 'from' or 'private: true'");
		return;
	}
	seen = check_plain_path(r, at, "'at'");
	if (seen != NULL)
		seen = check_canonical(r, at, s, seen, true);
	if (private != NULL && !is_true(r, private))
		return;
	if (from != NULL)
		host = existing(r, from, "'from'", layer != NULL);
	if (seen == NULL || (from != NULL && host == NULL))
		return;
	if (layer != NULL)
		changes = check_layer(r, layer, host);
	if (strcmp(seen, "/") == 0)
		check_fault(r, at, "what is at / is said with 'root'");
	else
		draw_in_file(r, at, s,
		    private != NULL ? SPACE_PRIVATE : SPACE_MAP, seen, host);
	set_layer(s, host, changes);
}

static void
read_maps(const struct reader *r, const struct node *n, struct space *s)
{
	if (n == NULL)
		return;
	if (n->kind != NODE_LIST) {
		check_fault(r, n, "'map' is a list of maps, not %s",
		    node_kind_name(n));
		return;
	}
	for (const struct node *i = n->first; i != NULL; i = i->next)
		read_map(r, i, s);
}

/* `user: root`: the only word there is. */
static void
read_user(const struct reader *r, const struct node *n, struct space *s)
{
	const char *word = check_word(r, n, "'user'");

	if (word == NULL)
		return;
	if (strcmp(word, "root") == 0)
		s->root_user = true;
	else
		check_fault(r, n, "'user' is root, or is left out, not '%s'",
		    check_shown(r, word));
}

struct space *
check_new_space(const struct reader *r, struct policy *p)
{
	if (p->space == NULL) {
		p->space = arena_alloc(&r->rules->arena, sizeof(*p->space));
		if (p->space == NULL)
			check_nomem(r);
	}
	return p->space;
}

void
check_space(const struct reader *r, const struct node *n, struct policy *p)
{
	const struct node *root = NULL, *map = NULL, *hidden = NULL;
	const struct node *cwd = NULL, *user = NULL;
	const struct key keys[] = {
	    {"root", &root  },
            {"map",  &map   },
            {"hide", &hidden},
            {"cwd",  &cwd   },
	    {"user", &user  }
        };
	struct space *s;
	const char *path;

	if (!check_keys(r, n, "'namespace'", keys,
		sizeof(keys) / sizeof(keys[0])))
		return;
	if (p->begun) {
		check_fault(r, n->key,
		    "'namespace' stands in the file that is read first of its "
		    "rule set, not in a later or included one");
		return;
	}
	s = check_new_space(r, p);
	if (s == NULL)
		return;
	if (user != NULL)
		read_user(r, user, s);
	path = root != NULL ? existing(r, root, "'root'", true) : NULL;
	if (path != NULL && strcmp(path, "/") != 0)
		draw_in_file(r, root, s, SPACE_MAP, "/", path);
	read_maps(r, map, s);
	check_hidden(r, hidden, s);
	path = cwd != NULL ? check_plain_path(r, cwd, "'cwd'") : NULL;
	if (path != NULL && s->cwd == NULL)
		s->cwd = path;
}

/* Puts a map in the place of one that shows the host's own name there, such as
 * the devices of --root.  False: that is none. */
static bool
redraw_own(struct space *s, const char *at, const char *from)
{
	for (struct space_place *p = s->first; p != NULL; p = p->next) {
		if (strcmp(p->at, at) != 0 || p->kind != SPACE_MAP ||
		    strcmp(p->from, at) != 0)
			continue;
		p->from = from;
		p->from_len = strlen(from);
		return true;
	}
	return false;
}

bool
check_draw_typed(const struct reader *r, struct policy *p, const char *at,
    const char *from, bool folder)
{
	struct node host = {.kind = NODE_TEXT, .text = from};
	struct node seen = {.kind = NODE_TEXT, .text = at};
	struct space *s = check_new_space(r, p);
	const char *real = existing(r, &host, "the path", folder);
	const char *name = check_plain_path(r, &seen, "the name seen");

	if (s == NULL || real == NULL || name == NULL)
		return false;
	if (strcmp(name, "/") == 0 && strcmp(real, "/") == 0)
		return true;
	name = check_canonical(r, &seen, s, name, true);
	if (name == NULL)
		return false;
	if (!check_draw(r, NULL, s, SPACE_MAP, name, real) &&
	    !redraw_own(s, name, real))
		check_fault(r, NULL, "'%s' is drawn twice",
		    check_shown(r, name));
	return true;
}
