/* The environment of a job: what rules and options make of the person's. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "environment.h"
#include "faults.h"
#include "rules.h"

/* The job's environment under the rules of `text` and some options, as one
 * line, and behind a bar what was dropped.  Owned. */
static char *
line_of(const char *text, const char *env, const char *keep, char *const *from)
{
	struct rules *r = rules_new();
	struct faults f = {0};
	struct environment e;
	char *line = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&line, &len);

	if (text != NULL) {
		char all[1000];

		snprintf(all, sizeof(all), "version: 1\nenvironment: %s\n",
		    text);
		put("r.yaml", all, strlen(all));
		rules_add_file(r, "r.yaml", &f);
	}
	if (env != NULL)
		rules_add_env(r, env, &f);
	if (keep != NULL)
		rules_add_keep_env(r, keep, &f);
	fault_print(&f, to);
	fault_done(&f);
	cr_assert_eq(rules_environment(r, from, &e), 0);
	for (size_t i = 0; e.envp[i] != NULL; i++)
		fprintf(to, "%s ", e.envp[i]);
	fputs("|", to);
	for (size_t i = 0; i < e.dropped_count; i++)
		fprintf(to, " %s", e.dropped[i]);
	fclose(to);
	rules_free(r);
	return line;
}

#define FROM(...)                                                              \
	(char *const[])                                                        \
	{                                                                      \
		__VA_ARGS__, NULL                                              \
	}

static void
is(const char *text, const char *env, const char *keep, char *const *from,
    const char *want)
{
	char *line = line_of(text, env, keep, from);

	cr_expect_str_eq(line, want, "%s: %s, not %s",
	    text != NULL ? text : "-", line, want);
	free(line);
}

static char path[] = "PATH=/bin", home[] = "HOME=/h", lang[] = "LANG=C",
	    preload[] = "LD_PRELOAD=/x.so", token[] = "gh_token=s",
	    python[] = "PYTHONPATH=/p", empty[] = "EMPTY=";

Test(environment, by_default_secrets_and_code_stay_away, IN_FOLDER)
{
	is(NULL, NULL, NULL, FROM(path, preload, python, token, empty),
	    "PATH=/bin PYTHONPATH=/p EMPTY= | LD_PRELOAD gh_token");
	is("{}", NULL, NULL, FROM(path, preload), "PATH=/bin | LD_PRELOAD");
	is(NULL, NULL, NULL, (char *const[]){NULL}, "|");
}

Test(environment, each_row_of_the_table_matches, IN_FOLDER)
{
	static const char *const dropped[] = {"LD_AUDIT", "BASH_FUNC_ls%%",
	    "ENV", "MY_API_KEY", "my_password", "PGPASSWORD", "AWS_PROFILE",
	    "SSH_AUTH_SOCK", "SUDO_USER", "NODE_OPTIONS", "NPM_TOKEN"};
	static const char *const kept[] = {"OLDPWD", "TERM", "LC_ALL", "USER",
	    "SHELL", "TZ", "DISPLAY", "VIRTUAL_ENV", "PYENV_ROOT", "PYTHONHOME",
	    "TMPDIR", "XDG_RUNTIME_DIR", "http_proxy", "MALLOC_ARENA_MAX",
	    "ld_preload", "KEYBOARD", "env", "EDITOR", "OMP_NUM_THREADS"};
	char entry[100], want[100];

	for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++) {
		snprintf(entry, sizeof(entry), "%s=x", dropped[i]);
		snprintf(want, sizeof(want), "| %s", dropped[i]);
		is(NULL, NULL, NULL, FROM(entry), want);
	}
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		snprintf(entry, sizeof(entry), "%s=x", kept[i]);
		snprintf(want, sizeof(want), "%s=x |", kept[i]);
		is(NULL, NULL, NULL, FROM(entry), want);
	}
}

Test(environment, keep_then_drop_then_set, IN_FOLDER)
{
	is("{keep: [PATH, 'L*'], drop: ['L?NG']}", NULL, NULL,
	    FROM(path, home, lang, preload),
	    "PATH=/bin LD_PRELOAD=/x.so | HOME LANG");
	is("{keep: []}", NULL, NULL, FROM(path, home), "| PATH HOME");
	is("{keep: [PAT, ATH]}", NULL, NULL, FROM(path), "| PATH");
	is("{drop: [HOME]}", NULL, NULL, FROM(path, home, preload),
	    "PATH=/bin | HOME LD_PRELOAD");
	is("{drop: [HOME], set: {HOME: /job, X: '', LD_PRELOAD: '~/${A}'}}",
	    NULL, NULL, FROM(path, home, preload),
	    "LD_PRELOAD=~/${A} X= HOME=/job PATH=/bin |");
}

