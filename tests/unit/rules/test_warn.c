/* Warnings: each that is due, with its place, and none that would be false. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faults.h"
#include "rules.h"

TestSuite(warn, .timeout = 20);

/* The warnings of `text` behind "version: 1\n", as one text; owned. */
static char *
warnings_of(const char *text)
{
	struct rules *r = rules_new();
	struct faults f = {0};
	char *got = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&got, &len);
	char all[8192];

	snprintf(all, sizeof(all), "version: 1\n%s", text);
	put("r.yaml", all, strlen(all));
	cr_assert_eq(rules_add_file(r, "r.yaml", &f), 0, "%s", f.lines[0]);
	cr_assert_eq(rules_finish(r, &f), 0);
	rules_warn(r, &f);
	fault_print(&f, to);
	fclose(to);
	fault_done(&f);
	rules_free(r);
	return got;
}

/* One warning whose beginning this is. */
static void
warns(const char *text, const char *start)
{
	char *got = warnings_of(text);
	const char *end = strchr(got, '\n');

	cr_expect(strncmp(got, start, strlen(start)) == 0 && end != NULL &&
		end[1] == '\0',
	    "%s\n got: %s want: %s", text, got, start);
	free(got);
}

static void
warns_not(const char *text)
{
	char *got = warnings_of(text);

	cr_expect_str_empty(got, "%s\n got: %s", text, got);
	free(got);
}

Test(warn, a_rule_that_others_leave_nothing, IN_FOLDER)
{
	warns("files:\n  - {deny: any, path: /etc}\n"
	      "  - {allow: read, path: /etc/passwd}\n",
	    "r.yaml:4:5: warning: this rule never decides: r.yaml:3 ");
	warns("files:\n  - {allow: [read, exec], path: /usr}\n"
	      "  - {allow: exec, path: ['/usr/l*', /usr/bin/env]}\n",
	    "r.yaml:4:5: warning: this rule never decides");
	/* Each path by another rule. */
	warns("files:\n  - {allow: read, path: /etc}\n"
	      "  - {allow: read, path: /usr}\n"
	      "  - {deny: read, path: [/etc/passwd, /usr/bin]}\n",
	    "r.yaml:5:5: warning: this rule never decides");
	warns("files:\n  - {deny: read, path: /etc}\n"
	      "  - {allow: read, path: /etc/passwd}\n",
	    "r.yaml:4:5: warning: only 'stat' is left");
	warns("files:\n  - {deny: read, path: '/etc/**'}\n"
	      "  - {deny: read, path: '/etc/*'}\n",
	    "r.yaml:4:5: warning: this rule never decides");
	warns("network:\n  - {allow: connect, to: 'tcp:10.0.0.0/8:1-100'}\n"
	      "  - {deny: connect, to: 'tcp:10.1.2.3:80'}\n",
	    "r.yaml:4:5: warning: this rule never decides");
	warns("network:\n  - {allow: connect, to: 'unix:/run/**'}\n"
	      "  - {deny: connect, to: 'unix:/run/x/sock'}\n",
	    "r.yaml:4:5: warning: this rule never decides");
	warns("network:\n  - {allow: connect, to: 'unix:@a*'}\n"
	      "  - {deny: connect, to: 'unix:@abc'}\n",
	    "r.yaml:4:5: warning: this rule never decides");
	warns("network:\n  - {allow: socket, family: netlink}\n"
	      "  - {deny: socket, family: netlink}\n",
	    "r.yaml:4:5: warning: this rule never decides");
	warns("processes:\n  - {allow: signal, to: job}\n"
	      "  - {deny: signal, to: self}\n",
	    "r.yaml:4:5: warning: this rule never decides");
	warns("files:\n  - {deny: read, path: /usr, below: false}\n"
	      "  - {deny: read, path: /usr, below: false}\n",
	    "r.yaml:4:5: warning: this rule never decides");
	warns("programs:\n  - {deny: run, path: /usr}\n"
	      "  - {deny: run, path: /usr/x*, args: [a]}\n",
	    "r.yaml:4:5: warning: this rule never decides");
}

