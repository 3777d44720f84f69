/* fanotify_mark(2): no job may make it; asked here so that nothing happens if
 * it is let through. */
/* differs: fanotify_mark: refused to every job, whatever its arguments: it
 * watches and holds up other programs */
/* denied: ENOSYS */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_fanotify_mark, -1, 1, 0x20, AT_FDCWD,
	    "/no/such/file");
}

void
scenario(void)
{
	say("fanotify_mark", call());
}

long
denied(void)
{
	return call();
}
