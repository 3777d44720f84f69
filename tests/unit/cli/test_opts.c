/* The command line: what is understood, and one clear line for what is not. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "opts.h"

/* Reads a command line written in one piece; words are separated by one space.
 */
static int
read_line(struct opts *o, struct faults *f, const char *text)
{
	static char line[256];
	static char *argv[32];
	int argc = 0;

	snprintf(line, sizeof(line), "ptsandbox %s", text);
	for (char *p = strtok(line, " "); p != NULL; p = strtok(NULL, " "))
		argv[argc++] = p;
	argv[argc] = NULL;
	return opts_read(o, argc, argv, f);
}

static void
fault_is(int result, struct opts *o, struct faults *f, const char *want)
{
	cr_expect_eq(result, -1);
	cr_assert(f->count >= 1);
	cr_expect_str_eq(f->lines[0], want);
	fault_done(f);
	opts_done(o);
}

Test(opts, options_end_at_the_command)
{
	struct opts o;
	struct faults f = {0};

	cr_assert_eq(read_line(&o, &f,
			 "-r a.yaml -rb.yaml --ro /x --allow-net=tcp:*:80 "
			 "--wait python3 -r --quiet"),
	    0);
	cr_expect_eq(o.task, DO_RUN);
	cr_assert_eq(o.rules_count, 2);
	cr_expect_str_eq(o.rules[0], "a.yaml");
	cr_expect_str_eq(o.rules[1], "b.yaml");
	cr_assert_eq(o.grants_count, 2);
	cr_expect_eq(o.grants[1].kind, GRANT_NET);
	cr_expect_str_eq(o.grants[1].what, "tcp:*:80");
	cr_expect(o.wait && !o.quiet);
	cr_expect_str_eq(o.command[0], "python3");
	cr_expect_str_eq(o.command[2], "--quiet");
	cr_expect_null(o.command[3]);
	opts_done(&o);
	opts_done(&o);
}

Test(opts, two_dashes_end_the_options)
{
	struct opts o;
	struct faults f = {0};

	cr_assert_eq(read_line(&o, &f, "-q -- -odd"), 0);
	cr_expect(o.quiet);
	cr_expect_str_eq(o.command[0], "-odd");
	opts_done(&o);
}

Test(opts, tasks_that_run_nothing)
{
	struct opts o;
	struct faults f = {0};

	cr_expect_eq(read_line(&o, &f, "--help"), 0);
	cr_expect_eq(o.task, DO_HELP);
	opts_done(&o);
	cr_expect_eq(read_line(&o, &f, "--version"), 0);
	cr_expect_eq(o.task, DO_VERSION);
	opts_done(&o);
	cr_expect_eq(read_line(&o, &f, "--print-profile lab"), 0);
	cr_expect_eq(o.task, DO_PRINT_PROFILE);
	opts_done(&o);
	cr_expect_eq(read_line(&o, &f, "--check -r x"), 0);
	cr_expect_eq(o.task, DO_CHECK);
	opts_done(&o);
}

Test(opts, mistakes_are_named_with_their_remedy)
{
	struct opts o;
	struct faults f = {0};

	fault_is(read_line(&o, &f, ""), &o, &f,
	    "no command; say ptsandbox [options] command [argument ...], or "
	    "see ptsandbox --help");
	fault_is(read_line(&o, &f, "--frob x"), &o, &f,
	    "unknown option --frob; see ptsandbox --help");
	fault_is(read_line(&o, &f, "-Z\x1b x"), &o, &f,
	    "unknown option -Z; see ptsandbox --help");
	fault_is(read_line(&o, &f, "-r"), &o, &f, "-r needs an argument: FILE");
	fault_is(read_line(&o, &f, "--audit"), &o, &f,
	    "--audit needs an argument: FILE");
	fault_is(read_line(&o, &f, "--trace=x y"), &o, &f,
	    "--trace=x takes no argument");
	fault_is(read_line(&o, &f, "--check"), &o, &f,
	    "--check has nothing to read; name a rules file with -r");
	fault_is(read_line(&o, &f, "--audit a --audit b y"), &o, &f,
	    "--audit is given twice; keep one");
}

Test(opts, what_is_drawn_keeps_its_order)
{
	struct opts o;
	struct faults f = {0};

	cr_assert_eq(read_line(&o, &f,
			 "-m a:/b:ro --root d --ro /x -m /c:/d:rw y"),
	    0);
	cr_assert_eq(o.grants_count, 4);
	cr_expect_eq(o.grants[0].kind, GRANT_MAP);
	cr_expect_str_eq(o.grants[0].what, "a:/b:ro");
	cr_expect_eq(o.grants[1].kind, GRANT_ROOT);
	cr_expect_str_eq(o.grants[1].what, "d");
	cr_expect_eq(o.grants[2].kind, GRANT_RO);
	cr_expect_eq(o.grants[3].kind, GRANT_MAP);
	cr_expect_str_eq(o.grants[3].what, "/c:/d:rw");
	opts_done(&o);
}

