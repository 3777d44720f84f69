/* The times of a name, as far as two runs have them in common. */
#ifndef PTS_SCENARIO_TIMES_H
#define PTS_SCENARIO_TIMES_H

#include "lib/guest.h"

/* Adds the times that a call set to fixed values (before 2020). */
static inline void
detail_times(const char *path)
{
	int err = errno;
	struct stat st;

	if (lstat(path, &st) != 0)
		memset(&st, 0x7f, sizeof(st));
	errno = err;
	if (st.st_atime < 1577836800)
		detail(" read %ld.%09ld", (long)st.st_atime,
		    st.st_atim.tv_nsec);
	if (st.st_mtime < 1577836800)
		detail(" written %ld.%09ld", (long)st.st_mtime,
		    st.st_mtim.tv_nsec);
}

#endif /* PTS_SCENARIO_TIMES_H */
