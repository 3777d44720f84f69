/* One remembered object, as the table and its file both know it. */
#ifndef PTS_VIEW_OWNER_ENTRY_H
#define PTS_VIEW_OWNER_ENTRY_H

#include <sys/types.h>

#include "base/hash.h"

/* The file is recognised by its first line, which ends in its version. */
#define OWNERS_HEAD "ptsandbox owners 1\n"

struct owner_key {
	dev_t dev;
	ino_t ino;
};

struct owner_entry {
	struct owner_key key;
	mode_t mode; /* with its type */
	uid_t uid;
	gid_t gid;
	dev_t rdev; /* devices only */
	UT_hash_handle hh;
};

#endif /* PTS_VIEW_OWNER_ENTRY_H */
