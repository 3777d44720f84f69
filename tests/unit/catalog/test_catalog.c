/* The catalogue's own promises: nothing missing, nothing twice. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "catalog/catalog.h"

/* The kernel's own list, of the machine that the tests are built on. */
#if defined(__x86_64__)
#define HEADER "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"
#else
#define HEADER "/usr/include/asm-generic/unistd.h"
#endif

Test(catalog, every_call_of_the_kernels_header_has_a_row)
{
	FILE *f = fopen(HEADER, "re");
	char line[256], name[64];
	unsigned seen = 0;
	int nr;

	if (f == NULL)
		cr_skip_test("no %s", HEADER);
	while (fgets(line, sizeof(line), f) != NULL) {
		const struct call_def *def;

		if (sscanf(line, "#define __NR_%63s %d", name, &nr) != 2 ||
		    strcmp(name, "syscalls") == 0 ||
		    strcmp(name, "arch_specific_syscall") == 0)
			continue;
		def = catalog_find(nr);
		cr_expect(def != NULL && strcmp(def->name, name) == 0,
		    "%s (%d) has no row", name, nr);
		seen++;
	}
	fclose(f);
	cr_expect_gt(seen, 250);
}

Test(catalog, every_newer_number_has_a_row)
{
	for (long nr = 424; nr < CATALOG_END; nr++)
		cr_expect_not_null(catalog_find(nr), "%ld has no row", nr);
	cr_expect_null(catalog_find(CATALOG_END));
	cr_expect_null(catalog_find(-1));
}

/* catalog.c does not compile with a row twice; this looks at names. */
static const char *const names[] = {
#define FREE(name, class, args, why)            #name,
#define MEMORY(name, class, args, handler, why) #name,
#define DRAWN(name, class, args, handler, why)  #name,
#define SHORT(name, class, args, handler, why)  #name,
#define ROOT(name, class, args, handler, why)   #name,
#define ASK(name, class, args, handler, why)    #name,
#define REFUSE(name, class, args, err, why)     #name,
#define QUIET(name, class, args, err, why)      #name,
#include "catalog/rows.h"
};

Test(catalog, every_row_is_found_by_its_name_and_number)
{
	size_t count = sizeof(names) / sizeof(names[0]), rows = 0;

	for (size_t i = 0; i < count; i++) {
		const struct call_def *def = catalog_named(names[i]);

		cr_assert_not_null(def);
		cr_expect_eq(catalog_find(def->nr), def);
	}
	while (catalog_at(rows) != NULL)
		rows++;
	cr_expect_eq(rows, count);
}

Test(catalog, a_row_is_whole)
{
	const struct call_def *def;

	for (size_t i = 0; (def = catalog_at(i)) != NULL; i++) {
		bool refused = def->treat == T_REFUSE || def->treat == T_QUIET;

		cr_expect_gt(strlen(def->why), 5, "%s has no reason",
		    def->name);
		cr_expect_eq(def->err > 0, refused, "%s", def->name);
		for (int a = 0; a < CALL_ARGS; a++) {
			int ref = def->arg[a].ref;

			cr_expect(ref < CALL_ARGS && ref >= REF_CWD, "%s",
			    def->name);
			if (ref < 0 || def->arg[a].role == R_NONE)
				continue;
			cr_expect_eq(def->arg[ref].role,
			    def->arg[a].role == R_PATH ? R_DIRFD : R_LEN,
			    "%s: argument %d refers to %d", def->name, a, ref);
		}
	}
}

static bool
may_both_hold(const struct call_when *a, const struct call_when *b)
{
	for (int i = 0; i < 2; i++) {
		for (int j = 0; j < 2; j++) {
			const struct arg_test *s = &a->test[i];
			const struct arg_test *t = &b->test[j];

			if (s->arg >= 0 && s->arg == t->arg &&
			    ((s->value ^ t->value) & s->mask & t->mask) != 0)
				return false;
		}
	}
	return true;
}

Test(catalog, exceptions_do_not_overlap)
{
	const struct call_when *a, *b;

	for (size_t i = 0; (a = catalog_when_at(i)) != NULL; i++) {
		const struct call_def *def = catalog_find(a->nr);

		cr_assert_not_null(def);
		cr_expect(def->treat == T_ASK || def->treat == T_REFUSE, "%s",
		    def->name);
		cr_expect_geq(a->test[0].arg, 0, "%s", def->name);
		for (size_t j = 0; j < i; j++) {
			b = catalog_when_at(j);
			cr_expect(a->nr != b->nr || !may_both_hold(a, b),
			    "%s: %s and %s", def->name, a->what, b->what);
		}
	}
}

Test(catalog, a_call_whose_memory_the_kernel_reads_is_racy)
{
	cr_expect(catalog_is_racy(catalog_named("openat")));
	cr_expect(catalog_is_racy(catalog_named("connect")));
	cr_expect(catalog_is_racy(catalog_named("sendmsg")));
	cr_expect_not(catalog_is_racy(catalog_named("kill")));
	cr_expect_not(catalog_is_racy(catalog_named("fchmod")));
	cr_expect_not(catalog_is_racy(catalog_named("clone")));
}
