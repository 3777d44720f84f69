/* Finding the command that the person named. */
#ifndef PTS_COMMAND_H
#define PTS_COMMAND_H

#include <stddef.h>

/* Where execvp(3) would find `name`, by PATH, as a path of at most `size` bytes
 * in `to`; a name with a slash is taken as it stands.  Returns 0, or -ENOENT
 * (nowhere), -EACCES (found, but not a file that may be run), -ENAMETOOLONG. */
int command_find(const char *name, char *to, size_t size);

#endif /* PTS_COMMAND_H */
