/* A folder of rules files, and what is told of each. */
#include "faults.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rules.h"

static char folder[] = "/tmp/ptsandbox-faults-XXXXXX";

void
enter(void)
{
	cr_assert_not_null(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
}

void
leave(void)
{
	char command[100];

	snprintf(command, sizeof(command), "rm -rf %s", folder);
	cr_expect_eq(system(command), 0);
}

void
put(const char *name, const char *text, size_t len)
{
	FILE *f = fopen(name, "w");

	cr_assert_not_null(f);
	cr_assert_eq(fwrite(text, 1, len, f), len);
	fclose(f);
}

char *
faults_of(const char *name)
{
	struct rules *r = rules_new();
	struct faults f = {0};
	char *text = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&text, &len);
	int err = rules_add_file(r, name, &f);

	if (err == 0)
		err = rules_finish(r, &f);
	cr_expect_eq(err != 0, fault_any(&f));
	fault_print(&f, to);
	fclose(to);
	fault_done(&f);
	rules_free(r);
	return text;
}

void
expect(const char *text, const char *want)
{
	char all[8192];
	char *got;

	snprintf(all, sizeof(all), "version: 1\n%s", text);
	put("r.yaml", all, strlen(all));
	got = faults_of("r.yaml");
	cr_expect_str_eq(got, want, "%s\n got: %s want: %s", text, got, want);
	free(got);
}

void
expect_file(const char *name, const char *want)
{
	char *got = faults_of(name);

	cr_expect_str_eq(got, want, "%s", got);
	free(got);
}

struct rules *
rules_from(const char *text, enum rules_mood mood)
{
	struct rules *r = rules_new();
	struct faults f = {0};

	rules_add_text(r, "r.yaml", "/job", text, strlen(text), &f);
	if (mood == RULES_TELL)
		rules_audit_only(r);
	rules_finish(r, &f);
	fault_print(&f, stderr);
	cr_assert(!fault_any(&f));
	return r;
}

struct answer
file_answer(const struct rules *r, enum access one, const char *path)
{
	struct answer a;

	policy_file(rules_top(r), one, path, &a);
	return a;
}
