/* mount_setattr(2): no job may make it; asked here so that nothing happens if
 * it is let through. */
/* differs: mount_setattr: refused to every job, whatever its arguments: it
 * changes the namespace that names are judged in */
/* denied: ENOSYS */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_mount_setattr, AT_FDCWD, "/no/such/place", 0, NULL,
	    0);
}

void
scenario(void)
{
	say("mount_setattr", call());
}

long
denied(void)
{
	return call();
}
