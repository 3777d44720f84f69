/* What the fault build's wrappers count, and where its runner finds it. */
#ifndef PTS_TESTS_FAULT_WRAP_H
#define PTS_TESTS_FAULT_WRAP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#define FAULT_NAME 44u

/* The file that PTS_FAULT_STATE names holds this; all processes of a run share
 * it.  run.py reads it by these very sizes. */
struct fault_state {
	atomic_uint struck;  /* how often a call was made to fail */
	atomic_uint crashed; /* the signal that ended a process of ours */
	struct {
		char name[FAULT_NAME];
		atomic_uint calls;
	} row[];
};

/* Counts a call of the row, and says whether it is the one to fail; sets errno
 * then.  Rows are numbered as in functions.def. */
bool fault_now(unsigned row);

/* What a call that moves n bytes shall move instead, where it is the one to be
 * cut short; n where it is not.  Asked after fault_now(). */
size_t fault_short(unsigned row, size_t n);

/* The row is asked to fail as for a task that is gone. */
bool fault_is_death(unsigned row);

#endif /* PTS_TESTS_FAULT_WRAP_H */
