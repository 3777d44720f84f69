/* name_to_handle_at(2): no job may make it; asked here so that nothing happens
 * if it is let through. */
/* differs: name_to_handle_at: refused to every job, whatever its arguments:
 * handles reach files without their names */
/* denied: ENOSYS */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_name_to_handle_at, AT_FDCWD, "/no/such/file", NULL,
	    NULL, 0);
}

void
scenario(void)
{
	say("name_to_handle_at", call());
}

long
denied(void)
{
	return call();
}
