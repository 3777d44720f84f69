/* Limits: what their values mean, who of several decides, and what is refused.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "faults.h"
#include "limit.h"
#include "rules.h"

static void
is(enum limit which, const char *text, uint64_t want)
{
	uint64_t got = 0;

	cr_expect_null(limit_read(which, text, &got), "%s is refused", text);
	cr_expect_eq(got, want, "%s: %ju", text, (uintmax_t)got);
}

static void
refused(enum limit which, const char *text)
{
	uint64_t got = 77;

	cr_expect_not_null(limit_read(which, text, &got), "'%s'", text);
	cr_expect_eq(got, 77);
}

Test(limits, times_are_milliseconds)
{
	is(LIMIT_WALL, "1ms", 1);
	is(LIMIT_WALL, "60s", 60000);
	is(LIMIT_CPU, "5m", 300000);
	is(LIMIT_CPU, "007h", 7 * 3600000);
	is(LIMIT_WALL, "9223372036854ms", 9223372036854);
}

Test(limits, sizes_are_bytes)
{
	is(LIMIT_MEMORY, "1", 1);
	is(LIMIT_OUTPUT, "4K", 4096);
	is(LIMIT_WRITTEN, "512M", (uint64_t)512 << 20);
	is(LIMIT_FILE_SIZE, "2G", (uint64_t)2 << 30);
	is(LIMIT_MEMORY, "9223372036854775807", INT64_MAX);
}

Test(limits, counts_are_numbers)
{
	is(LIMIT_PROCESSES, "1", 1);
	is(LIMIT_OPEN_FILES, "4", 4);
}

Test(limits, nonsense_is_refused)
{
	static const char *const bad[] = {"", " ", "0", "0s", "0K", "-1", "-1s",
	    "+1s", "+1K", "1.5s", "1.5G", "1 s", "1s ", " 1s", "s", "K", "1sec",
	    "1S", "1k", "1KB", "1KiB", "0x10", "1e3", "inf", "1s1s", "none"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		for (unsigned j = 0; j < LIMITS; j++)
			refused((enum limit)j, bad[i]);
	refused(LIMIT_WALL, "60");
	refused(LIMIT_WALL, "1K");
	refused(LIMIT_MEMORY, "1s");
	refused(LIMIT_PROCESSES, "1K");
	refused(LIMIT_OPEN_FILES, "3");
}

Test(limits, what_overflows_is_refused)
{
	refused(LIMIT_WALL, "9223372036855ms");
	refused(LIMIT_WALL, "2562047789h");
	refused(LIMIT_CPU, "18446744073709551617ms");
	refused(LIMIT_MEMORY, "9223372036854775808");
	refused(LIMIT_MEMORY, "8589934592G");
	refused(LIMIT_MEMORY, "17179869185G");
	refused(LIMIT_PROCESSES, "99999999999999999999999999");
}

Test(limits, faults_name_their_place, IN_FOLDER)
{
	expect("limits: {wall: 1x}\n",
	    "r.yaml:2:16: 'wall' must be a time such as 500ms, 10s, 5m or 1h, "
	    "not '1x'\n");
	expect("limits:\n  memory: 0\n  outputs: 1M\n  cpu: [1s]\n",
	    "r.yaml:4:3: unknown key 'outputs' in 'limits' (did you mean "
	    "'output'?)\n"
	    "r.yaml:5:8: 'cpu' is a word, not a list\n"
	    "r.yaml:3:11: 'memory' must be more than 0, not '0'\n");
	expect("limits: 5\n",
	    "r.yaml:2:9: 'limits' is a mapping such as {key: value}, not a word\n");
	expect("limits: {cpu: 1s, cpu: 2s}\n",
	    "r.yaml:2:19: 'cpu' stands here twice: it was said at 2:10\n");
	expect("limits: {open-files: 3}\n",
	    "r.yaml:2:22: 'open-files' must be 4 at least, which every program "
	    "needs to start, not '3'\n");
	expect("profiles: {w: {limits: {wall: 1s}}}\n",
	    "r.yaml:2:16: 'limits' is for the whole run, not for a profile\n");
	expect("limits: {}\n", "");
}

Test(limits, the_first_who_speaks_decides, IN_FOLDER)
{
	static const char own[] = "version: 1\ninclude: [./b.yaml]\n"
				  "limits: {wall: 1s, cpu: 1s}\n";
	static const char included[] = "version: 1\n"
				       "limits: {cpu: 2s, memory: 2K}\n";
	static const char next[] =
	    "version: 1\nlimits: {memory: 3K, output: 3}\n";
	struct rules *r = rules_new();
	struct faults f = {0};
	const struct limits *l = rules_limits(r);

	put("a.yaml", own, strlen(own));
	put("b.yaml", included, strlen(included));
	put("c.yaml", next, strlen(next));
	cr_assert_eq(rules_add_limit(r, LIMIT_WALL, "--timeout", "9s", &f), 0);
	cr_assert_eq(rules_add_limit(r, LIMIT_CPU, "--cpu", "9", &f), -1);
	cr_expect_str_eq(f.lines[0],
	    "--cpu 9: 'cpu' must be a time such as 500ms, 10s, 5m or 1h, not "
	    "'9'");
	fault_done(&f);
	rules_add_file(r, "a.yaml", &f);
	rules_add_file(r, "c.yaml", &f);
	cr_assert(!fault_any(&f));
	cr_expect_eq(l->of[LIMIT_WALL].most, 9000);
	cr_expect_str_eq(l->of[LIMIT_WALL].file, "command line");
	cr_expect_eq(l->of[LIMIT_CPU].most, 1000);
	cr_expect_str_eq(l->of[LIMIT_CPU].text, "1s");
	cr_expect_str_eq(l->of[LIMIT_CPU].file, "a.yaml");
	cr_expect_eq(l->of[LIMIT_CPU].line, 3);
	cr_expect_eq(l->of[LIMIT_MEMORY].most, 2048);
	cr_expect_eq(l->of[LIMIT_OUTPUT].most, 3);
	cr_expect_eq(l->of[LIMIT_WRITTEN].most, 0);
	rules_free(r);
}
