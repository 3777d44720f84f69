/* The supervisor holds no more privilege than the job. */
#include "caps.h"

#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

void
caps_bound(void)
{
	/* EINVAL ends the list; EPERM (no CAP_SETPCAP) is no harm: the job runs
	 * with no_new_privs, and an exec then gains nothing (prctl(2)). */
	for (int cap = 0; prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) == 0; cap++)
		;
}

int
caps_drop_all(void)
{
	struct __user_cap_header_struct header;
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3];

	memset(&header, 0, sizeof(header));
	memset(none, 0, sizeof(none));
	header.version = _LINUX_CAPABILITY_VERSION_3;
	caps_bound();
	(void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	return syscall(SYS_capset, &header, none) < 0 ? -errno : 0;
}
