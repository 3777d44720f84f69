/* What changes in a layer, before a call that changes something is carried out:
 * the object, or the folder of the name, is one of the layer's own then.  Where
 * there is no layer, these do nothing and say true.  To be called when the
 * rules have allowed the call. */
#ifndef PTS_HANDLE_LAYERED_H
#define PTS_HANDLE_LAYERED_H

#include <linux/openat2.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "call/call.h"

/* What is to be done to an object. */
enum lift_for {
	LIFT_OWNER, /* its owner may */
	LIFT_TIMES, /* to now: its owner, and who may write it */
	LIFT_WRITE  /* who may write it; extended attributes too */
};

/* Makes the object that place `which` holds the layer's own, copied there if
 * need be.  False answers why it cannot be, or may not. */
bool layered_lift(struct call *c, int which, enum lift_for why);

/* The same for an open by name: of what exists if it would be changed, of what
 * does not its folder.  May drop flags that do nothing. */
bool layered_open(struct call *c, struct open_how *how);

/* Makes place `which` hold the layer's own folder, for its last name to be made
 * there.  False answers, with EEXIST where that is. */
bool layered_make(struct call *c, int which);

/* Is there something at the name, in a layer?  *ret_layered false: it is in
 * none.  `ret` may be NULL. */
bool layered_stands(const struct place *p, bool *ret_layered, struct stat *ret);

/* Makes a folder the layer's own, so that what changes in it is seen there. */
bool layered_watch(struct call *c, int which);

/* May the object be written all the same, which lies on a file system that
 * cannot be? */
bool layered_writable(const struct call *c, int which, int mode);

/* May the object get a second name?  One that is below the layer cannot: a copy
 * would be another file than the one that the job has looked at.  Answers EXDEV
 * then, after which programs copy. */
bool layered_links(struct call *c, int which);

/* Is it a folder that cannot be moved, as the lower folder has it?  Answers
 * EXDEV then. */
bool layered_stays(struct call *c, int which);

/* unlinkat(2) and renameat2(2) of names in a layer (both in the same).  False:
 * they are in none; else *ret is the answer. */
bool layered_remove(struct call *c, int flags, struct verdict *ret);
bool layered_rename(struct call *c, unsigned flags, struct verdict *ret);

/* A folder that both have is told as the lower one, whatever is copied when. */
void layered_identity(const struct place *p, struct stat *st);

#endif /* PTS_HANDLE_LAYERED_H */
