/* open_tree(2): no job may make it; asked here so that nothing happens if it is
 * let through. */
/* differs: open_tree: refused to every job, whatever its arguments: it makes
 * mounts that names are not judged in */
/* denied: ENOSYS */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_open_tree, AT_FDCWD, "/no/such/place", 0);
}

void
scenario(void)
{
	say("open_tree", call());
}

long
denied(void)
{
	return call();
}
