/* move_mount(2): no job may make it; asked here so that nothing happens if it
 * is let through. */
/* differs: move_mount: refused to every job, whatever its arguments: it changes
 * the namespace that names are judged in */
/* denied: ENOSYS */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_move_mount, AT_FDCWD, "/no/such", AT_FDCWD,
	    "/no/place", 0);
}

void
scenario(void)
{
	say("move_mount", call());
}

long
denied(void)
{
	return call();
}
