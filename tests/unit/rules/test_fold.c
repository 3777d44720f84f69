/* Where one file answers to two names, rules that take it out of what is
 * allowed are refused.  A hard link stands for a folder in which case does not
 * count: it too makes one object of both spellings. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faults.h"

TestSuite(fold, .timeout = 20);

static void
make_names(void)
{
	enter();
	mkdir("data", 0700);
	put("data/Secret", "s", 1);
	put("data/other", "o", 1);
	cr_assert_eq(link("data/Secret", "data/sECRET"), 0);
}

/* The faults of the two rules, behind the file's name, that are told when the
 * run begins. */
static void
finish(const char *text, const char *want)
{
	struct rules *r = rules_new();
	struct faults f = {0};
	char all[1024];

	snprintf(all, sizeof(all), "version: 1\n%s", text);
	put("r.yaml", all, strlen(all));
	cr_assert_eq(rules_add_file(r, "r.yaml", &f), 0);
	cr_expect_eq(rules_finish(r, &f), want != NULL ? -1 : 0, "%s", text);
	cr_expect_eq(f.count, want != NULL ? 1 : 0, "%s", text);
	if (want != NULL && f.count == 1)
		cr_expect(strstr(f.lines[0], want) != NULL, "%s\n got: %s",
		    text, f.lines[0]);
	fault_done(&f);
	rules_free(r);
}

#define NAMES .init = make_names, .fini = leave

Test(fold, what_is_taken_out_by_name_would_not_hold, NAMES)
{
	finish("files: [{deny: any, path: ./data/Secret}, "
	       "{allow: read, path: ./data}]\n",
	    "r.yaml:2:27: './data/Secret' has other names too: case does not "
	    "count in ");
	finish("files: [{deny: any, path: ./data/Secret/below}, "
	       "{allow: read, path: ./data}]\n",
	    "r.yaml:2:27: ");
	finish("files: [{kill: any, path: ./data/Secret}]\ndefault: allow\n",
	    "r.yaml:2:27: ");
	finish("files: [{ask: read, path: './data/Secret/*.key'}, "
	       "{allow: any, path: './da*/**'}]\n",
	    "r.yaml:2:27: ");
}

Test(fold, what_is_allowed_by_name_holds, NAMES)
{
	finish("files: [{allow: read, path: ./data/Secret}]\n", NULL);
	finish("files: [{deny: any, path: ./data/Secret}, "
	       "{allow: read, path: ./data/other}]\n",
	    NULL);
	finish("files: [{allow: read, path: ./data}, "
	       "{deny: any, path: ./data/Secret}]\n",
	    NULL);
	finish("files: [{deny: read, path: ./data/Secret}, "
	       "{allow: write, path: ./data}]\n",
	    NULL);
}

Test(fold, where_case_counts_nothing_is_refused, NAMES)
{
	finish("files: [{deny: any, path: ./data/other}, "
	       "{allow: read, path: ./data}]\n",
	    NULL);
	finish("files: [{deny: any, path: ./data/missing}, "
	       "{allow: read, path: ./data}]\n",
	    NULL);
}

Test(fold, what_stands_behind_a_place_is_taken_out_too, NAMES)
{
	static const char want[] =
	    "/data/Secret' has other names too: case does not count in ";

	finish("namespace: {hide: [./data/other, ./data/Secret]}\n"
	       "files: [{allow: read, path: ./data}]\n",
	    want);
	finish("namespace: {hide: ./data/Secret}\ndefault: allow\n", want);
	finish("namespace: {map: [{at: ./data/Secret, private: true}]}\n"
	       "files: [{allow: read, path: './d*/**'}]\n",
	    want);
	finish("namespace: {map: [{at: ./data/Secret, from: ./data/other}]}\n"
	       "files: [{allow: write, path: ./}]\n",
	    want);
}

Test(fold, a_place_that_nobody_can_go_around_holds, NAMES)
{
	finish("namespace: {hide: ./data/other}\n"
	       "files: [{allow: read, path: ./data}]\n",
	    NULL);
	finish("namespace: {hide: ./data/Secret}\n"
	       "files: [{allow: read, path: ./data/other}]\n",
	    NULL);
	finish("namespace: {map: [{at: ./data/Secret, from: ./data/other}]}\n"
	       "files: [{allow: read, path: ./data/Secret}]\n",
	    NULL);
	finish("namespace: {map: [{at: /seen, from: ./data}]}\n"
	       "files: [{allow: any, path: /seen}]\n",
	    NULL);
}
