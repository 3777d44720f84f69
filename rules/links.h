/* What names of the host are, as far as links go.  Rules name the same folders
 * again and again, and each is looked at once while they are read. */
#ifndef PTS_RULES_LINKS_H
#define PTS_RULES_LINKS_H

#include <limits.h>
#include <sys/types.h>

/* The names that were looked at. */
struct links;

/* NULL when memory runs out: then nothing is remembered. */
struct links *links_new(void);
void links_free(struct links *l);

/* The text of the symbolic link that `host` is, an absolute name in a folder
 * without links: its length, or -1 where there is none.  l may be NULL: the
 * kernel is asked. */
ssize_t links_text(struct links *l, const char *host, char text[PATH_MAX]);

#endif /* PTS_RULES_LINKS_H */
