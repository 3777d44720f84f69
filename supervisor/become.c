/* Giving root up for the user that the job runs as. */
#include "become.h"

#include <errno.h>
#include <grp.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "caps.h"

/* Returns 0 or -errno. */
static int
change(const struct run_user *u)
{
	/* While the capability for it is there. */
	caps_bound();
	if (initgroups(u->name, u->gid) < 0 ||
	    setresgid(u->gid, u->gid, u->gid) < 0 ||
	    setresuid(u->uid, u->uid, u->uid) < 0)
		return -errno;
	/* The change made us undumpable, and the launcher would inherit it: it
	 * could not be traced without a capability (ptrace(2)). */
	return prctl(PR_SET_DUMPABLE, 1) < 0 ? -errno : caps_drop_all();
}

int
become(const struct run_user *u, struct faults *f)
{
	int err;

	if (u == NULL)
		return 0;
	if (geteuid() != 0) {
		fault_add(f, u->file, u->line, 0,
		    "%s: only root can run a job as another user; start "
		    "ptsandbox as root, or leave this out",
		    u->asked);
		return -1;
	}
	err = change(u);
	if (err == 0)
		return 0;
	fault_add(f, u->file, u->line, 0,
	    "%s: cannot become this user: %s: nothing was run", u->asked,
	    strerror(-err));
	return -1;
}