Test(warn, a_rule_with_something_left, IN_FOLDER)
{
	static const char included[] =
	    "version: 1\nfiles: [{allow: read, path: /etc/passwd}]\n";

	warns_not("files:\n  - {deny: read, path: /etc/passwd}\n"
		  "  - {allow: read, path: /etc}\n");
	warns_not("files:\n  - {deny: exec, path: /etc}\n"
		  "  - {allow: read, path: /etc}\n");
	/* What is below it is left. */
	warns_not("files:\n  - {deny: read, path: /usr, below: false}\n"
		  "  - {deny: read, path: /usr}\n"
		  "  - {deny: stat, path: /usr/lib}\n");
	/* A name that begins alike is not below. */
	warns_not("files:\n  - {deny: read, path: /usr/li}\n"
		  "  - {allow: read, path: /usr/lib}\n");
	warns_not("files:\n  - {deny: read, path: /usr/li}\n"
		  "  - {allow: read, path: '/usr/lib*'}\n");
	warns_not("files:\n  - {allow: read, path: '/usr/*'}\n"
		  "  - {allow: read, path: /usr}\n");
	warns_not("files:\n  - {deny: read, path: '/e*/*'}\n"
		  "  - {deny: read, path: '/e*'}\n");
	warns_not("files:\n  - {deny: read, path: '/usr/**'}\n"
		  "  - {allow: read, path: /usr}\n");
	warns_not("network:\n  - {deny: connect, to: 'tcp:10.0.0.0/8:1-100'}\n"
		  "  - {allow: connect, to: 'tcp:10.0.0.0/7:80'}\n"
		  "  - {allow: connect, to: 'udp:10.0.0.1:80'}\n"
		  "  - {allow: connect, to: 'tcp:10.0.0.1:80-101'}\n"
		  "  - {allow: bind, to: 'tcp:10.0.0.1:80'}\n");
	warns_not("network:\n  - {deny: connect, to: 'unix:/run/**'}\n"
		  "  - {allow: connect, to: 'unix:/runs/sock'}\n"
		  "  - {allow: connect, to: 'unix:@/run/x'}\n"
		  "  - {allow: connect, to: 'unix:/**'}\n"
		  "  - {allow: socket, family: netlink}\n"
		  "  - {allow: socket, family: packet}\n");
	warns_not("programs:\n  - {deny: run, path: /usr, args: [a]}\n"
		  "  - {deny: run, path: /usr/bin}\n");
	warns_not("processes:\n  - {deny: signal, to: children}\n"
		  "  - {allow: signal, to: job}\n");
	/* What is included stands behind so that it can be overruled. */
	put("inc.yaml", included, strlen(included));
	warns_not("include: ./inc.yaml\nfiles:\n"
		  "  - {deny: any, path: /etc}\n");
}

Test(warn, what_is_not_there, IN_FOLDER)
{
	warns("files: [{allow: read, path: ./no-such}]\n",
	    "r.yaml:2:29: warning: there is no './no-such'");
	warns("files: [{allow: read, path: [./no, ./nor]}]\n",
	    "r.yaml:2:9: warning: none of the 2 things");
	put("there", "", 0);
	warns_not("files: [{allow: read, path: [./no, ./there]}]\n");
	warns_not("files: [{deny: read, path: ./no-such}]\n");
	warns_not("files: [{allow: stat, path: ./no-such}]\n");
	warns_not("files: [{allow: read, path: './no-such*'}]\n");
	warns_not("namespace: {map: [{at: /p, private: true}]}\n"
		  "files: [{allow: read, path: /p/x}]\n");
	warns_not("namespace: {map: [{at: /no/such/x, from: /usr}]}\n"
		  "files: [{allow: read, path: /no/such}]\n");
	/* It can be made. */
	warns_not("files:\n  - {allow: read, path: ./sub/new/x}\n"
		  "  - {allow: write, path: ./sub}\n");
	mkdir("sub", 0755);
	warns_not("files: [{allow: [read, write], path: ./sub/new}]\n");
	warns("files: [{allow: [read, write], path: ./no/new}]\n",
	    "r.yaml:2:38: warning: there is no './no/new'");
}

