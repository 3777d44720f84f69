/* fspick(2): no job may make it; asked here so that nothing happens if it is
 * let through. */
/* differs: fspick: refused to every job, whatever its arguments: it changes the
 * namespace that names are judged in */
/* denied: ENOSYS */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_fspick, AT_FDCWD, "/no/such/place", 0);
}

void
scenario(void)
{
	say("fspick", call());
}

long
denied(void)
{
	return call();
}
