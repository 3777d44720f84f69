/* kcmp(2): no job may make it; asked here so that nothing happens if it is let
 * through. */
/* differs: kcmp: refused to every job, whatever its arguments: it tells of
 * other processes */
/* denied: ENOSYS */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_kcmp, 4194999, 4194999, 0, 0, 0);
}

void
scenario(void)
{
	say("kcmp", call());
}

long
denied(void)
{
	return call();
}
