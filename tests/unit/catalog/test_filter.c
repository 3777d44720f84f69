/* The filter as a function: truth tables and the catalogue itself, judged by an
 * evaluator.  Nothing here runs under a filter. */
#include <criterion/criterion.h>
#include <errno.h>
#include <glob.h>
#include <linux/audit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "bpf/filter.h"
#include "catalog/catalog.h"
#include "catalog/nr.h"
#include "tests/unit/bpf_eval.h"
#include "tracee-stub/region.h"

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#else
#define NATIVE AUDIT_ARCH_AARCH64
#endif

static struct sock_fprog programs[2]; /* by enum guard, SIGHT_HOST */
static struct sock_fprog drawn;       /* GUARD_SEALED, SIGHT_DRAWN */
static struct sock_fprog root;        /* GUARD_SEALED, SIGHT_ROOT */

static void
build(void)
{
	for (int g = GUARD_SEALED; g <= GUARD_FIXED; g++)
		cr_assert_eq(filter_build((enum guard)g, SIGHT_HOST, CUT_NEVER,
				 &programs[g]),
		    0);
	cr_assert_eq(filter_build(GUARD_SEALED, SIGHT_DRAWN, CUT_NEVER, &drawn),
	    0);
	cr_assert_eq(filter_build(GUARD_SEALED, SIGHT_ROOT, CUT_NEVER, &root),
	    0);
}

static void
drop(void)
{
	free(programs[GUARD_SEALED].filter);
	free(programs[GUARD_FIXED].filter);
	free(drawn.filter);
	free(root.filter);
}

TestSuite(filter, .init = build, .fini = drop);

static uint32_t
ask_program(const struct sock_fprog *program, uint32_t arch, int nr,
    const uint64_t arg[CALL_ARGS])
{
	struct seccomp_data data = {.nr = nr, .arch = arch};
	unsigned steps;

	memcpy(data.args, arg, sizeof(data.args));
	return bpf_eval(program, &data, &steps);
}

static uint32_t
ask(enum guard guard, uint32_t arch, int nr, const uint64_t arg[CALL_ARGS])
{
	return ask_program(&programs[guard], arch, nr, arg);
}

static void
answer_text(uint32_t answer, char *to, size_t size)
{
	switch (answer & SECCOMP_RET_ACTION_FULL) {
	case SECCOMP_RET_ALLOW: snprintf(to, size, "allow"); return;
	case SECCOMP_RET_TRACE: snprintf(to, size, "trace"); return;
	case SECCOMP_RET_KILL_PROCESS: snprintf(to, size, "kill"); return;
	case SECCOMP_RET_ERRNO:
		snprintf(to, size, "errno %s",
		    strerrorname_np((int)(answer & SECCOMP_RET_DATA)));
		return;
	default: snprintf(to, size, "0x%x", answer); return;
	}
}

static uint32_t
arch_of(const char *word)
{
	if (strcmp(word, "native") == 0)
		return NATIVE;
	if (strcmp(word, "i386") == 0)
		return AUDIT_ARCH_I386;
	if (strcmp(word, "arm") == 0)
		return AUDIT_ARCH_ARM;
	cr_assert_fail("unknown architecture '%s'", word);
	return 0;
}

/* guard, architecture, call, arguments, answer: tabs between, all there. */
static void
judge_line(const char *file, unsigned number, char *line)
{
	uint64_t arg[CALL_ARGS] = {0};
	char *field[5], *save = NULL, *rest, got[64];
	const struct call_def *def;
	enum guard guard;
	int nr;

	for (int i = 0; i < 5; i++) {
		field[i] = strtok_r(i == 0 ? line : NULL, "\t\n", &save);
		cr_assert_not_null(field[i], "%s:%u: field %d is missing", file,
		    number, i + 1);
	}
	guard = strcmp(field[0], "fixed") == 0 ? GUARD_FIXED : GUARD_SEALED;
	def = catalog_named(field[2]);
	nr = def != NULL ? def->nr : (int)strtol(field[2], &rest, 0);
	cr_assert(def != NULL || *rest == '\0', "%s:%u: no call '%s'", file,
	    number, field[2]);
	rest = field[3];
	for (int i = 0; i < CALL_ARGS && *rest != '\0' && *rest != '-'; i++)
		arg[i] = strtoull(rest, &rest, 0);
	answer_text(ask(guard, arch_of(field[1]), nr, arg), got, sizeof(got));
	cr_expect_str_eq(got, field[4], "%s:%u: %s: %s, not %s", file, number,
	    field[2], got, field[4]);
}

