/* Giving root up for the user that the job runs as. */
#ifndef PTS_BECOME_H
#define PTS_BECOME_H

#include "base/fault.h"
#include "user.h"

/* Makes this process, for good, one of the user's: their id, their groups, no
 * capability, none to be had again.  To be called before anything is opened
 * for writing: a name of the user's choice then leads where the user may go.
 * u NULL: nothing is done.  Returns 0, or -1 with a fault. */
int become(const struct run_user *u, struct faults *f);

#endif /* PTS_BECOME_H */
