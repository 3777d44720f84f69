/* uselib(2): no job may make it; asked here so that nothing happens if it is
 * let through. */
/* differs: uselib: refused to every job, whatever its arguments: obsolete, and
 * a name that the kernel walks */
/* denied: ENOSYS */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_uselib, "/no/such/file");
}

void
scenario(void)
{
	say("uselib", call());
}

long
denied(void)
{
	return call();
}
