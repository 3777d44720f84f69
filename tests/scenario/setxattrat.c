/* setxattrat(2): no job may make it; asked here so that nothing happens if it
 * is let through. */
/* differs: setxattrat: refused to every job, whatever its arguments: newer than
 * every program */
/* denied: ENOSYS */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(__NR_setxattrat, AT_FDCWD, "/no/such/file", 0, "user.a",
	    NULL, 0);
}

void
scenario(void)
{
	say("setxattrat", call());
}

long
denied(void)
{
	return call();
}
