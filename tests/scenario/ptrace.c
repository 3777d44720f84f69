/* ptrace(2): no job may make it; asked here so that nothing happens if it is
 * let through. */
/* differs: ptrace: refused to every job, whatever its arguments: a traced task
 * does what its tracer says */
/* denied: EPERM */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_ptrace, 3, 4194999, NULL, NULL);
}

void
scenario(void)
{
	say("ptrace", call());
}

long
denied(void)
{
	return call();
}
