/* umount2(2): no job may make it; asked here so that nothing happens if it is
 * let through. */
/* differs: umount2: refused to every job, whatever its arguments: it changes
 * the namespace that names are judged in */
/* denied: EPERM */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_umount2, "/no/such/place", 0);
}

void
scenario(void)
{
	say("umount2", call());
}

long
denied(void)
{
	return call();
}
