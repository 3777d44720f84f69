/* Rules for these tests, in the place of rules/: everything is allowed, but
 * below "denied" nothing, below "readonly" nothing that writes, below
 * "existing" no making of files, below "new" only that. */
#include <errno.h>
#include <string.h>

#include "rules.h"
#include "tree.h"

static bool
is_in(const char *path, const char *folder)
{
	const char *top_folder = in_top(folder);
	size_t n = strlen(top_folder);

	return strncmp(path, top_folder, n) == 0 &&
	    (path[n] == '\0' || path[n] == '/');
}

static unsigned
allowed(const char *path)
{
	if (strstr(path, "hidden") != NULL || is_in(path, "denied"))
		return 0;
	if (is_in(path, "readonly"))
		return ACC_READ | ACC_STAT | ACC_EXEC;
	if (is_in(path, "existing"))
		return ACC_FILES & ~(unsigned)ACC_CREATE;
	if (is_in(path, "new"))
		return ACC_STAT | ACC_CREATE;
	return ACC_FILES;
}

void
policy_file_by(const struct policy *p, const struct who *who, enum access one,
    const char *path, struct answer *ret)
{
	(void)p;
	(void)who;
	memset(ret, 0, sizeof(*ret));
	ret->verb = (allowed(path) & one) != 0 ? VERB_ALLOW : VERB_DENY;
	ret->err = EACCES;
}

void
policy_net_by(const struct policy *p, const struct who *who, enum access one,
    const struct net_object *to, struct answer *ret)
{
	(void)to;
	policy_file_by(p, who, one, "", ret);
}

void
policy_run_by(const struct policy *p, const struct who *who, const char *path,
    size_t argc, const char *const *argv, struct answer *ret)
{
	(void)argc;
	(void)argv;
	policy_file_by(p, who, ACC_EXEC, path, ret);
}

void
policy_process_by(const struct policy *p, const struct who *who,
    enum access one, enum target to, struct answer *ret)
{
	(void)to;
	policy_file_by(p, who, one, "", ret);
}

/* No rule here has `when`. */
const struct who who_nobody;

bool
when_means(const struct when *w, const char *module)
{
	(void)w;
	(void)module;
	return false;
}

const char *
when_text(const struct when *w)
{
	(void)w;
	return "";
}

const char *
policy_name(const struct policy *p)
{
	(void)p;
	return "main";
}

const struct space *drawn_space;

const struct space *
policy_space(const struct policy *p)
{
	(void)p;
	return drawn_space;
}
