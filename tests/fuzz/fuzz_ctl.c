/* Requests to a running job's supervisor, one a line. */
#include <stdlib.h>

#include "audit/audit.h"
#include "ctl/ctl.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/shown.h"

static struct rules *
some_rules(void)
{
	static const char text[] =
	    "version: 1\nfiles:\n"
	    "  - {allow: read, path: /usr}\n"
	    "profiles:\n"
	    "  worker: {files: [{deny: any, path: /}]}\n";

	return good_rules(text, sizeof(text) - 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static char word[] = "job";
	static char *const command[] = {word, NULL};
	const struct audit_options o = {.file = "/dev/null",
	    .quiet = true,
	    .command = command};
	static struct mediator mediator;
	struct ctl_view view = {.rules = some_rules(), .m = &mediator};
	struct input in = {bytes, len};

	REQUIRE(audit_open(&o, &view.audit) == 0);
	while (in.len > 0) {
		struct str answer = {0};
		size_t n;
		char *line = input_line(&in, &n);

		ctl_request(&view, line, n, 1, &answer);
		REQUIRE(answer.len > 0);
		REQUIRE(answer.buf[0] == '+' || answer.buf[0] == '-');
		text_is_shown(answer.buf, answer.len);
		str_done(&answer);
		free(line);
	}
	audit_end(view.audit, 0);
	audit_free(view.audit);
	rules_free(view.rules);
	return 0;
}
