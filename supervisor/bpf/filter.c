/* Hands out the programs that were compiled when we were built. */
#include "bpf/filter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "filter_program.h" /* in the build folder: see bpf/gen */

/* By enum guard and enum sight. */
static const struct {
	const struct sock_filter *program;
	size_t size;
} programs[2][3] = {
    [GUARD_SEALED] = {{sealed_host, sizeof(sealed_host)},
		      {sealed_drawn, sizeof(sealed_drawn)},
		      {sealed_root, sizeof(sealed_root)}                                    },
    [GUARD_FIXED] = {{fixed_host, sizeof(fixed_host)},
		      {fixed_drawn, sizeof(fixed_drawn)},   {fixed_root, sizeof(fixed_root)}},
};

int
filter_build(enum guard guard, enum sight sight, struct sock_fprog *ret)
{
	size_t size = programs[guard][sight].size;
	struct sock_filter *copy = malloc(size);

	if (copy == NULL)
		return -ENOMEM;
	memcpy(copy, programs[guard][sight].program, size);
	ret->filter = copy;
	ret->len = (unsigned short)(size / sizeof(*copy));
	return 0;
}
