/* get_robust_list(2): where a task keeps its robust futexes. */
/* differs: ourselves: an address of another process's memory is refused to
 * every job */
/* differs: our child: an address of another process's memory is refused to
 * every job */
/* differs: nobody: an address of another process's memory is refused to every
 * job */
/* differs: no such pid: an address of another process's memory is refused to
 * every job */
/* differs: a wild pid: an address of another process's memory is refused to
 * every job */
/* denied: EPERM */
#include "lib/pids.h"

static void *head;
static size_t size;

static long
call(pid_t pid)
{
	return syscall(SYS_get_robust_list, pid, &head, &size) < 0 ? -1 : 0;
}

void
scenario(void)
{
	pids(call);
	say("ourselves, by 0", call(0));
}

long
denied(void)
{
	return call(1);
}
