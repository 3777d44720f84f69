/* A file that is written whole and then takes its name, in the place of what
 * had it: whoever reads it finds the old text or the new, and never a part. */
#ifndef PTS_BASE_REPLACE_H
#define PTS_BASE_REPLACE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/str.h"

struct replace {
	int folder;       /* AT_FDCWD, or a folder's descriptor; borrowed */
	const char *name; /* from there; a link is replaced, not followed */
	mode_t mode;      /* whatever the umask is */
	bool sync;        /* it is on the disk before it has the name */
	bool fresh;       /* -EEXIST where the name is taken */
	/* Judges what was written, by its name until then, from the folder.
	 * Returns 0; or else the text is thrown away and replace_file() returns
	 * the same.  NULL: nobody does. */
	int (*judge)(const char *beside, void *ctx);
	void *ctx;
};

/* Writes the file.  Returns 0, or -errno: all is as it was. */
int replace_file(const struct replace *r, const struct str *text);

/* Could a file be written there?  Returns 0, or -errno. */
int replace_try(const struct replace *r);

#endif /* PTS_BASE_REPLACE_H */
