/* What a job under `user: root` made of its files: owners, modes and devices
 * that it could not really give them.  Remembered by device and inode, so that
 * names may come and go; kept for the run, and with --owners in a file. */
#ifndef PTS_VIEW_OWNERS_H
#define PTS_VIEW_OWNERS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/fault.h"

/* More objects than this are not remembered, nor read from a file. */
#define OWNERS_MAX 1000000u

struct owner_entry;

/* All zero is empty.  uid and gid are those that seem to be 0: the run's own.
 */
struct owners {
	struct owner_entry *all; /* a hash; owned */
	unsigned count;
	unsigned devices; /* of them, seem to be devices */
	uid_t uid;
	gid_t gid;
};

/* Makes of what the kernel told of an object what the job is to be told: what
 * is remembered; else the run's own user and group are 0, and others stay. */
void owners_show(const struct owners *o, struct stat *st);

/* The same for what a folder lists as DT_REG: what it seems to be, DT_*. */
unsigned char owners_type(const struct owners *o, dev_t dev, ino_t ino);

/* Remembers an object: `real` as the kernel tells of it, `seems` the same with
 * the st_mode, st_uid, st_gid and st_rdev that it is to seem to have.  The type
 * may only be another where a plain file stands in for a device.  What differs
 * in nothing from what owners_show() makes of it anyway is forgotten.
 * Returns 0, -ENOMEM, or -ENOSPC when there are too many. */
int owners_set(struct owners *o, const struct stat *real,
    const struct stat *seems);

/* Forgets an object: its last name is gone, or its inode is used anew. */
void owners_drop(struct owners *o, const struct stat *real);

/* Reads what owners_save() wrote; a missing file is an empty one.  Faults name
 * the file and the line.  Returns 0, or -1 with faults. */
int owners_load(struct owners *o, const char *file, struct faults *f);

/* Writes all to `file`, whole or not at all: a new file takes its name.
 * Returns 0 or -errno. */
int owners_save(const struct owners *o, const char *file);

/* Forgets all; idempotent. */
void owners_done(struct owners *o);

#endif /* PTS_VIEW_OWNERS_H */
