/* The files section of learned rules. */
#include "learn/files.h"

#include <string.h>

#include "base/access.h"
#include "learn/fold.h"
#include "learn/line.h"
#include "learn/secrets.h"
#include "pattern.h"

/* The rules stand in groups, each under its heading. */
enum group {
	GROUP_JOB,
	GROUP_HOME,
	GROUP_REST,
	GROUP_MISSING,
	GROUPS
};

static const char *const headings[GROUPS] = {
    [GROUP_JOB] = "the job's own folder",
    [GROUP_HOME] = "the home folder",
    [GROUP_REST] = "the system",
    [GROUP_MISSING] = "looked for, and not there",
};

struct writing {
	struct str text[GROUPS];
	const struct learn_options *o;
	struct learn_lost *lost;
	struct str path; /* of the branch that is being written */
};

/* The group of a rule, by how its path starts. */
static enum group
group_of(const char *path)
{
	path += *path == '"';
	if (*path == '.' || *path == '$')
		return GROUP_JOB;
	return *path == '~' ? GROUP_HOME : GROUP_REST;
}

enum reach {
	ALONE,
	WITH_BELOW
};

/* One rule for the path that is being written. */
static void
add_rule(struct writing *w, const struct branch *b, unsigned access,
    enum reach reach)
{
	const char *pattern = w->path.len > 0 ? str_text(&w->path) : "/";
	const char *secret = secret_of(pattern, w->o->at.home);
	const struct need *n = b->need;
	cleanup_str struct str path = {0};
	struct str *to;

	if (!line_add_path(&path, &w->o->at, pattern)) {
		w->lost->names++;
		return;
	}
	to = &w->text[n != NULL && !n->found && reach == ALONE
		? GROUP_MISSING
		: group_of(str_text(&path))];
	if (secret != NULL && access != ACC_STAT)
		str_addf(to,
		    "  # WARNING: %s; allow this only to a program "
		    "that you trust with them.\n",
		    secret);
	str_add(to, "  - {allow: ");
	line_add_access(to, access);
	str_addf(to, ", path: %s", str_text(&path));
	if (reach == ALONE && n != NULL && n->folder)
		str_add(to, ", below: false");
	str_add_char(to, '}');
	line_end(to, n, reach == WITH_BELOW ? b->folded : 0,
	    pattern_is_wild(pattern, strlen(pattern)));
}

/* Is there a rule below b that lets the job look at b on its way? */
static bool
on_the_way(const struct branch *b)
{
	for (const struct branch *c = b->child; c != NULL; c = c->hh.next)
		if ((c->access | c->all) != 0 || on_the_way(c))
			return true;
	return false;
}

static void
write_branch(struct writing *w, const struct branch *b)
{
	unsigned alone = b->access & ~b->all;
	size_t len = w->path.len;

	if ((b->all & ACC_READ) != 0)
		alone &= ~(unsigned)ACC_STAT;
	if (alone == ACC_STAT && on_the_way(b))
		alone = 0;
	if (b->all != 0)
		add_rule(w, b, b->all, WITH_BELOW);
	if (alone != 0)
		add_rule(w, b, alone, ALONE);
	for (const struct branch *c = b->child; c != NULL; c = c->hh.next) {
		str_add_char(&w->path, '/');
		str_add(&w->path, c->name);
		write_branch(w, c);
		w->path.len = len;
		w->path.buf[len] = '\0';
	}
}

/* What of a need the profile does not allow. */
static unsigned
left_of(const struct need *n, const struct policy *given)
{
	unsigned left = 0;

	for (unsigned bit = 1; bit <= ACC_EXEC; bit <<= 1) {
		struct answer a;

		if ((n->access & bit) == 0)
			continue;
		policy_file(given, (enum access)bit, n->name, &a);
		if (a.verb != VERB_ALLOW)
			left |= bit;
	}
	return left;
}

/* Looking for names in a folder that is not there finds nothing, whatever they
 * are: the folder stands for them.  How much of the name is that. */
static size_t
missing_len(const struct learn_options *o, const struct need *n)
{
	size_t len = strlen(n->name);
	cleanup_str struct str name = {0};

	if (n->found || (n->access & ~(unsigned)ACC_STAT) != 0 ||
	    general_fixed(n->name, &o->at) > 0)
		return len;
	str_add(&name, n->name);
	while (!name.failed) {
		char *slash = strrchr(name.buf, '/');

		if (slash == NULL || slash == name.buf)
			break;
		*slash = '\0';
		if (o->is_folder(o->ctx, name.buf))
			break;
		len = (size_t)(slash - name.buf);
	}
	return len;
}

/* The needs that are left, under the patterns that they are generalised to. */
static void
generalise(struct needs *to, struct lessons *l, const struct learn_options *o,
    const struct policy *given)
{
	struct needs fans = {0};

	for (struct need *n = l->files.all; n != NULL; n = n->hh.next)
		general_note_fan(&fans, n->name);
	for (struct need *n = l->files.all; n != NULL; n = n->hh.next) {
		cleanup_str struct str name = {0}, shown = {0};
		struct need left = *n;
		bool general;

		left.access = left_of(n, given);
		if (left.access == 0)
			continue;
		str_add_bytes(&shown, n->name, missing_len(o, n));
		general_add(&name, l, &fans, &o->at, str_text(&shown),
		    &general);
		left.folder = o->is_folder(o->ctx, n->name) && !general;
		needs_merge(to, str_text(&name), &left);
		to->failed |= name.failed || shown.failed;
	}
	to->failed |= fans.failed;
	needs_done(&fans);
	needs_sort(to);
}

bool
files_write(struct str *to, struct lessons *l, const struct learn_options *o,
    const struct policy *given, struct learn_lost *lost)
{
	struct needs patterns = {0};
	struct writing w = {.o = o, .lost = lost};
	struct branch *root = NULL;
	bool good;

	generalise(&patterns, l, o, given);
	if (!patterns.failed)
		root = fold_tree(&patterns);
	if (root != NULL) {
		fold(root, &o->at, o->many);
		str_add(&w.path, "");
		write_branch(&w, root);
	}
	good = root != NULL && !w.path.failed;
	for (size_t i = 0; i < GROUPS; i++) {
		good &= !w.text[i].failed;
		if (w.text[i].len > 0) {
			str_addf(to, "  # %s\n", headings[i]);
			str_add(to, str_text(&w.text[i]));
		}
		str_done(&w.text[i]);
	}
	str_done(&w.path);
	fold_free(root);
	needs_done(&patterns);
	return good;
}
