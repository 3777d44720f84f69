/* Folders in which one file answers to names that no rule tells: where case
 * folds (vfat, ext4's casefold, a share of another system), a deny rule on
 * /media/stick/Secret is gone around by the name /media/stick/SECRET.  What is
 * allowed by name is no wider for it; what is taken out of it by name is. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/hash.h"
#include "base/str.h"
#include "check.h"
#include "warn.h"

/* Newer than the headers may be (linux/fs.h, linux/magic.h). */
#ifndef FS_CASEFOLD_FL
#define FS_CASEFOLD_FL 0x40000000
#endif
#ifndef EXFAT_SUPER_MAGIC
#define EXFAT_SUPER_MAGIC 0x2011BAB0UL
#endif

/* What was found of a name, once for all rules; a folder's ends in a slash. */
struct found {
	UT_hash_handle hh;
	bool folds;
	char name[];
};

/* The name with the case of its letters turned.  False: it has none. */
static bool
turn_case(const char *name, size_t len, char *ret)
{
	bool any = false;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)name[i];

		ret[i] = (char)(islower(c) ? toupper(c) : tolower(c));
		any |= ret[i] != name[i];
	}
	ret[len] = '\0';
	return any;
}

/* Does one object answer to this name and to the one with turned case? */
static bool
answers_to_both(const char *path, size_t start, size_t end)
{
	char one[PATH_MAX], other[PATH_MAX];
	struct stat a, b;

	memcpy(one, path, end);
	one[end] = '\0';
	memcpy(other, path, start);
	return turn_case(path + start, end - start, other + start) &&
	    lstat(one, &a) == 0 && lstat(other, &b) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* Does the folder say of itself that names fold in it? */
static bool
says_so(const char *path, size_t len)
{
	char folder[PATH_MAX];
	struct statfs fs;
	cleanup_fd int fd = -1;
	int flags = 0;

	memcpy(folder, path, len);
	strcpy(folder + len, len == 0 ? "/" : "");
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (fstatfs(fd, &fs) == 0 &&
	    ((unsigned long)fs.f_type == MSDOS_SUPER_MAGIC ||
		(unsigned long)fs.f_type == EXFAT_SUPER_MAGIC))
		return true;
	return ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0 &&
	    (flags & FS_CASEFOLD_FL) != 0;
}

/* Asks whether the name that ends at `end` answers to both, or, where that is
 * its start, whether the folder says so that it would be in. */
static bool
ask_once(struct found **all, const char *path, size_t start, size_t end)
{
	struct found *f;

	HASH_FIND(hh, *all, path, end, f);
	if (f != NULL)
		return f->folds;
	f = calloc(1, sizeof(*f) + end);
	if (f == NULL)
		hash_no_memory();
	memcpy(f->name, path, end);
	f->folds = end > start ? answers_to_both(path, start, end)
			       : says_so(path, start - 1);
	HASH_ADD(hh, *all, name, end, f);
	return f->folds;
}

/* How much of an absolute path names the folder whose names fold; false: none
 * on its way does.  A name that is not there yet may come. */
static bool
find_fold(struct found **all, const char *path, size_t len, size_t *ret_len)
{
	size_t end;

	for (size_t start = 1; start <= len; start = end + 1) {
		end = start + strcspn(path + start, "/");
		*ret_len = start - 1;
		if (ask_once(all, path, start, start) ||
		    ask_once(all, path, start, end))
			return true;
	}
	return false;
}

/* Might the other name of what one path tells be allowed by the other?  Not
 * where what they begin with differs. */
static bool
may_meet(const struct pattern *a, const struct pattern *b)
{
	size_t len = a->head_len < b->head_len ? a->head_len : b->head_len;

	return memcmp(a->head, b->head, len) == 0;
}

/* Is the path perhaps taken out of what is allowed by what is asked later? */
static bool
is_exception(const struct suspect *s, const struct rule_path *t)
{
	const struct section *all = &s->policy->section[s->kind];

	if (s->policy->fallback == VERB_ALLOW)
		return true;
	for (uint32_t i = s->number + 1; i < all->count; i++) {
		const struct rule *r = all->rule[i];

		if (r->verb != VERB_ALLOW || (s->rule->access & r->access) == 0)
			continue;
		for (const struct rule_path *e = r->paths; e != NULL;
		     e = e->next)
			if (may_meet(&e->pattern, &t->pattern))
				return true;
	}
	return false;
}

/* The literal beginning of a rule's path, as the host has it; a slash at its
 * end stays. */
static bool
host_start(const struct policy *p, const struct rule_path *t, char *ret)
{
	struct space_way way = {0};
	char name[PATH_MAX];
	size_t len = t->pattern.head_len;
	bool slash = len > 1 && t->pattern.head[len - 1] == '/';

	if (len >= sizeof(name))
		return false;
	memcpy(name, t->pattern.head, len);
	name[len - slash] = '\0';
	if (p->space == NULL)
		strcpy(ret, name);
	else if (!space_host(p->space, name, ret, &way))
		return false;
	if (slash && strlen(ret) < PATH_MAX - 1)
		strcat(ret, "/");
	return true;
}

static void
look_at(const struct suspect *s)
{
	char host[PATH_MAX];
	size_t len;

	/* What was typed stands in no file. */
	if (s->rule->reader == NULL || s->rule->verb == VERB_ALLOW ||
	    s->rule->verb == VERB_REDIRECT)
		return;
	for (const struct rule_path *t = s->rule->paths; t != NULL;
	     t = t->next) {
		if (!is_exception(s, t) || !host_start(s->policy, t, host) ||
		    !find_fold(s->ctx, host, strlen(host), &len))
			continue;
		host[len] = '\0';
		fault_add(s->to, s->rule->file, t->line, t->column,
		    "'%s' has other names too: case does not count in %s; "
		    "allow by name what may be used there instead",
		    t->written,
		    len == 0 ? "/" : check_shown(s->rule->reader, host));
		return;
	}
}

/* Does some rule allow a folder above the place, and so what stands behind it?
 */
static bool
is_allowed_behind(const struct policy *p, const struct space_place *at)
{
	if (p->fallback == VERB_ALLOW)
		return true;
	for (const struct rule *r = p->section[SEC_FILES].first; r != NULL;
	     r = r->next) {
		const struct rule_path *e = r->paths;

		if (r->verb != VERB_ALLOW)
			continue;
		for (; e != NULL; e = e->next)
			if (e->pattern.head_len < at->at_len &&
			    memcmp(e->pattern.head, at->at,
				e->pattern.head_len) == 0)
				return true;
	}
	return false;
}

/* What stands behind the place, as the host has it: is it, or may it come, and
 * not be there for the job? */
static bool
host_behind(const struct policy *p, const struct space_place *at, char *ret)
{
	const char *last = strrchr(at->at, '/');
	struct space_way way = {0};
	char above[PATH_MAX];
	struct stat st;

	memcpy(above, at->at, (size_t)(last - at->at));
	above[last - at->at] = '\0';
	if (!space_host(p->space, above[0] != '\0' ? above : "/", ret, &way) ||
	    strlen(ret) + strlen(last) >= PATH_MAX)
		return false;
	strcpy(ret + (strcmp(ret, "/") == 0 ? 0 : strlen(ret)), last);
	return at->kind == SPACE_HIDDEN || lstat(ret, &st) == 0;
}

/* By the other name the job would come to what stands behind a place.  True:
 * a fault was added. */
static bool
look_at_place(const struct policy *p, const struct space_place *at,
    struct found **all, struct faults *to)
{
	cleanup_str struct str name = {0}, folder = {0};
	char host[PATH_MAX];
	size_t len;

	/* What was typed, and what is drawn unasked, stands in no file. */
	if (at->line == 0 || at->at_len == 1 || at->kind == SPACE_STAND ||
	    !is_allowed_behind(p, at) || !host_behind(p, at, host) ||
	    !find_fold(all, host, strlen(host), &len))
		return false;
	str_add_shown(&name, at->at, at->at_len);
	str_add_shown(&folder, len == 0 ? "/" : host, len == 0 ? 1 : len);
	fault_add(to, at->file, (size_t)at->line, 0,
	    "'%s' has other names too: case does not count in %s; allow by "
	    "name what may be used there instead",
	    str_text(&name), str_text(&folder));
	return true;
}

void
fold_check(const struct rules *r, const struct policy *p, struct faults *to)
{
	const struct space_place *at =
	    p->space != NULL ? p->space->first : NULL;
	struct found *all = NULL, *f, *next;
	int told = 0;

	suspect_each(r, p, to, look_at, &all);
	/* Hiding draws a place for each name that a thing has. */
	for (; at != NULL; at = at->next)
		if (at->line != told && look_at_place(p, at, &all, to))
			told = at->line;
	HASH_ITER(hh, all, f, next) {
		HASH_DEL(all, f);
		free(f);
	}
}
