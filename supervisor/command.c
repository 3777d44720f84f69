/* Finding the command that the person named. */
#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Can it be run?  Returns 0, -ENOENT or -EACCES. */
static int
runnable(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return errno == EACCES ? -EACCES : -ENOENT;
	if (!S_ISREG(st.st_mode) || access(path, X_OK) < 0)
		return -EACCES;
	return 0;
}

int
command_find(const char *name, char *to, size_t size)
{
	const char *path = getenv("PATH");
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
		err = name[0] == '\0' ? -ENOENT : runnable(to);
		if (err == 0)
			return 0;
		if (err == -EACCES)
			best = err;
		if (at[len] == '\0')
			return best;
		at += len + 1;
	}
}
