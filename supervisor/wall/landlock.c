/* The three calls of Landlock. */
#include "wall/landlock.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The same on all architectures. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule       445
#define SYS_landlock_restrict_self  446
#endif

#define CREATE_VERSION 1u /* LANDLOCK_CREATE_RULESET_VERSION */

/* enum landlock_rule_type */
#define RULE_PATH 1
#define RULE_PORT 2

struct rule_path_attr {
	uint64_t allowed;
	int32_t fd;
} __attribute__((packed));

struct rule_port_attr {
	uint64_t allowed;
	uint64_t port;
};

int
landlock_abi(void)
{
	long abi =
	    syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_VERSION);

	return abi > 0 ? (int)abi : 0;
}

void
landlock_fit(struct landlock_handled *h, int abi)
{
	if (abi < 1)
		h->files = 0;
	if (abi < 2)
		h->files &= ~LL_REFER;
	if (abi < 3)
		h->files &= ~LL_TRUNCATE;
	if (abi < 4)
		h->tcp = 0;
	if (abi < 5)
		h->files &= ~LL_IOCTL_DEV;
	if (abi < 6)
		h->scopes = 0;
}

int
landlock_make(const struct landlock_handled *h)
{
	/* What is at the end and zero is no matter to an older kernel. */
	int fd = (int)syscall(SYS_landlock_create_ruleset, h, sizeof(*h), 0);

	return fd >= 0 ? fd : -errno;
}

static int
add(int ruleset, int type, const void *rule)
{
	return syscall(SYS_landlock_add_rule, ruleset, type, rule, 0) == 0
	    ? 0
	    : -errno;
}

int
landlock_add_path(int ruleset, int fd, uint64_t allowed)
{
	struct rule_path_attr rule = {allowed, fd};
	int err = add(ruleset, RULE_PATH, &rule);

	/* Pipes, sockets and the like have no path, and need no rule. */
	return err == -EBADFD ? 0 : err;
}

int
landlock_add_port(int ruleset, uint16_t port, uint64_t allowed)
{
	struct rule_port_attr rule = {allowed, port};

	return add(ruleset, RULE_PORT, &rule);
}

int
landlock_enter(int ruleset)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    syscall(SYS_landlock_restrict_self, ruleset, 0) < 0)
		return -errno;
	return 0;
}
