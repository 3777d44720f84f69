/* Needs as a tree of folders. */
#include "learn/fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/access.h"
#include "learn/secrets.h"

/* Each of these is counted and folded for itself: a folder that is read is not
 * therefore written. */
static const unsigned kinds[] = {ACC_READ, ACC_WRITE, ACC_EXEC};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static struct branch *
new_branch(const char *name, size_t len)
{
	struct branch *b = calloc(1, sizeof(*b) + len + 1);

	if (b != NULL)
		memcpy(b->name, name, len);
	return b;
}

/* The child of that name, made where there is none; NULL: no memory. */
static struct branch *
child_at(struct branch *b, const char *name, size_t len)
{
	struct branch *c = NULL;

	HASH_FIND(hh, b->child, name, len, c);
	if (c != NULL)
		return c;
	c = new_branch(name, len);
	if (c != NULL)
		HASH_ADD_KEYPTR(hh, b->child, c->name, len, c);
	return c;
}

static int
by_name(const struct branch *a, const struct branch *b)
{
	return strcmp(a->name, b->name);
}

static void
sort(struct branch *b)
{
	HASH_SORT(b->child, by_name);
	for (struct branch *c = b->child; c != NULL; c = c->hh.next)
		sort(c);
}

static bool
plant(struct branch *root, const struct need *n)
{
	struct branch *b = root;
	const char *rest = n->name;

	while (b != NULL && rest[0] == '/' && rest[1] != '\0') {
		size_t len = strcspn(rest + 1, "/");

		b = child_at(b, rest + 1, len);
		rest += 1 + len;
	}
	if (b == NULL)
		return false;
	b->need = n;
	b->access = n->access;
	return true;
}

struct branch *
fold_tree(const struct needs *n)
{
	struct branch *root = new_branch("", 0);

	for (const struct need *one = n->all; root != NULL && one != NULL;
	     one = one->hh.next) {
		if (plant(root, one))
			continue;
		fold_free(root);
		return NULL;
	}
	if (root != NULL)
		sort(root);
	return root;
}

/* How many names there are from here down with any of these accesses. */
static unsigned
count(const struct branch *b, unsigned access)
{
	unsigned n = ((b->access | b->all) & access) != 0;

	if (b->folded > 0 && (b->all & access) != 0)
		n = b->folded;
	for (const struct branch *c = b->child; c != NULL; c = c->hh.next)
		n += count(c, access);
	return n;
}

/* All of these accesses from here down, which are taken away there. */
static unsigned
gather(struct branch *b, unsigned access)
{
	unsigned had = (b->access | b->all) & access;

	b->access &= ~access;
	b->all &= ~access;
	for (struct branch *c = b->child; c != NULL; c = c->hh.next)
		had |= gather(c, access);
	return had;
}

static void
fold_kind(struct branch *b, unsigned kind, unsigned many)
{
	unsigned children = 0, names;

	for (const struct branch *c = b->child; c != NULL; c = c->hh.next)
		children += count(c, kind) > 0;
	if (children < many)
		return;
	names = count(b, kind);
	/* Who may read a name may look at it. */
	if (kind == ACC_READ)
		kind |= ACC_STAT;
	b->all |= gather(b, kind);
	if (names > b->folded)
		b->folded = names;
}

/* What the job made it may change and remove again, with all that is in it; in
 * a place for secrets, only the thing itself. */
static void
own_made(struct branch *b, bool secret)
{
	if (b->need == NULL || !b->need->made)
		return;
	b->access |= ACC_READ | ACC_STAT | ACC_WRITE;
	if (!secret)
		b->all |= gather(b, b->access);
}

static void
cut(struct str *s, size_t len)
{
	s->len = len;
	if (s->buf != NULL)
		s->buf[len] = '\0';
}

static bool
is_cwd(const char *path, const struct learn_places *at)
{
	return at->cwd != NULL && strcmp(path, at->cwd) == 0;
}

static void
fold_below(struct branch *b, struct str *path, unsigned depth,
    const struct learn_places *at, unsigned many)
{
	size_t len = path->len;
	bool secret;

	for (struct branch *c = b->child; c != NULL; c = c->hh.next) {
		str_add_char(path, '/');
		str_add(path, c->name);
		fold_below(c, path, depth + 1, at, many);
		cut(path, len);
	}
	if (path->failed || depth == 0)
		return;
	secret = secret_below(str_text(path), at->home);
	own_made(b, secret);
	if (secret_of(str_text(path), at->home) != NULL)
		return;
	/* To look at a secret is not to read it. */
	fold_kind(b, ACC_STAT, many);
	if (secret || (depth < 2 && !is_cwd(str_text(path), at)))
		return;
	for (size_t i = 0; i < KINDS; i++)
		fold_kind(b, kinds[i], many);
}

void
fold(struct branch *root, const struct learn_places *at, unsigned many)
{
	cleanup_str struct str path = {0};

	fold_below(root, &path, 0, at, many);
}

void
fold_free(struct branch *root)
{
	struct branch *c, *next;

	if (root == NULL)
		return;
	HASH_ITER(hh, root->child, c, next) {
		HASH_DEL(root->child, c);
		fold_free(c);
	}
	free(root);
}
