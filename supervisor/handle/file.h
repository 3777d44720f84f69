/* What the file handlers share: which argument is the name, and the judging of
 * an object that must be there. */
#ifndef PTS_HANDLE_FILE_H
#define PTS_HANDLE_FILE_H

#include <stdbool.h>

#include "call/call.h"

/* The argument that is the call's n-th name (from 0). */
int file_path(const struct call *c, int n);

/* The argument that holds AT_* flags as the kernel takes them, 0 for calls
 * without.  False answers EINVAL for a flag outside of `known`. */
bool file_flags(struct call *c, int known, int *ret);

/* Asks the rules for place `which` and answers ENOENT if nothing is there.
 * What has no name any more is judged by its descriptor: see file_own(). */
bool file_may(struct call *c, int which, unsigned accesses);

/* An object without a name: a pipe, a socket, a memfd, a deleted file is the
 * job's own; a file that stands elsewhere under another name is not, as far as
 * its contents and attributes go.  False answers EACCES. */
bool file_own(struct call *c, int which, unsigned accesses);

/* The object behind descriptor argument i, judged.  As for fget(), a
 * descriptor of O_PATH is none. */
bool file_descriptor(struct call *c, int i, unsigned accesses);

/* Has the kernel follow a name that leads to the held object: pins argument i
 * as that name.  The object is the task's until its next stop. */
bool file_pin_object(struct call *c, int which, int i);

/* chmod of the held object.  Returns 0, or -1 with errno. */
int file_chmod(const struct place *p, mode_t mode);

/* Answers a failed call of our own, which has set errno: our own shortage of
 * descriptors or memory is no answer. */
struct verdict file_errno(void);

#endif /* PTS_HANDLE_FILE_H */
