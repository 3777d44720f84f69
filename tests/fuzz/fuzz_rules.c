/* A whole rules file: read, warned of, listed, changed and asked, and what is
 * answered is what a walk over all its rules finds.  A line "%%" ends the file;
 * what follows is put in as a rule while the job runs, and asked about. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "explain.h"
#include "limit.h"
#include "rules.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/shown.h"

#define FOLDER "/nonexistent/folder"

/* The first rule that does not miss is the one that decided. */
static void
walk(const struct policy *p, const struct question *q)
{
	struct answer says;
	struct tried t = {0};
	size_t n = 0;

	explain_ask(p, q, &says);
	while (explain_rule(p, q, n, &t, NULL) && t.miss != MISS_NONE)
		n++;
	/* A folder above what is allowed may be looked at. */
	if (t.miss == MISS_NONE && t.file != NULL)
		REQUIRE(says.line == t.line && says.file != NULL);
	else
		REQUIRE(q->one == ACC_STAT || says.file == NULL);
}

static void
ask(const struct policy *p, const char *path, size_t len)
{
	const char *argv[] = {path, "--flag", "", NULL};
	struct net_object o = {
	    .proto = NET_TCP,
	    .family = AF_INET,
	    .ip = {127, 0, 0, 1},
	    .port = 80
        };
	struct net_object u = {.proto = NET_UNIX,
	    .family = AF_UNIX,
	    .name = path,
	    .name_len = len};
	struct answer says;

	for (unsigned bit = ACC_READ; bit <= ACC_EXEC; bit <<= 1)
		walk(p, &(struct question){(enum access)bit, .path = path});
	for (unsigned bit = ACC_CONNECT; bit <= ACC_ACCEPT; bit <<= 1) {
		walk(p, &(struct question){(enum access)bit, .to = &o});
		walk(p, &(struct question){(enum access)bit, .to = &u});
	}
	walk(p,
	    &(struct question){ACC_RUN, .path = path, .argc = 3, .argv = argv});
	policy_run(p, path, 3, argv, &says);
	REQUIRE(says.verb != VERB_DENY || says.err > 0);
	policy_process(p, ACC_FORK, TARGET_JOB, &says);
	policy_process(p, ACC_SIGNAL, TARGET_CHILD, &says);
}

static void
use(struct rules *r, const char *more, size_t len)
{
	struct str list = {0}, text = {0};
	struct faults f = {0};
	const struct policy *p;
	const char *set;
	unsigned number = 0;

	rules_warn(r, &f);
	for (size_t n = 0; (p = rules_set(r, n)) != NULL; n++) {
		ask(p, "/usr/bin/true", 13);
		if (len > 0 && more[0] == '/' && strlen(more) == len)
			ask(p, more, len);
	}
	(void)rules_limits(r);
	(void)rules_may_write(r, "/etc/passwd", true);
	if (rules_insert(r, "main", more, &number, &f) == 0) {
		ask(rules_top(r), "/usr/bin/true", 13);
		rules_list(r, &list);
		text_is_shown(str_text(&list), list.len);
		REQUIRE(rules_remove(r, number, &set, &text, &f) == 0);
		REQUIRE(strcmp(set, "main") == 0);
	}
	faults_are_shown(&f);
	fault_done(&f);
	str_done(&list);
	str_done(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct input in = {bytes, len};
	size_t n, more_len = 0;
	char *text = input_rest(&in, &n), *more = text + n;
	char *end = strstr(text, "\n%%\n");
	struct faults f = {0};
	struct rules *r = rules_new();

	REQUIRE(r != NULL);
	setenv("HOME", "/nonexistent", 1);
	if (end != NULL) {
		more = end + 4;
		more_len = n - (size_t)(more - text);
		n = (size_t)(end + 1 - text);
		end[1] = '\0';
	}
	if (rules_add_text(r, "fuzz.yaml", FOLDER, text, n, &f) == 0 &&
	    rules_finish(r, &f) == 0)
		use(r, more, more_len);
	else
		REQUIRE(fault_any(&f));
	faults_are_shown(&f);
	rules_free(r);
	fault_done(&f);
	free(text);
	return 0;
}
