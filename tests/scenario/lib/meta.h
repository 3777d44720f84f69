/* Details of a struct stat that two runs have in common. */
#ifndef PTS_SCENARIO_META_H
#define PTS_SCENARIO_META_H

#include "lib/guest.h"

static inline void
detail_stat(const struct stat *st)
{
	detail("mode %o links %ld size %ld", st->st_mode,
	    S_ISDIR(st->st_mode) ? 0 : (long)st->st_nlink,
	    S_ISREG(st->st_mode) ? (long)st->st_size : 0);
}

#endif /* PTS_SCENARIO_META_H */
