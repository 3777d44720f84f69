/* A record that --audit may have written, or somebody else: reported in every
 * form, judged by other rules, and learned from.  Rules that were learned are
 * good rules. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/reader.h"
#include "commands/replay.h"
#include "learn/learn.h"
#include "report/model.h"
#include "report/outputs.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/shown.h"

static void
report(const char *name)
{
	struct faults f = {0};
	struct model m;

	if (model_read(&m, name, MODEL_STEPS, &f) == 0) {
		(void)output_text(&m);
		(void)output_dot(&m);
		(void)output_csv(name, &f);
		/* The page is big: made for some. */
		if (m.calls % 8 == 1)
			(void)output_html(&m, "/dev/null", name);
	}
	faults_are_shown(&f);
	model_done(&m);
	fault_done(&f);
}

static bool
no_folder(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	return false;
}

static void
learn(struct lessons *l)
{
	const struct learn_options o = {
	    .at = {"/cwd", "/", "/home/u", "/tmp"},
	    .many = 3,
	    .about = "a target",
	    .is_folder = no_folder
        };
	struct learn_lost lost = {0};
	struct faults f = {0};
	struct str text = {0};

	if (!lessons_failed(l) && learn_write(&text, l, &o, &lost, &f) == 0) {
		text_is_shown(str_text(&text), text.len);
		rules_free(good_rules(str_text(&text), text.len));
	}
	faults_are_shown(&f);
	fault_done(&f);
	str_done(&text);
}

static void
replay(const char *name)
{
	static const char text[] = "version: 1\nfiles:\n"
				   "  - {allow: read, path: \"/usr/**\"}\n"
				   "network: [{deny: any, to: \"tcp:*:80\"}]\n";
	struct rules *rules = good_rules(text, sizeof(text) - 1);
	struct replay r = {.rules = rules};
	struct lessons lessons = {0};
	struct faults f = {0};
	struct str said = {0};
	struct record record;
	json_t *line;

	if (record_open(&record, name, &f) == 0) {
		while ((line = record_next(&record, &f)) != NULL) {
			lessons_take(&lessons, line);
			replay_line(&r, line, record.number);
			json_decref(line);
		}
		replay_text(&r, &said);
		text_is_shown(str_text(&said), said.len);
		learn(&lessons);
	}
	faults_are_shown(&f);
	record_done(&record);
	lessons_done(&lessons);
	replay_done(&r);
	rules_free(rules);
	str_done(&said);
	fault_done(&f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	int fd = input_file(bytes, len);

	REQUIRE(freopen("/dev/null", "w", stdout) != NULL);
	report(input_file_name(fd));
	replay(input_file_name(fd));
	close(fd);
	return 0;
}
