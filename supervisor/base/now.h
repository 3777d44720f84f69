/* The clock that everything is timed by. */
#ifndef PTS_BASE_NOW_H
#define PTS_BASE_NOW_H

#include <stdint.h>
#include <time.h>

#define NS_PER_S  ((uint64_t)1000000000)
#define NS_PER_MS ((uint64_t)1000000)

/* Nanoseconds of CLOCK_MONOTONIC. */
static inline uint64_t
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * NS_PER_S + (uint64_t)ts.tv_nsec;
}

#endif /* PTS_BASE_NOW_H */
