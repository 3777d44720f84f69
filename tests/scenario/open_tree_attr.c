/* open_tree_attr(2): no job may make it; asked here so that nothing happens if
 * it is let through. */
/* differs: open_tree_attr: refused to every job, whatever its arguments: it
 * makes mounts that names are not judged in */
/* denied: ENOSYS */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(__NR_open_tree_attr, AT_FDCWD, "/no/such/place", 0, NULL,
	    0);
}

void
scenario(void)
{
	say("open_tree_attr", call());
}

long
denied(void)
{
	return call();
}
