/* The walk behind place_resolve(): what place.c, place_walk.c and place_proc.c
 * share.  Nobody else includes this. */
#ifndef PTS_CALL_WALK_H
#define PTS_CALL_WALK_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "call/place.h"

/* What a step led to; a negative number is our own failure, -errno. */
enum step {
	STEP_NEXT, /* one name further */
	STEP_TRY,  /* the rest of the name was replaced: try it whole */
	STEP_DONE, /* the place is what it is, or p->err tells why not */
};

#define WALK_ROOM (2 * PATH_MAX)

/* p->shown[0..len) is where the walk stands, without links and in its canonical
 * spelling ("" is the root); what is yet to go stands in room[at..], at the end
 * of the room, so that a link's text fits in before it. */
struct walk {
	struct place *p;
	const struct tracees *all;
	const struct tracee *t;
	enum follow follow;
	enum want want;

	size_t len;
	int here;           /* O_PATH, the folder there; owned; -1: not open */
	struct stat folder; /* of here */
	size_t proc; /* inside a procfs: length of its root's name; 0: not */

	/* A descriptor link that was followed to a name: what it led to, and
	 * what the descriptor grants. */
	int via; /* owned; -1: none */
	int via_mode;

	size_t at;
	char room[WALK_ROOM];
};

/* Is this errno a shortage of ours, not the job's? */
bool walk_ours(int err);

/* As place_open(), for a name that the job sees, without `..`. */
int walk_open_seen(const struct place *p, const char *name, uint64_t flags);

/* Is the name in the folder shown[0..folder_len) where something is mapped, or
 * in a layer, so that its folder's descriptor is not enough to open it? */
bool walk_border(const struct place *p, size_t folder_len, const char *name);

/* Does the text of a link of procfs say that what it leads to is deleted? */
bool walk_deleted(const char *text);

/* Has the file of st this name of the host, and the job one for it?  text[0..
 * PATH_MAX) becomes that; or, as far as can be told, what it was. */
bool walk_named(const struct space *s, char *text, const struct stat *st);

/* Has the rest of a name a `..`?  Its meaning depends on what stands before it.
 */
bool walk_goes_up(const char *rest);

/* May an absolute name have a meaning of its own, as those of /proc have? */
bool walk_in_proc(const char *path);

/* Ends the walk with the kernel's answer; shown is told as far as it is known,
 * the rest as it is spelt. */
int walk_fail(struct walk *w, int err);

/* The same where the kernel would have let it be: `why` is for the audit. */
int walk_refuse(struct walk *w, int err, const char *why);

/* The rest is this text, a name. */
void walk_rest(struct walk *w, const char *name);

/* Puts text before the rest; false: no room. */
bool walk_push(struct walk *w, const char *text);

/* Adds the rest to shown, `.` and `..` by spelling.  False: too long. */
bool walk_spell(struct walk *w);

/* Goes back to the root. */
void walk_restart(struct walk *w);

/* One more link: walk_fail(ELOOP) when there were too many, else STEP_NEXT. */
int walk_count(struct walk *w);

/* Fills p->last and p->slash from shown; `slash`: only a folder will do. */
void walk_last(struct place *p, bool slash);

/* Steps until a link was replaced by its text (STEP_TRY) or the end. */
int walk_steps(struct walk *w);

/* Inside a procfs, before `name` is opened: the task's own names are put in for
 * self and thread-self (STEP_TRY), pids that are not the job's do not exist. */
int proc_name(struct walk *w, const char *name, bool followed);

/* Stands the walk in a procfs below a pid's folder, where links are magic? */
bool proc_has_magic(const struct walk *w);

/* Follows the magic link `name` of here. */
int proc_link(struct walk *w, const char *name);

/* May the task touch this file of procfs, the last of the walk?  0 or errno. */
int proc_guard(const struct walk *w);

/* Does this name, walked without links, lead to the file of st? */
bool proc_same(const char *name, const struct stat *st);

/* What the descriptor of this fdinfo file grants, if it still is of the file
 * that we hold as `held`: O_RDONLY, O_WRONLY, O_RDWR, or -1. */
int proc_fd_mode(const char *fdinfo, int held);

#endif /* PTS_CALL_WALK_H */
