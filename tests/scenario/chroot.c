/* chroot(2): no job may make it; asked here so that nothing happens if it is
 * let through. */
/* differs: chroot: refused to every job, whatever its arguments: it changes the
 * root that names are judged from */
/* denied: EPERM */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_chroot, "/no/such/place");
}

void
scenario(void)
{
	say("chroot", call());
}

long
denied(void)
{
	return call();
}
