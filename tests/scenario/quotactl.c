/* quotactl(2): no job may make it; asked here so that nothing happens if it is
 * let through. */
/* differs: quotactl: refused to every job, whatever its arguments: it is the
 * machine's, not the job's */
/* denied: EPERM */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_quotactl, -1, "/no/such/device", 0, NULL);
}

void
scenario(void)
{
	say("quotactl", call());
}

long
denied(void)
{
	return call();
}
