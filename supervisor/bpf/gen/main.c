/* Prints the seccomp programs as C, for bpf/filter.c to include. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bpf/gen/compile.h"

static int
print_program(const char *name, enum guard guard, enum sight sight)
{
	struct sock_fprog program;
	int err = filter_compile(guard, sight, &program);

	if (err != 0) {
		fprintf(stderr, "%s: %s\n", name, strerror(-err));
		return -1;
	}
	printf("static const struct sock_filter %s[] = {\n", name);
	for (unsigned i = 0; i < program.len; i++) {
		const struct sock_filter *f = &program.filter[i];

		printf("\t{0x%02x, %u, %u, 0x%08x},\n", f->code, f->jt, f->jf,
		    f->k);
	}
	puts("};");
	free(program.filter);
	return 0;
}

int
main(void)
{
	puts("/* Printed by supervisor/bpf/gen from the catalogue. */");
	if (print_program("sealed_host", GUARD_SEALED, SIGHT_HOST) != 0 ||
	    print_program("sealed_drawn", GUARD_SEALED, SIGHT_DRAWN) != 0 ||
	    print_program("sealed_root", GUARD_SEALED, SIGHT_ROOT) != 0 ||
	    print_program("fixed_host", GUARD_FIXED, SIGHT_HOST) != 0 ||
	    print_program("fixed_drawn", GUARD_FIXED, SIGHT_DRAWN) != 0 ||
	    print_program("fixed_root", GUARD_FIXED, SIGHT_ROOT) != 0)
		return 1;
	return fflush(stdout) == 0 ? 0 : 1;
}
