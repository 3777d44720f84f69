/* The clocks of the loop: SIGALRM interrupts waitpid(2), and is remembered. */
#ifndef PTS_TRACE_CLOCK_H
#define PTS_TRACE_CLOCK_H

#include <stdbool.h>
#include <time.h>

/* Makes a timer that sends SIGALRM to the calling thread.  Returns 0 or -errno.
 */
int clock_make(timer_t *ret);

struct clock {
	bool ticking; /* `timer` is there */
	timer_t timer;
};

/* Catches SIGALRM, which the seat's clock also sends, and begins a tick of so
 * many milliseconds (0: none).  Returns 0 or -errno. */
int clock_open(struct clock *c, unsigned tick_ms);

/* Did SIGALRM come to this thread since it last asked?  One that comes just
 * before waitpid(2) does not interrupt it; the next one does. */
bool clock_rang(void);

/* The same, and it is not yet met. */
bool clock_rings(void);

/* Ends the tick; idempotent. */
void clock_done(struct clock *c);

#endif /* PTS_TRACE_CLOCK_H */
