/* What stays of rules that were there. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "learn/narrow.h"
#include "lessons.h"

/* The narrowed text of `old`, or the fault; malloc'ed. */
static char *
narrowed(const struct lessons *l, const char *old)
{
	char name[] = "/tmp/pts-narrow-XXXXXX";
	int fd = mkstemp(name);
	struct str text = {0};
	struct faults f = {0};

	cr_assert(fd >= 0);
	cr_assert_eq(write(fd, old, strlen(old)), (ssize_t)strlen(old));
	close(fd);
	if (narrow_file(&text, l, name, &f) != 0) {
		str_clear(&text);
		for (size_t i = 0; i < f.count; i++)
			str_add(&text, f.lines[i]);
	}
	fault_done(&f);
	unlink(name);
	return text.buf;
}

static void
becomes(struct lessons *l, const char *old, const char *want)
{
	char *got = narrowed(l, old);

	cr_expect_str_eq(got, want);
	free(got);
	lessons_done(l);
}

Test(narrow, unused_rules_go_and_all_else_stays)
{
	struct lessons l = {0};

	did(&l, "read", "/srv/a");
	did(&l, "run", "/bin/x");
	becomes(&l,
	    "# Mine.\nversion: 1\nfiles:\n"
	    "  # data\n"
	    "  - {allow: read, path: /srv/a}   # kept\n"
	    "  - {allow: read, path: /srv/b}   # goes\n"
	    "  - {deny: any, path: /srv/c}\n"
	    "programs:\n"
	    "  - {allow: run, path: /bin/x, args: [a]}\n"
	    "processes:\n"
	    "  - {allow: fork}\n",
	    "# Mine.\nversion: 1\nfiles:\n"
	    "  # data\n"
	    "  - {allow: read, path: /srv/a}   # kept\n"
	    "  - {deny: any, path: /srv/c}\n"
	    "programs:\n"
	    "  - {allow: run, path: /bin/x, args: [a]}\n"
	    "processes:\n");
}

Test(narrow, a_rule_keeps_what_was_used_of_it)
{
	struct lessons l = {0};

	did(&l, "read", "/srv/a/x");
	did(&l, "read,modify", "/srv/b");
	did(&l, "connect", "tcp:127.0.0.1:80");
	becomes(&l,
	    "version: 1\nfiles:\n"
	    "  - allow: [read, write]\n"
	    "    path:\n"
	    "      - /srv/a\n"
	    "      - /srv/b\n"
	    "      - /srv/c\n"
	    "network:\n"
	    "  - {allow: any, to: [\"tcp:127.0.0.1:*\", \"tcp:*:443\"]}\n",
	    "version: 1\nfiles:\n"
	    "  - {allow: read, path: [\"/srv/a\"]}\n"
	    "  - {allow: [read, modify], path: [\"/srv/b\"]}\n"
	    "network:\n"
	    "  - {allow: connect, to: [\"tcp:127.0.0.1:*\"]}\n");
}

Test(narrow, an_earlier_rule_is_the_one_that_was_used)
{
	struct lessons l = {0};

	did(&l, "read", "/srv/a/x");
	becomes(&l,
	    "version: 1\nfiles:\n"
	    "  - {allow: read, path: /srv/a/x}\n"
	    "  - {allow: read, path: /srv}\n",
	    "version: 1\nfiles:\n"
	    "  - {allow: read, path: /srv/a/x}\n");
}

Test(narrow, what_an_included_rule_decided_keeps_none_of_the_files_own)
{
	struct lessons l = {0};

	/* The profile's rule stands on the line of the file's last. */
	did(&l, "read", "/usr/lib/x");
	becomes(&l,
	    "version: 1\ninclude: native\nfiles:\n"
	    "  - {allow: read, path: [/srv/a, /srv/b, /srv/c, /srv/d]}\n",
	    "version: 1\ninclude: native\nfiles:\n");
}

Test(narrow, rules_that_share_a_line_are_refused)
{
	struct lessons l = {0};
	char *got = narrowed(&l,
	    "version: 1\nfiles: [{allow: read, path: /a}, {allow: read, "
	    "path: /b}]\n");

	cr_expect_not_null(strstr(got, ":2: --narrow wants each key"), "%s",
	    got);
	free(got);
}
