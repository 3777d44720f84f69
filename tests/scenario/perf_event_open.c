/* perf_event_open(2): no job may make it; asked here so that nothing happens if
 * it is let through. */
/* differs: perf_event_open: refused to every job, whatever its arguments: it
 * watches other processes */
/* denied: EACCES */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_perf_event_open, NULL, 4194999, -1, -1, 0);
}

void
scenario(void)
{
	say("perf_event_open", call());
}

long
denied(void)
{
	return call();
}
