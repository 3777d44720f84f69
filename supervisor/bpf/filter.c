/* Hands out the programs that were compiled when we were built. */
#include "bpf/filter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "filter_program.h" /* in the build folder: see bpf/gen */

/* By enum guard, enum sight and enum cut. */
#define PROGRAM(name)                                                          \
	{                                                                      \
		{name, sizeof(name)},                                          \
		{                                                              \
			name##_short, sizeof(name##_short)                     \
		}                                                              \
	}

static const struct {
	const struct sock_filter *program;
	size_t size;
} programs[2][3][2] = {
    [GUARD_SEALED] = {PROGRAM(sealed_host), PROGRAM(sealed_drawn),
		      PROGRAM(sealed_root)},
    [GUARD_FIXED] = {PROGRAM(fixed_host),  PROGRAM(fixed_drawn),
		      PROGRAM(fixed_root) },
};

int
filter_build(enum guard guard, enum sight sight, enum cut cut,
    struct sock_fprog *ret)
{
	size_t size = programs[guard][sight][cut].size;
	struct sock_filter *copy = malloc(size);

	if (copy == NULL)
		return -ENOMEM;
	memcpy(copy, programs[guard][sight][cut].program, size);
	ret->filter = copy;
	ret->len = (unsigned short)(size / sizeof(*copy));
	return 0;
}
