/* Rules speak of names, so moving a folder changes the rules for all that is in
 * it: a file that no rule lets the job read must not become readable by moving
 * a folder above it. */
#include "handle/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "space.h"

/* One descriptor a level is held; and a bound on the time that one call of the
 * job may take of the supervisor. */
#define MAX_DEPTH   64
#define MAX_ENTRIES 100000

struct tree {
	const struct policy *policy;
	const struct who *who;
	unsigned depth;
	unsigned entries;
	char from[PATH_MAX];
	char to[PATH_MAX];
};

/* How much a verb grants: what is asked about is more than what is denied. */
static int
worth(enum verb verb)
{
	return verb == VERB_ALLOW ? 2 : verb == VERB_ASK ? 1 : 0;
}

/* How far the rules allow an access to what stands at the name, by this or
 * another name of it. */
static int
allows(const struct policy *p, const struct who *who, enum access one,
    const char *name)
{
	const struct space *s = policy_space(p);
	char host[PATH_MAX], other[PATH_MAX];
	struct space_way way;
	struct answer a;
	size_t i = 0;
	int most;

	policy_file_by(p, who, one, name, &a);
	most = worth(a.verb);
	if (s == NULL || !space_host(s, name, host, &way))
		return most;
	while (
	    most < worth(VERB_ALLOW) && space_next_name(s, host, &i, other)) {
		policy_file_by(p, who, one, other, &a);
		if (worth(a.verb) > most)
			most = worth(a.verb);
	}
	return most;
}

unsigned
tree_gain(const struct policy *p, const struct who *who, const char *from,
    const char *to)
{
	unsigned gain = 0;

	for (unsigned bit = 1; bit <= ACC_ATTRIBUTES; bit <<= 1) {
		if ((TREE_RIGHTS & bit) != 0 &&
		    allows(p, who, (enum access)bit, to) >
			allows(p, who, (enum access)bit, from))
			gain |= bit;
	}
	return gain;
}

/* Adds /name; false: too long to be a name at all. */
static bool
descend(char *path, const char *name)
{
	size_t len = strlen(path), n = strlen(name);

	if (len + 1 + n >= PATH_MAX)
		return false;
	path[len] = '/';
	memcpy(path + len + 1, name, n + 1);
	return true;
}

static int look(struct tree *t, int parent, const char *name);

static int
look_at(struct tree *t, int folder, const struct dirent *e)
{
	size_t from = strlen(t->from), to = strlen(t->to);
	int r = 0;

	if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
		return 0;
	if (++t->entries > MAX_ENTRIES)
		return -E2BIG;
	if (!descend(t->from, e->d_name) || !descend(t->to, e->d_name))
		r = -E2BIG;
	else if (tree_gain(t->policy, t->who, t->from, t->to) != 0)
		r = 1;
	else if (e->d_type == DT_DIR || e->d_type == DT_UNKNOWN)
		r = look(t, folder, e->d_name);
	t->from[from] = '\0';
	t->to[to] = '\0';
	return r;
}

static int
look(struct tree *t, int parent, const char *name)
{
	int fd, r = 0;
	DIR *dir;

	if (t->depth >= MAX_DEPTH)
		return -E2BIG;
	fd = openat(parent, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOTDIR || errno == ELOOP ? 0 : -errno;
	dir = fdopendir(fd);
	if (dir == NULL) {
		r = -errno;
		close(fd);
		return r;
	}
	t->depth++;
	while (r == 0) {
		const struct dirent *e;

		errno = 0;
		e = readdir(dir);
		if (e == NULL) {
			r = -errno;
			break;
		}
		r = look_at(t, fd, e);
	}
	t->depth--;
	closedir(dir);
	return r;
}

int
tree_gains(const struct policy *p, const struct who *who, int parent,
    const char *last, const char *from, const char *to)
{
	struct tree t = {.policy = p, .who = who};

	if (strlen(from) >= sizeof(t.from) || strlen(to) >= sizeof(t.to))
		return -E2BIG;
	strcpy(t.from, from);
	strcpy(t.to, to);
	return look(&t, parent, last);
}
