/* mount(2): no job may make it; asked here so that nothing happens if it is let
 * through. */
/* differs: mount: refused to every job, whatever its arguments: it changes the
 * namespace that names are judged in */
/* denied: EPERM */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_mount, "none", "/no/such/place", "tmpfs", 0, NULL);
}

void
scenario(void)
{
	say("mount", call());
}

long
denied(void)
{
	return call();
}
