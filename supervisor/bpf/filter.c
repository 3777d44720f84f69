/* Hands out the programs that were compiled when we were built. */
#include "bpf/filter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "filter_program.h" /* in the build folder: see bpf/gen */

static int
copy_program(const struct sock_filter *program, size_t size,
    struct sock_fprog *ret)
{
	struct sock_filter *copy = malloc(size);

	if (copy == NULL)
		return -ENOMEM;
	memcpy(copy, program, size);
	ret->filter = copy;
	ret->len = (unsigned short)(size / sizeof(*program));
	return 0;
}

int
filter_build(enum guard guard, struct sock_fprog *ret)
{
	switch (guard) {
	case GUARD_SEALED:
		return copy_program(program_sealed, sizeof(program_sealed),
		    ret);
	case GUARD_FIXED:
		return copy_program(program_fixed, sizeof(program_fixed), ret);
	}
	return -EINVAL;
}
