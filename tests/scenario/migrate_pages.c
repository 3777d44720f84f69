/* migrate_pages(2): no job may make it; asked here so that nothing happens if
 * it is let through. */
/* differs: migrate_pages: refused to every job, whatever its arguments: it
 * moves the memory of other processes */
/* denied: EPERM */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_migrate_pages, 4194999, 0, NULL, NULL);
}

void
scenario(void)
{
	say("migrate_pages", call());
}

long
denied(void)
{
	return call();
}
