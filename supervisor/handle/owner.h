/* Owners, modes and devices under `user: root`: what the handlers of files ask
 * at their seams.  All do nothing where the caller does not seem to be root. */
#ifndef PTS_HANDLE_OWNER_H
#define PTS_HANDLE_OWNER_H

#include <linux/openat2.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "call/call.h"

/* Does the process, or the caller's, live under `user: root`? */
bool owner_root_process(const struct process *p);
bool owner_root(const struct call *c);

/* What a held object's stat is to say.  (The statx(2) one needs its device,
 * inode, type, mode and owner to have been asked for: OWNER_STATX.) */
#define OWNER_STATX                                                            \
	(STATX_TYPE | STATX_MODE | STATX_UID | STATX_GID | STATX_INO)
void owner_show(const struct call *c, struct stat *st);
void owner_show_statx(const struct call *c, struct statx *stx);

/* Do folders list otherwise than they are?  What is listed as this type, DT_*,
 * and in a folder of this device with that inode, is to be listed as. */
bool owner_lists(const struct call *c);
unsigned char owner_type(const struct call *c, dev_t dev, ino_t ino,
    unsigned char type);

/* chmod and chown of the object that place 0 holds, judged already, for a
 * caller that owner_root() says yes to. */
struct verdict owner_chmod(struct call *c, mode_t mode);
struct verdict owner_chown(struct call *c, int uid, int gid);

/* May the caller seem to make devices? */
bool owner_may_mknod(const struct call *c);

/* Something that is about to be made. */
struct owner_new {
	bool remember; /* look at it when it was made */
	bool asked;    /* the real mode is another than the asked one */
	mode_t mode;   /* asked for, the umask taken off, with its type */
	uid_t uid;
	gid_t gid;
	dev_t rdev;
};

/* Before something with this mode and type is made in folder `parent`: changes
 * *mode to what can really be given.  Fills *ret for owner_made().  False
 * answers a failure. */
bool owner_making(struct call *c, int parent, mode_t *mode, dev_t rdev,
    struct owner_new *ret);

/* After it was made as `last` in `parent`.  False answers a failure of ours. */
bool owner_made(struct call *c, const struct owner_new *n, int parent,
    const char *last);

/* The same for a file that the kernel makes for the job: a new one at p, or one
 * without a name in that folder (O_TMPFILE).  Does nothing where it exists. */
bool owner_opening(struct call *c, const struct place *p, struct open_how *how);

/* Before a name is taken away: is anything remembered that ends with it?  Then
 * owner_gone() forgets it, once it is done. */
bool owner_ends(const struct call *c, int parent, const char *last,
    struct stat *ret);
void owner_gone(struct call *c, const struct stat *st);

#endif /* PTS_HANDLE_OWNER_H */
