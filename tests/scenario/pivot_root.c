/* pivot_root(2): no job may make it; asked here so that nothing happens if it
 * is let through. */
/* differs: pivot_root: refused to every job, whatever its arguments: it changes
 * the root that names are judged from */
/* denied: EPERM */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_pivot_root, "/no/such", "/no/such/old");
}

void
scenario(void)
{
	say("pivot_root", call());
}

long
denied(void)
{
	return call();
}
