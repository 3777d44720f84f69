/* A name that the job gave, turned into a thing held by the supervisor: the
 * canonical name that is judged, and the folder or object that stood there.
 *
 * Names are walked here, not by the kernel on the job's behalf: `..` and links
 * physically, /proc/self and /proc/thread-self as the task's own, and the magic
 * links of /proc (fd/N, cwd, root, exe) by what they lead to.  What is held was
 * opened with RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS on the canonical name
 * (openat2(2)), so it is what stood at the judged name at that moment, whatever
 * moves meanwhile.
 */
#ifndef PTS_CALL_PLACE_H
#define PTS_CALL_PLACE_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

struct space;
struct tracee;
struct tracees;

enum follow {
	NO_FOLLOW,
	FOLLOW
};

enum want {
	WANT_OBJECT, /* the thing itself: `object` is held if it exists */
	WANT_PARENT, /* its folder: `parent` is held; the last name is never
	                followed (unlink, rename, mkdir, ...) */
};

enum empty {
	NO_EMPTY,
	EMPTY_OK /* AT_EMPTY_PATH */
};

struct place {
	const struct space *space; /* what the job sees; NULL: the host */
	char named[PATH_MAX];      /* as the job wrote it */
	char shown[PATH_MAX];      /* canonical, absolute: what is judged */
	char last[NAME_MAX + 2];   /* last name as the kernel shall see it, with
	                              its trailing slash if one was written */
	int parent;                /* O_PATH; owned; -1: not opened */
	int object;   /* O_PATH; owned; -1: does not exist or not opened */
	bool exists;  /* WANT_OBJECT: the object exists */
	bool slash;   /* a trailing slash was written: only a folder will do */
	bool is_link; /* NO_FOLLOW: the object is a symbolic link */
	bool is_fd;   /* named by a descriptor alone (fchmod, an empty path) */
	int err;      /* 0, or the errno that the kernel would answer to this
	                 name once it may be known: ENOENT in the middle,
	                 ENOTDIR, ELOOP, ENAMETOOLONG, EACCES, ...; a missing
	                 last name is no error here: `exists` tells (nor, on a
	                 way without links, a missing folder before it:
	                 place_open_parent() tells them apart) */

	const char *why; /* err is no answer of the kernel's but ours: one
	                    phrase for the audit; else NULL */

	/* Reached through a descriptor link of /proc and without a name to
	 * open it by: a pipe, a socket, a memfd, a deleted file.  `shown` is
	 * the link's text.  Or with a name, and the descriptor already grants
	 * `fd_mode` (O_RDONLY, O_WRONLY, O_RDWR; -1: no descriptor link). */
	bool nameless;
	int fd_mode;

	bool stat_known; /* `stat` is the object's, taken when it was opened */
	struct stat stat;

	unsigned links; /* symbolic links that were followed */
	bool magic;     /* one of them was a magic link of /proc */
};

/* The host's name of what `shown` is in the job's namespace, into
 * to[0..PATH_MAX).  False: it is too long. */
bool place_host(const struct place *p, char *to);

/* The same for what is to be made or changed: in a layer, the layer's own. */
bool place_host_to_change(const struct place *p, char *to);

/* Turns a name of the host, of PATH_MAX bytes, into what the job calls it.
 * False: it sees no such name. */
bool place_seen(const struct space *s, char *name);

/* Is the host's name that of a thing that the job saw, and has removed since in
 * a layer?  place_seen() says false then. */
bool place_gone(const struct space *s, const char *name);

/* Does the host's name lie in a folder that is below a layer of the run? */
bool place_is_lower(const struct space *s, const char *name);

struct layer;

/* The layer that `shown` lies in, and its name there (view/layer.h); NULL: it
 * lies in none, or the place is nameless. */
struct layer *place_layer(const struct place *p, const char **ret_name);

/* Is what the job sees as /proc the host's, whose pids we know? */
bool place_knows_pids(const struct space *s);

/* Opens the folder in which a program starts whose namespace names one (`cwd`),
 * O_PATH.  Returns a descriptor, or -ENODATA where it names none, or another
 * -errno. */
int place_start(const struct space *s);

/* The same for the text of a link of procfs, which ends in " (deleted)" where
 * it leads to what has no name any more. */
bool place_seen_text(const struct space *s, char *text);

/* Is `shown` where something is mapped, or hidden?  As a mount point, it can be
 * neither made nor moved nor removed. */
enum border {
	BORDER_NONE,
	BORDER_MAPPED,
	BORDER_HIDDEN
};
enum border place_border(const struct place *p);

/* Does something mapped or hidden lie below `shown`? */
bool place_holds_border(const struct place *p);

/* Do two names lie in the same part of the namespace?  If not, nothing can be
 * moved or linked from one to the other, as between mounts. */
bool place_same_place(const struct place *a, const struct place *b);

/* Makes p own nothing. */
void place_init(struct place *p);

/* Releases what p holds; idempotent. */
void place_done(struct place *p);

/* Resolves p->named (filled by the caller) for a stopped task, from the folder
 * behind its descriptor dirfd (AT_FDCWD: its working directory).
 * Returns 0, with p->err telling what the kernel would say, or -ESRCH when the
 * task is gone, or another -errno for our own failure (-EMFILE, -ENOMEM). */
int place_resolve(struct place *p, const struct tracees *all,
    const struct tracee *t, int dirfd, enum follow follow, enum want want,
    enum empty empty);

/* Fills p->shown from p->named as if there was no link on its way.  False: that
 * is not enough to know what it means.  Nothing is looked at. */
bool place_spelt(struct place *p, const struct tracee *t);

/* Looks whether there is none, as far as p->named leads: then p->shown, as
 * place_spelt() left it, is its canonical name, be there anything or not.
 * False: not known. */
bool place_is_plain(const struct place *p);

/* The object behind the task's descriptor fd, held in p->object, named by where
 * it stands now.  p->err is EBADF when there is none.  Returns as above. */
int place_of_fd(struct place *p, const struct tracee *t, int fd);

/* Opens p->parent of a WANT_OBJECT place, by name and without links.  Returns 0
 * or -errno. */
int place_open_parent(struct place *p);

/* The name "/proc/self/fd/N" of a held descriptor, for calls of our own that
 * take no descriptor.  size >= 32. */
void place_proc_name(int fd, char *to, size_t size);

/* The text of the symbolic link that p holds (is_link), as the task reads it:
 * /proc/self is its own, and names are those that it sees.  Returns the length,
 * at most size, or -errno. */
ssize_t place_link_text(const struct place *p, const struct tracees *all,
    const struct tracee *t, char *to, size_t size);

/* The task's umask, asked of the kernel.  Returns it or -errno. */
int place_umask(const struct tracee *t);

/* openat2(2) with O_CLOEXEC, without following anything.  Returns a descriptor
 * or -errno. */
int place_open(int dir, const char *path, uint64_t flags);

#endif /* PTS_CALL_PLACE_H */
