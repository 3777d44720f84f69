/* attack: signal all at once, where strangers are among them: the supervisor
 *   stands in the job's own process group
 * source: kill(2), pid 0, -1 and below
 * stops: such signals are sent by the supervisor, to one job process at a time
 * variants: zero group all
 * bare: skip (would signal every process of the user)
 * victim: stopped
 * expect: ENODATA EPERM
 * expect/all: ESRCH ENODATA
 * audit: any
 */
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "tests/lib/guest.h"

/* SIGUSR1 ends a supervisor that gets it, SIGCONT is seen at the victim
 * ("VICTIM"), which the harness stopped. */
void
attack(int argc, char **argv)
{
	int r;

	(void)argc;
	(void)argv;
	signal(SIGUSR1, SIG_IGN);
	if (is("zero"))
		r = kill(0, SIGUSR1);
	else if (is("group"))
		r = kill(-getpgrp(), SIGUSR1);
	else
		r = kill(-1, SIGCONT);
	if (r == 0)
		errno = ENODATA;
	lost("kill");
}
