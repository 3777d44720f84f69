/* file_setattr(2): no job may make it; asked here so that nothing happens if it
 * is let through. */
/* differs: file_setattr: refused to every job, whatever its arguments: newer
 * than every program */
/* denied: ENOSYS */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(__NR_file_setattr, AT_FDCWD, "/no/such/file", NULL, 0,
	    0);
}

void
scenario(void)
{
	say("file_setattr", call());
}

long
denied(void)
{
	return call();
}