Test(opts, each_limit_has_its_option_once)
{
	struct opts o;
	struct faults f = {0};

	cr_assert_eq(read_line(&o, &f,
			 "--timeout 1 --cpu 2 --memory 3 "
			 "--processes 4 --open-files 5 "
			 "--file-size 6 --written 7 --output 8 y"),
	    0);
	for (unsigned i = 0; i < LIMITS; i++) {
		const char want[] = {(char)('1' + i), '\0'};

		cr_expect_str_eq(o.limits[i], want);
	}
	opts_done(&o);
	fault_is(read_line(&o, &f, "--timeout 1s --timeout 2s y"), &o, &f,
	    "--timeout is given twice; keep one");
	fault_is(read_line(&o, &f, "--meta a --meta b y"), &o, &f,
	    "--meta is given twice; keep one");
}

Test(opts, audit_does_not_share_the_commands_output)
{
	struct opts o;
	struct faults f = {0};

	cr_expect_eq(read_line(&o, &f, "--audit - x"), -1);
	cr_expect(strstr(f.lines[0], "--audit -: ") == f.lines[0]);
	fault_done(&f);
	opts_done(&o);
}

Test(opts, help_fits_a_terminal_and_hides_what_is_for_tests)
{
	char text[8192];
	FILE *to = fmemopen(text, sizeof(text), "w");
	size_t column = 0;

	opts_help(to);
	fclose(to);
	for (const char *p = text; *p != '\0'; p++) {
		column = *p == '\n' ? 0 : column + 1;
		cr_assert(column <= 80);
	}
	cr_expect(strstr(text, "--allow-net TARGET") != NULL);
	cr_expect(strstr(text, "no-mseal") == NULL);
}

/* A command's words; argv[0] is its own. */
static int
read_own(struct opts *o, const struct opts_own *own, struct faults *f,
    const char *text)
{
	static char line[256];
	static char *argv[32];
	int argc = 0;

	snprintf(line, sizeof(line), "check %s", text);
	for (char *p = strtok(line, " "); p != NULL; p = strtok(NULL, " "))
		argv[argc++] = p;
	argv[argc] = NULL;
	return opts_read_own(o, argc, argv, own, f);
}

Test(opts, a_command_takes_its_own_and_those_that_give_rules)
{
	const char *name = "main";
	bool all = false;
	const struct opts_own own[] = {
	    {.name = "all",   .given = &all},
            {.name = "profile",               .value = &name},
	    {0}
        };
	struct opts o;
	struct faults f = {0};

	cr_assert_eq(read_own(&o, own, &f,
			 "--profile p --ro /x -r a.yaml --all run -r x"),
	    0);
	cr_expect(all);
	cr_expect_str_eq(name, "p");
	cr_expect_eq(o.rules_count, 1);
	cr_expect_eq(o.grants_count, 1);
	cr_expect_str_eq(o.command[0], "run");
	cr_expect_str_eq(o.command[2], "x");
	opts_done(&o);
	cr_assert_eq(read_own(&o, own, &f, ""), 0);
	cr_expect_null(o.command[0]);
	opts_done(&o);
}

Test(opts, a_command_refuses_what_goes_with_a_run)
{
	const struct opts_own own[] = {{0}};
	struct opts o;
	struct faults f = {0};

	fault_is(read_own(&o, own, &f, "--audit x"), &o, &f,
	    "--audit goes with a run only; see ptsandbox --help");
	fault_is(read_own(&o, own, &f, "-q"), &o, &f,
	    "--quiet goes with a run only; see ptsandbox --help");
	fault_is(read_own(&o, own, &f, "--strict"), &o, &f,
	    "unknown option --strict; see ptsandbox --help");
	fault_is(read_own(&o, own, &f, "--ro"), &o, &f,
	    "--ro needs an argument: PATH");
}

Test(opts, expectations_are_given_once)
{
	struct opts o;
	struct faults f = {0};

	fault_is(read_line(&o, &f, "--expect a --expect b x"), &o, &f,
	    "--expect is given twice; keep one");
	fault_is(read_line(&o, &f, "--expect-report a --expect-report b x"), &o,
	    &f, "--expect-report is given twice; keep one");
}

Test(opts, descriptors_that_are_kept)
{
	struct opts o;
	struct faults f = {0};

	cr_assert_eq(read_line(&o, &f, "--keep-fd 3 --keep-fd=1048575 true"),
	    0);
	cr_assert_eq(o.kept_count, 2);
	cr_expect_eq(o.kept[0], 3);
	cr_expect_eq(o.kept[1], 1048575);
	opts_done(&o);
	fault_is(read_line(&o, &f, "--keep-fd 2 true"), &o, &f,
	    "--keep-fd takes the number of a descriptor, from 3 to 1048575: 2");
	fault_is(read_line(&o, &f, "--keep-fd 4x true"), &o, &f,
	    "--keep-fd takes the number of a descriptor, from 3 to 1048575: "
	    "4x");
	fault_is(read_line(&o, &f, "--stdin a --stdin b true"), &o, &f,
	    "--stdin is given twice; keep one");
}

Test(opts, stacks)
{
	struct opts o;
	struct faults f = {0};

	cr_expect_eq(read_line(&o, &f, "--stacks both true"), 0);
	cr_expect_eq(o.stacks, STACKS_BOTH);
	opts_done(&o);
	cr_expect_eq(read_line(&o, &f, "--stacks none true"), 0);
	cr_expect_eq(o.stacks, STACKS_NONE);
	opts_done(&o);
	fault_is(read_line(&o, &f, "--stacks a\033b true"), &o, &f,
	    "--stacks is none, python, native or both, not 'a\\x1bb'");
}
