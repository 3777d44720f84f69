/* Finding the command that the person named. */
#ifndef PTS_COMMAND_H
#define PTS_COMMAND_H

#include <stddef.h>

struct environment;
struct space;

/* Where the job starts, in its own words, into to[0..PATH_MAX): where the
 * namespace says, or here, or in the root where here cannot be seen.  Returns 0
 * or -errno. */
int command_folder(const struct space *s, char *to);

/* Lets an inherited PWD in env be the folder that the namespace s (NULL: none)
 * makes the job start in.  Returns 0. */
int command_enter(const struct environment *env, const struct space *s,
    const char *folder);

/* Where execvp(3) would find `name`, by the PATH of env, as a path of at most
 * `size` bytes in `to`; a name with a slash is taken as it stands.  It is
 * looked for in the namespace s (NULL: none), from the folder where the job
 * starts.  Returns 0, or -ENOENT (nowhere), -EACCES (found, but not a file that
 * may be run), -ENAMETOOLONG. */
int command_find(const struct environment *env, const struct space *s,
    const char *folder, const char *name, char *to, size_t size);

#endif /* PTS_COMMAND_H */
