/* attack: become another user, or take privileges back, where the job was
 *   started by root
 * source: capabilities(7), credentials(7)
 * stops: all capabilities are dropped, for good, before the job begins
 * variants: setuid setgid setgroups setresuid setfsuid capset ambient
 *   securebits chown override
 * bare: any (privileged)
 * expect: EPERM EACCES ENODATA
 * audit: any
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#define SOMEBODY 12345

static long
take_one(void)
{
	struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct one[2] = {
	    {1u << CAP_CHOWN, 1u << CAP_CHOWN, 0}
        };

	return syscall(SYS_capset, &head, one);
}

static long
change(void)
{
	const gid_t groups[] = {SOMEBODY};

	if (is("setuid"))
		return setuid(SOMEBODY);
	if (is("setgid"))
		return setgid(SOMEBODY);
	if (is("setgroups"))
		return setgroups(1, groups);
	if (is("setresuid"))
		return setresuid(SOMEBODY, (uid_t)-1, (uid_t)-1);
	if (is("setfsuid")) {
		setfsuid(SOMEBODY);
		errno = EPERM;
		return setfsuid((uid_t)-1) == SOMEBODY ? 0 : -1;
	}
	if (is("capset"))
		return take_one();
	if (is("ambient"))
		return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_CHOWN, 0,
		    0);
	if (is("securebits"))
		return prctl(PR_SET_SECUREBITS, 1, 0, 0, 0);
	return chown(at("a/f"), SOMEBODY, SOMEBODY);
}

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (is("override")) {
		/* The modes say no, and only privilege says otherwise. */
		must(chmod(at("a/f"), 0), "chmod");
		verdict(open(at("a/f"), O_RDONLY), "open");
	}
	verdict(change(), variant);
}
