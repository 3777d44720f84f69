/* Landlock as an older kernel has it: preloaded into ptsandbox, it tells an ABI
 * of PTS_LANDLOCK at most, and refuses what is newer as such a kernel does
 * (landlock_create_ruleset(2)).  With 0 there is none. */
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wall/landlock.h"

#define CREATE_RULESET 444
#define CREATE_VERSION 1

static int
most(void)
{
	const char *text = getenv("PTS_LANDLOCK");

	return text != NULL ? atoi(text) : 0;
}

/* Is there anything that the ABI has not? */
static int
is_newer(const struct landlock_handled *h)
{
	struct landlock_handled fit = *h;

	landlock_fit(&fit, most());
	return memcmp(&fit, h, sizeof(fit)) != 0;
}

__attribute__((visibility("default"))) long
syscall(long nr, ...)
{
	static long (*next)(long nr, ...);
	uint64_t arg[6];
	va_list list;
	long got;

	va_start(list, nr);
	for (int i = 0; i < 6; i++)
		arg[i] = va_arg(list, uint64_t);
	va_end(list);
	if (next == NULL)
		next = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
	if (nr == CREATE_RULESET && most() == 0) {
		errno = ENOSYS;
		return -1;
	}
	if (nr == CREATE_RULESET && arg[2] != CREATE_VERSION &&
	    is_newer((const struct landlock_handled *)(uintptr_t)arg[0])) {
		errno = EINVAL;
		return -1;
	}
	got = next(nr, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]);
	return nr == CREATE_RULESET && arg[2] == CREATE_VERSION && got > most()
	    ? most()
	    : got;
}
