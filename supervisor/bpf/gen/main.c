/* Prints the seccomp programs as C, for bpf/filter.c to include. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bpf/gen/compile.h"

static int
print_program(const char *name, enum guard guard, enum sight sight,
    enum cut cut)
{
	struct sock_fprog program;
	int err = filter_compile(guard, sight, cut, &program);

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
	static const char *const guards[] =
	    {[GUARD_SEALED] = "sealed", [GUARD_FIXED] = "fixed"};
	static const char *const sights[] = {[SIGHT_HOST] = "host",
	    [SIGHT_DRAWN] = "drawn",
	    [SIGHT_ROOT] = "root"};
	static const char *const cuts[] =
	    {[CUT_NEVER] = "", [CUT_SHORT] = "_short"};
	char name[64];

	puts("/* Printed by supervisor/bpf/gen from the catalogue. */");
	for (int g = GUARD_SEALED; g <= GUARD_FIXED; g++)
		for (int s = SIGHT_HOST; s <= SIGHT_ROOT; s++)
			for (int c = CUT_NEVER; c <= CUT_SHORT; c++) {
				snprintf(name, sizeof(name), "%s_%s%s",
				    guards[g], sights[s], cuts[c]);
				if (print_program(name, (enum guard)g,
					(enum sight)s, (enum cut)c) != 0)
					return 1;
			}
	return fflush(stdout) == 0 ? 0 : 1;
}