Test(filter, answers_as_the_truth_tables_say)
{
	glob_t found;

	cr_assert_eq(glob("tests/truth/filter/*.tsv", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		FILE *f = fopen(found.gl_pathv[i], "re");
		char line[512];

		cr_assert_not_null(f);
		for (unsigned n = 1; fgets(line, sizeof(line), f); n++) {
			if (line[0] != '#' && line[0] != '\n')
				judge_line(found.gl_pathv[i], n, line);
		}
		fclose(f);
	}
	globfree(&found);
}

Test(filter, a_row_without_exceptions_gets_what_it_says)
{
	const uint64_t arg[CALL_ARGS] = {0};
	const struct call_when *when;

	for (long nr = 0; nr < CATALOG_END; nr++) {
		const struct call_def *def = catalog_find(nr);
		uint32_t got = ask(GUARD_SEALED, NATIVE, (int)nr, arg), want;
		bool plain = true;

		for (size_t i = 0; (when = catalog_when_at(i)) != NULL; i++)
			plain = plain && when->nr != nr;
		if (!plain)
			continue;
		want = SECCOMP_RET_TRACE;
		if (def != NULL &&
		    (def->treat == T_FREE || def->treat == T_DRAWN ||
			def->treat == T_ROOT || def->treat == T_SHORT))
			want = SECCOMP_RET_ALLOW;
		if (def != NULL && def->treat == T_QUIET)
			want = SECCOMP_RET_ERRNO | (uint32_t)def->err;
		cr_expect_eq(got, want, "%s (%ld): 0x%x",
		    def != NULL ? def->name : "?", nr, got);
	}
}

Test(filter, a_drawn_row_stops_where_there_is_a_namespace)
{
	unsigned rows = 0, steps;

	for (long nr = 0; nr < CATALOG_END; nr++) {
		const struct call_def *def = catalog_find(nr);
		struct seccomp_data data = {.nr = (int)nr, .arch = NATIVE};

		if (def == NULL || def->treat != T_DRAWN)
			continue;
		rows++;
		cr_expect_eq(bpf_eval(&drawn, &data, &steps), SECCOMP_RET_TRACE,
		    "%s", def->name);
	}
	cr_expect_gt(rows, 0);
}

Test(filter, a_root_row_stops_only_for_a_root_that_seems)
{
	unsigned rows = 0, steps;

	for (long nr = 0; nr < CATALOG_END; nr++) {
		const struct call_def *def = catalog_find(nr);
		struct seccomp_data data = {.nr = (int)nr, .arch = NATIVE};

		if (def == NULL ||
		    (def->treat != T_ROOT && def->treat != T_DRAWN))
			continue;
		rows += def->treat == T_ROOT;
		cr_expect_eq(bpf_eval(&root, &data, &steps), SECCOMP_RET_TRACE,
		    "%s", def->name);
		cr_expect_eq(bpf_eval(&drawn, &data, &steps),
		    def->treat == T_ROOT ? SECCOMP_RET_ALLOW
					 : SECCOMP_RET_TRACE,
		    "%s", def->name);
	}
	cr_expect_gt(rows, 0);
}

Test(filter, reads_and_writes_stop_only_where_some_are_cut_short)
{
	struct sock_fprog cut[2][3] = {0};
	unsigned rows = 0, steps;

	for (int g = GUARD_SEALED; g <= GUARD_FIXED; g++)
		for (int s = SIGHT_HOST; s <= SIGHT_ROOT; s++)
			cr_assert_eq(filter_build((enum guard)g, (enum sight)s,
					 CUT_SHORT, &cut[g][s]),
			    0);
	for (long nr = 0; nr < CATALOG_END; nr++) {
		const struct call_def *def = catalog_find(nr);
		struct seccomp_data data = {.nr = (int)nr, .arch = NATIVE};

		if (def == NULL || def->treat != T_SHORT)
			continue;
		rows++;
		for (int i = 0; i < 6; i++)
			cr_expect_eq(bpf_eval(&cut[i / 3][i % 3], &data,
					 &steps),
			    SECCOMP_RET_TRACE, "%s", def->name);
		cr_expect_eq(bpf_eval(&root, &data, &steps), SECCOMP_RET_ALLOW,
		    "%s", def->name);
	}
	cr_expect_eq(rows, 13);
	for (int i = 0; i < 6; i++)
		free(cut[i / 3][i % 3].filter);
}

/* Arguments that pass every test of an exception, and junk elsewhere: in the
 * bits that the tests do not look at, too. */
static void
arguments_for(const struct call_when *when, uint64_t arg[CALL_ARGS])
{
	for (int i = 0; i < CALL_ARGS; i++)
		arg[i] = 0xa5a5a5a500000000ull;
	for (int i = 0; i < 2; i++) {
		const struct arg_test *t = &when->test[i];

		if (t->arg >= 0)
			arg[t->arg] = (arg[t->arg] & ~t->mask) | t->value;
	}
}

Test(filter, an_exception_holds_whatever_else_the_registers_hold)
{
	const struct call_when *when;

	for (size_t i = 0; (when = catalog_when_at(i)) != NULL; i++) {
		uint64_t arg[CALL_ARGS];
		uint32_t want = when->treat == T_QUIET
		    ? SECCOMP_RET_ERRNO | (uint32_t)when->err
		    : SECCOMP_RET_ALLOW;

		arguments_for(when, arg);
		cr_expect_eq(ask(GUARD_SEALED, NATIVE, when->nr, arg), want,
		    "%s %s", catalog_find(when->nr)->name, when->what);
		if (when->treat == T_ROOT)
			want = SECCOMP_RET_TRACE;
		cr_expect_eq(ask_program(&root, NATIVE, when->nr, arg), want,
		    "%s %s", catalog_find(when->nr)->name, when->what);
	}
}

/* The rows that change mappings, from the catalogue itself. */
static const int memory_rows[] = {
#define MEMORY(name, class, args, handler, why) __NR_##name,
#include "catalog/rows.h"
};

Test(filter, no_memory_row_reaches_a_region_that_is_not_sealed)
{
	for (size_t i = 0; i < sizeof(memory_rows) / sizeof(int); i++) {
		uint64_t arg[CALL_ARGS] = {REGION_FIXED + 4096, 4096, 4096,
		    MAP_FIXED | MREMAP_FIXED, REGION_FIXED + 8192, 0};

		cr_expect_eq(ask(GUARD_FIXED, NATIVE, memory_rows[i], arg),
		    SECCOMP_RET_ERRNO | EPERM, "%s",
		    catalog_find(memory_rows[i])->name);
		arg[0] = arg[4] = 4096;
		arg[1] = arg[2] = REGION_FIXED;
		cr_expect_eq(ask(GUARD_FIXED, NATIVE, memory_rows[i], arg),
		    SECCOMP_RET_TRACE, "%s",
		    catalog_find(memory_rows[i])->name);
	}
}

Test(filter, is_built_quickly_and_is_short)
{
	static const int hot[] = {__NR_read, __NR_futex, __NR_mmap, __NR_munmap,
	    __NR_openat, __NR_fcntl, __NR_madvise};
	struct timespec from, to;
	struct sock_fprog again;
	struct seccomp_data data = {.arch = NATIVE};
	long us;
	unsigned steps;

	clock_gettime(CLOCK_MONOTONIC, &from);
	cr_assert_eq(filter_build(GUARD_SEALED, SIGHT_HOST, CUT_NEVER, &again),
	    0);
	clock_gettime(CLOCK_MONOTONIC, &to);
	us = (to.tv_sec - from.tv_sec) * 1000000 +
	    (to.tv_nsec - from.tv_nsec) / 1000;
	free(again.filter);
	fprintf(stderr, "filter: built in %ld us; %u instructions, %u fixed\n",
	    us, programs[GUARD_SEALED].len, programs[GUARD_FIXED].len);
	for (size_t i = 0; i < sizeof(hot) / sizeof(hot[0]); i++) {
		for (int g = GUARD_SEALED; g <= GUARD_FIXED; g++) {
			data.nr = hot[i];
			data.args[0] = 0x7f0000000000;
			bpf_eval(&programs[g], &data, &steps);
			fprintf(stderr, "filter: %s %s: %u steps\n",
			    catalog_find(hot[i])->name,
			    g == GUARD_FIXED ? "fixed" : "sealed", steps);
		}
	}
	cr_expect_lt(us, 100000);
	cr_expect_lt(programs[GUARD_FIXED].len, 1024);
}
