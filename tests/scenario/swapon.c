/* swapon(2): no job may make it; asked here so that nothing happens if it is
 * let through. */
/* differs: swapon: refused to every job, whatever its arguments: it is the
 * machine's, not the job's */
/* denied: EPERM */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_swapon, "/no/such/file", 0);
}

void
scenario(void)
{
	say("swapon", call());
}

long
denied(void)
{
	return call();
}
