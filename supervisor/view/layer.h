/* A layer: a folder of changes above a folder that is never written.
 *
 * In the folder of changes stand
 *
 *   base    which folder lies below: "ptsandbox layer 1", and its name
 *   tree/   what was made or changed, as it is now
 *   gone/   an empty file for each name of the lower folder that is not seen
 *           any more, nor anything below it; folders lead to such files
 *   record  what each such object of the lower folder was when it was copied
 *           or removed: layer_record.h
 *   work/   what is not yet in its place
 *   lock    held by the one run or command that uses the layer
 *
 * A name in tree/ stands before the same name below.  A name without a file in
 * gone/, at itself or above it, is that of the lower folder; two folders of one
 * name are one.  All names here are relative to the layer, without a slash at
 * either end: "" is its root.
 *
 * Nothing here writes through the descriptor `lower`, which is O_PATH. */
#ifndef PTS_VIEW_LAYER_H
#define PTS_VIEW_LAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

/* The descriptors are owned.  tree, gone, work and lower are O_PATH folders. */
struct layer {
	const char *dir; /* the host's names; not owned */
	const char *from;
	int folder; /* all of the below are in */
	int tree;
	int gone;
	int work;
	int lower;
	int record; /* to append to */
	int lock;
	unsigned long serial; /* of names in work/ */
};

/* Where an object was found. */
struct layer_found {
	bool upper;        /* in tree/: it is what is seen */
	bool lower;        /* below, and not gone: seen where upper is not */
	struct stat st;    /* of what is seen */
	struct stat below; /* of the lower one */
};

/* What is seen at a name, opened as openat2(2) would, without following
 * anything.  `name` may end in a slash.  Returns a descriptor or -errno. */
int layer_open(const struct layer *l, const char *name, uint64_t flags);

/* The same in one of the layer's folders (tree, lower). */
int layer_open_in(int folder, const char *name, uint64_t flags);

/* Is the lower folder's object of this name gone? */
bool layer_gone(const struct layer *l, const char *name);

/* Looks for a name.  Returns 0, with both false where nothing is seen, or
 * -errno. */
int layer_find(const struct layer *l, const char *name,
    struct layer_found *ret);

/* The host's name of what is seen, or would be made, at a name; a folder that
 * both have is the lower one, so that it stays the same when it is copied.
 * *ret_lower: it is not the layer's own.  `to` has PATH_MAX bytes.  Returns 0
 * or -errno. */
int layer_host(const struct layer *l, const char *name, char *to,
    bool *ret_lower);

/* May we change this object, as its mode and owner say?  `mode` as for
 * access(2); that the file system cannot be written is no matter.  Returns 0
 * or -errno. */
int layer_access(int object, int mode);

/* Copies what is seen at a name, and the folders above it, to tree/, unless it
 * is there.  Returns 0 or -errno. */
int layer_lift(struct layer *l, const char *name);

/* The folder of a name in tree/, copied there if need be, for something to be
 * made or removed in it: O_PATH.  Returns it or -errno, -EACCES where the
 * folder that is seen may not be written. */
int layer_parent(struct layer *l, const char *name);

/* Has the folder, as it is seen, nothing in it?  Returns 0, -ENOTEMPTY or
 * -errno. */
int layer_empty(const struct layer *l, const char *name);

/* Lets the lower folder's object be gone, if there is one.  Returns 0 or
 * -errno. */
int layer_hide(struct layer *l, const char *name);

/* unlinkat(2) of a name; `last` is how the job wrote its end. */
int layer_remove(struct layer *l, const char *name, const char *last,
    int flags);

/* One side of a renaming. */
struct layer_end {
	const char *name;
	const char *last;
};

/* renameat2(2), but for its looking at what the rules say.  -EXDEV for a folder
 * that the lower folder has. */
int layer_rename(struct layer *l, const struct layer_end *from,
    const struct layer_end *to, unsigned flags);

/* How a layer is opened. */
enum layer_open_how {
	LAYER_USE, /* by a run: made when it does not exist */
	LAYER_SEE  /* by a command: must exist */
};

/* Opens the layer in folder `dir`, above `from` (NULL: the one that it was made
 * above, put into *ret_from, the caller's to free).  Returns NULL after putting
 * one sentence into why[0..size). */
struct layer *layer_open_dir(const char *dir, const char *from,
    enum layer_open_how how, char **ret_from, char *why, size_t size);

/* Takes all changes away.  Returns 0 or -errno. */
int layer_clear(struct layer *l);

/* Closes it.  Accepts NULL. */
void layer_close(struct layer *l);

struct rules;

/* Opens all layers of a run, and closes them (idempotent).  False: one sentence
 * tells why. */
bool layers_open(struct rules *r, char *why, size_t size);
void layers_close(struct rules *r);

#endif /* PTS_VIEW_LAYER_H */
