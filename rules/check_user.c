/* Whom a job runs as: `run-as` among the processes, and --user. */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "check.h"
#include "user.h"

/* Reads a number that is an id.  False: it is none. */
static bool
id_of(const char *text, unsigned *ret)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 ||
	    n >= (uid_t)-1)
		return false;
	*ret = (unsigned)n;
	return true;
}

/* By name or, where none is called so, by number. */
static const struct passwd *
find_user(const char *text)
{
	const struct passwd *pw = getpwnam(text);
	unsigned id;

	return pw == NULL && id_of(text, &id) ? getpwuid(id) : pw;
}

static bool
find_group(const char *text, gid_t *ret)
{
	const struct group *gr = getgrnam(text);
	unsigned id;

	if (gr == NULL && id_of(text, &id))
		gr = getgrgid(id);
	if (gr != NULL)
		*ret = gr->gr_gid;
	return gr != NULL;
}

/* What programs find in the environment of a user who logs in. */
static bool
add_environment(const struct reader *r, const struct passwd *pw)
{
	struct env_set **list = &r->rules->environment.user;
	const char *shell = pw->pw_shell[0] != '\0' ? pw->pw_shell : "/bin/sh";

	*list = NULL;
	return check_env_set(r, NULL, "HOME", pw->pw_dir, list) &&
	    check_env_set(r, NULL, "USER", pw->pw_name, list) &&
	    check_env_set(r, NULL, "LOGNAME", pw->pw_name, list) &&
	    check_env_set(r, NULL, "SHELL", shell, list);
}

/* Makes `text`, NAME or NAME:GROUP, the user of the run.  NULL with a fault. */
static struct run_user *
take_user(const struct reader *r, const struct node *n, const char *text)
{
	struct arena *a = &r->rules->arena;
	size_t len = strcspn(text, ":");
	const char *name = arena_copy(a, text, len);
	const char *group = text[len] == ':' ? text + len + 1 : NULL;
	struct run_user *user = arena_alloc(a, sizeof(*user));
	const struct passwd *pw;

	if (name == NULL || user == NULL) {
		check_nomem(r);
		return NULL;
	}
	pw = find_user(name);
	if (pw == NULL) {
		check_fault(r, n, "there is no user '%s'",
		    check_shown(r, name));
		return NULL;
	}
	user->uid = pw->pw_uid;
	user->gid = pw->pw_gid;
	user->name = arena_copy(a, pw->pw_name, strlen(pw->pw_name));
	if (user->name == NULL) {
		check_nomem(r);
		return NULL;
	}
	if (!add_environment(r, pw))
		return NULL;
	if (group != NULL && !find_group(group, &user->gid)) {
		check_fault(r, n, "there is no group '%s'",
		    check_shown(r, group));
		return NULL;
	}
	return user;
}

/* `run-as` of an item of the processes, or NULL. */
static const struct node *
run_as_of(const struct node *item)
{
	if (item->kind != NODE_MAP)
		return NULL;
	for (const struct node *m = item->first; m != NULL; m = m->next)
		if (strcmp(m->key->text, "run-as") == 0)
			return m;
	return NULL;
}

/* One item that holds `run-as`.  The first file to speak decides, as with
 * `default`, but each is checked. */
static void
read_run_as(const struct reader *r, const struct node *item,
    const struct node *n, const struct policy *p)
{
	struct rules *rules = r->rules;
	struct env_set *before = rules->environment.user;
	const char *text;
	struct run_user *user;

	if (item->first->next != NULL) {
		check_fault(r, item, "'run-as' stands alone in its rule");
		return;
	}
	if (p != &rules->top) {
		check_fault(r, n->key,
		    "'run-as' is for the whole run, not for a profile");
		return;
	}
	text = check_word(r, n, "'run-as'");
	user = text != NULL ? take_user(r, n, text) : NULL;
	if (user != NULL) {
		user->asked = "run-as";
		user->file = r->file;
		user->line = n->line;
	}
	if (rules->user != NULL)
		rules->environment.user = before;
	else
		rules->user = user;
}

bool
check_run_as(const struct reader *r, const struct node *item,
    const struct policy *p)
{
	const struct node *n = run_as_of(item);

	if (n != NULL)
		read_run_as(r, item, n, p);
	return n != NULL;
}

int
rules_add_user(struct rules *r, const char *text, struct faults *f)
{
	struct reader *reader = check_typed(r, "--user", text, f);
	size_t before = f->count;

	if (reader == NULL)
		return -1;
	r->user = take_user(reader, NULL, text);
	if (r->user != NULL)
		r->user->asked = reader->file;
	return check_outcome(f, before);
}

const struct run_user *
rules_user(const struct rules *r)
{
	return r->user;
}
