/* listxattrat(2): no job may make it; asked here so that nothing happens if it
 * is let through. */
/* differs: listxattrat: refused to every job, whatever its arguments: newer
 * than every program */
/* denied: ENOSYS */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(__NR_listxattrat, AT_FDCWD, "/no/such/file", 0, NULL, 0);
}

void
scenario(void)
{
	say("listxattrat", call());
}

long
denied(void)
{
	return call();
}
