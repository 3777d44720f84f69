/* Which files of the host some program of a run may write: what they say of
 * themselves is not built upon. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faults.h"
#include "rules.h"

/* Rules that must be without fault. */
static struct rules *
read_text(const char *text)
{
	struct rules *r = rules_new();
	struct faults f = {0};

	put("r.yaml", text, strlen(text));
	rules_add_file(r, "r.yaml", &f);
	rules_finish(r, &f);
	fault_print(&f, stderr);
	cr_assert(!fault_any(&f));
	return r;
}

Test(may_write, by_the_rules_of_any_program, IN_FOLDER)
{
	struct rules *r = read_text("version: 1\n"
				    "files:\n"
				    "  - {allow: [read, exec], path: /usr}\n"
				    "  - {allow: create, path: /made}\n"
				    "  - {allow: delete, path: /gone}\n"
				    "  - {allow: attributes, path: /mode}\n"
				    "programs: [{allow: run, path: /p, "
				    "profile: w}]\n"
				    "profiles:\n"
				    "  w: {files: [{allow: modify, path: "
				    "/usr/w}]}\n");

	cr_expect(rules_may_write(r, "/usr/w", true));
	cr_expect(rules_may_write(r, "/usr/w/x", true));
	cr_expect(rules_may_write(r, "/made", true));
	cr_expect(rules_may_write(r, "/gone", true));
	cr_expect_not(rules_may_write(r, "/usr/lib/l.so", true));
	cr_expect_not(rules_may_write(r, "/mode", true));
	cr_expect_not(rules_may_write(r, "/nowhere", true));
	rules_free(r);
}

Test(may_write, by_another_name, IN_FOLDER)
{
	char folder[200], name[300];
	struct rules *r;

	cr_assert_eq(mkdir("libs", 0755), 0);
	cr_assert_not_null(getcwd(folder, sizeof(folder)));
	r = read_text("version: 1\n"
		      "namespace: {map: [{at: /job/libs, from: ./libs}]}\n"
		      "files: [{allow: any, path: /job}]\n");
	cr_expect(rules_may_write(r, "/job/x", true));
	snprintf(name, sizeof(name), "%s/libs/l.so", folder);
	cr_expect(rules_may_write(r, name, true));
	snprintf(name, sizeof(name), "%s/other", folder);
	cr_expect_not(rules_may_write(r, name, true));
	rules_free(r);
}