Test(warn, what_leads_elsewhere, IN_FOLDER)
{
	cr_assert_eq(symlink("/usr/share", "link"), 0);
	warns("files: [{allow: read, path: ./link}]\n",
	    "r.yaml:2:29: warning: a symbolic link in './link' leads to "
	    "/usr/share,");
	warns_not("files: [{allow: read, path: [./link, /usr/share]}]\n");
	warns_not("files: [{deny: read, path: ./link}]\n");
	warns("files: [{allow: read, path: '/home/*/data'}]\n",
	    "r.yaml:2:29: warning: '/home/*/data' is about the files of every "
	    "user");
	warns("files: [{allow: read, path: '/tmp/*/data'}]\n",
	    "r.yaml:2:29: warning: anybody may make in /tmp what");
	warns_not("files: [{allow: read, path: '/usr/*/data'}]\n");
	warns("namespace: {hide: [/usr/share]}\n"
	      "files: [{allow: read, path: [/usr/share/x, /usr]}]\n",
	    "r.yaml:3:30: warning: '/usr/share/x' is hidden by r.yaml:2");
	warns_not("namespace:\n  map: [{at: /usr/share/x/y, from: /usr}]\n"
		  "  hide: [/usr/share]\n"
		  "files: [{allow: read, path: [/usr/share/x, /usr]}]\n");
}

Test(warn, what_may_be_written_and_run, IN_FOLDER)
{
	char python[200];

	mkdir("sub", 0755);
	warns("files: [{allow: [write, exec], path: ./sub}]\n",
	    "r.yaml:2:38: warning: what a job writes to './sub' it may also "
	    "execute");
	warns("files:\n  - {allow: write, path: ./sub}\n"
	      "  - {allow: exec, path: ./}\n",
	    "r.yaml:3:26: warning: what a job writes to './sub'");
	warns_not("files:\n  - {deny: exec, path: ./sub}\n"
		  "  - {allow: write, path: ./sub}\n"
		  "  - {allow: exec, path: ./}\n");
	/* A name in a folder that the pattern does not reach. */
	warns_not("files: [{allow: [read, write], path: ./sub}]\n");
	warns("files: [{allow: [read, write], path: ./}]\n",
	    "r.yaml:2:38: warning: './' may be written, and Python imports "
	    "from ");
	cr_assert_not_null(getcwd(python, sizeof(python) - 5));
	strcat(python, "/sub");
	setenv("PYTHONPATH", python, 1);
	warns("files: [{allow: [read, write], path: ./sub}]\n",
	    "r.yaml:2:38: warning: './sub' may be written, and Python imports");
	unsetenv("PYTHONPATH");
}

Test(warn, what_cannot_be_run, IN_FOLDER)
{
	put("tool", "", 0);
	warns("programs: [{allow: run, path: ./tool}]\n",
	    "r.yaml:2:31: warning: './tool' cannot be run: no files rule");
	warns_not("files: [{allow: [read, exec], path: ./tool}]\n"
		  "programs: [{allow: run, path: ./tool}]\n");
	warns("network: [{allow: connect, to: 'tcp:0.0.0.0:80'}]\n",
	    "r.yaml:2:11: warning: nobody connects to the address of all "
	    "zeros");
	warns_not("network: [{allow: bind, to: 'tcp:0.0.0.0:80'}]\n");
	warns("profiles:\n  quiet: {files: [{allow: stat, path: /usr}]}\n",
	    "r.yaml:3:3: warning: no rule names the profile 'quiet'");
	/* What is typed is not in a file. */
	warns_not("files: []\n");
}
