/* Finding the command that the person named. */
#include "command.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "environment.h"
#include "space.h"
#include "space_links.h"
#include "view/layer_names.h"

int
command_folder(const struct space *s, char *to)
{
	char here[PATH_MAX];

	if (s != NULL && s->cwd != NULL)
		return space_follow(s, NULL, s->cwd, true, to) ? 0
							       : -ENAMETOOLONG;
	if (getcwd(here, sizeof(here)) == NULL)
		return -errno;
	if (s == NULL)
		strcpy(to, here);
	else if (!space_seen(s, here, to))
		strcpy(to, "/");
	return 0;
}

int
command_enter(const struct environment *env, const struct space *s,
    const char *folder)
{
	static char entry[PATH_MAX + sizeof("PWD=")];
	const char *inherited = getenv("PWD");

	if (s == NULL || (s->cwd == NULL && strcmp(folder, "/") != 0) ||
	    inherited == NULL || env_get(env, "PWD") != inherited)
		return 0;
	/* A shell believes PWD where it names the folder that it stands in,
	 * and by the host's name it may. */
	snprintf(entry, sizeof(entry), "PWD=%s", folder);
	for (char **at = env->envp; *at != NULL; at++)
		if (*at + 4 == inherited)
			*at = entry;
	return 0;
}

/* The host's name of what the job calls `path`. */
static int
host_name(const struct space *s, const char *folder, const char *path, char *to)
{
	char whole[2 * PATH_MAX], seen[PATH_MAX];

	if (path[0] == '/')
		snprintf(whole, sizeof(whole), "%s", path);
	else
		snprintf(whole, sizeof(whole), "%s/%s", folder, path);
	return space_follow(s, NULL, whole, true, seen) &&
		layer_space_host(s, seen, to)
	    ? 0
	    : -ENOENT;
}

/* Can it be run?  Returns 0, -ENOENT or -EACCES. */
static int
runnable(const struct space *s, const char *folder, const char *path)
{
	char host[PATH_MAX];
	struct stat st;

	if (s != NULL) {
		if (host_name(s, folder, path, host) != 0)
			return -ENOENT;
		path = host;
	}
	if (stat(path, &st) < 0)
		return errno == EACCES ? -EACCES : -ENOENT;
	if (!S_ISREG(st.st_mode) || access(path, X_OK) < 0)
		return -EACCES;
	return 0;
}

int
command_find(const struct environment *env, const struct space *s,
    const char *folder, const char *name, char *to, size_t size)
{
	const char *path = env_get(env, "PATH");
	int best = -ENOENT;

	if (strchr(name, '/') != NULL)
		return (size_t)snprintf(to, size, "%s", name) < size
		    ? 0
		    : -ENAMETOOLONG;
	/* The default of execvp(3) in glibc. */
	for (const char *at = path != NULL ? path : "/bin:/usr/bin";;) {
		size_t len = strcspn(at, ":");
		int err;

		/* An empty entry is the current folder. */
		if ((size_t)snprintf(to, size, "%.*s%s%s", (int)len, at,
			len > 0 ? "/" : "./", name) >= size)
			return -ENAMETOOLONG;
		err = name[0] == '\0' ? -ENOENT : runnable(s, folder, to);
		if (err == 0)
			return 0;
		if (err == -EACCES)
			best = err;
		if (at[len] == '\0')
			return best;
		at += len + 1;
	}
}
