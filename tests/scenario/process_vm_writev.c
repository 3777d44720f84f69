/* process_vm_writev(2): no job may make it; asked here so that nothing happens
 * if it is let through. */
/* differs: process_vm_writev: refused to every job, whatever its arguments:
 * memory of others is reached by pid, past every name */
/* denied: EPERM */
#include "lib/guest.h"

static long
call(void)
{
	return syscall(SYS_process_vm_writev, 4194999, NULL, 0, NULL, 0, 0);
}

void
scenario(void)
{
	say("process_vm_writev", call());
}

long
denied(void)
{
	return call();
}