Test(environment, options_count_before_files, IN_FOLDER)
{
	is("{keep: [PATH], drop: ['*'], set: {A: 1}}", "A=2=3", "H*",
	    FROM(path, home), "A=2=3 HOME=/h | PATH");
	is(NULL, "B=", "LD_*", FROM(path, preload, token),
	    "B= PATH=/bin LD_PRELOAD=/x.so | gh_token");
	is(NULL, "PATH=/job", NULL, FROM(path), "PATH=/job |");
	is(NULL, "=x", NULL, FROM(path),
	    "--env =x: the name of a variable is not empty and has no '=': ''\n"
	    "PATH=/bin |");
	is(NULL, "x", "a=b", FROM(path),
	    "--env x: a variable is NAME=VALUE\n"
	    "--keep-env a=b: the name of a variable has no '=': 'a=b'\n"
	    "PATH=/bin |");
}

Test(environment, what_is_no_variable_or_stands_twice, IN_FOLDER)
{
	char other[] = "PATH=/evil", none[] = "nothing", nameless[] = "=x",
	     again[] = "LD_PRELOAD=/y.so", nul[] = "";

	is(NULL, NULL, NULL,
	    FROM(path, none, other, nameless, preload, again, nul),
	    "PATH=/bin | LD_PRELOAD");
}

Test(environment, the_first_file_decides, IN_FOLDER)
{
	const char *other = "version: 1\nenvironment: {set: {A: 1, B: 1}}\n";
	const char *text = "version: 1\ninclude: ./o.yaml\n"
			   "environment: {set: {A: 2}}\n";
	struct rules *r = rules_new();
	struct faults f = {0};
	struct environment e;

	put("o.yaml", other, strlen(other));
	put("r.yaml", text, strlen(text));
	cr_assert_eq(rules_add_file(r, "r.yaml", &f), 0);
	cr_assert_eq(rules_environment(r, NULL, &e), 0);
	cr_expect_str_eq(env_get(&e, "A"), "2");
	cr_expect_null(env_get(&e, "B"));
	rules_free(r);
}

Test(environment, faults_at_their_place, IN_FOLDER)
{
	expect("environment: [PATH]\n",
	    "r.yaml:2:14: 'environment' is a mapping such as {key: value}, "
	    "not a list\n");
	expect("environment: {kep: [A], keep: A, drop: {B: c}, set: [C]}\n",
	    "r.yaml:2:15: unknown key 'kep' in 'environment' (did you mean "
	    "'keep'?)\n"
	    "r.yaml:2:31: 'keep' is a list of names, not a word\n"
	    "r.yaml:2:40: 'drop' is a list of names, not a mapping\n"
	    "r.yaml:2:53: 'set' is a mapping of names to values, not a list\n");
	expect("environment: {keep: [A=b, '', [], 'a[']}\n",
	    "r.yaml:2:22: the name of a variable has no '=': 'A=b'\n"
	    "r.yaml:2:27: the name of a variable is a word, not nothing\n"
	    "r.yaml:2:31: the name of a variable is a word, not a list\n"
	    "r.yaml:2:35: bad pattern 'a[': a set without its ']'\n");
	expect("environment: {set: {A: 1, A: 2, '': 3, B=: 4, C: [5]}}\n",
	    "r.yaml:2:27: 'A' is set twice\n"
	    "r.yaml:2:33: the name of a variable is not empty and has no '=': "
	    "''\n"
	    "r.yaml:2:40: the name of a variable is not empty and has no '=': "
	    "'B='\n"
	    "r.yaml:2:50: the value of 'C' is a word, not a list\n");
	expect("profiles: {w: {environment: {keep: [A]}}}\n",
	    "r.yaml:2:16: 'environment' is for the whole run, not for a "
	    "profile\n");
}

/* The manual page lists each row of the table. */
Test(environment, the_manual_lists_the_default)
{
	static const char *const rows[] = {
#define CODE(pattern)   pattern,
#define SECRET(pattern) pattern,
#include "environment.def"
	};
	FILE *f = fopen("man/ptsandbox-rules.5", "r");
	char line[200];
	bool seen[sizeof(rows) / sizeof(rows[0])] = {false};

	cr_assert_not_null(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		char *word = strtok(line, " ,\n");

		if (word == NULL || strcmp(word, ".Ev") != 0)
			continue;
		while ((word = strtok(NULL, " ,\n")) != NULL)
			for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]);
			     i++)
				seen[i] |= strcmp(word, rows[i]) == 0;
	}
	fclose(f);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect(seen[i], "%s is not in the manual", rows[i]);
}
