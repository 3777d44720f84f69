/* The model of a run: who ran, what was touched, and that it stays bounded. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/explain.h"
#include "report/kin.h"
#include "report/text.h"

#define FIRST "{\"ptsandbox\":\"0.1.0\",\"format\":1,\"command\":[\"a\"]}\n"

static char name[] = "/tmp/pts-model-XXXXXX";

/* A record with these lines, read. */
static void
read_lines(struct model *m, const char *lines)
{
	struct faults f = {0};
	int fd = mkstemp(strcpy(name, "/tmp/pts-model-XXXXXX"));
	FILE *file = fdopen(fd, "w");

	cr_assert_not_null(file);
	fputs(FIRST, file);
	fputs(lines, file);
	fclose(file);
	cr_assert_eq(model_read(m, name, MODEL_STEPS, &f), 0, "%s",
	    f.count > 0 ? f.lines[0] : "?");
	unlink(name);
	fault_done(&f);
}

#define START(pid, ppid)                                                       \
	"{\"t\":1,\"pid\":" pid ",\"event\":\"start\",\"ppid\":" ppid          \
	",\"program\":\"/p\"}\n"
#define EXIT(pid)                                                              \
	"{\"t\":2,\"pid\":" pid ",\"event\":\"exit\",\"program\":\"/p\","      \
	"\"status\":0}\n"
#define CALL(pid, path, more)                                                  \
	"{\"t\":1.5,\"pid\":" pid ",\"tid\":" pid                              \
	",\"program\":\"/p\",\"call\":\"openat\","                             \
	"\"objects\":[{\"access\":\"read\",\"named\":\"n\",\"path\":\"" path   \
	"\",\"rule\":\"r.yaml:3\"" more
#define ALLOWED "}],\"verdict\":\"allow\",\"errno\":null}\n"
#define DENIED_                                                                \
	",\"denied\":true}],\"verdict\":\"deny\",\"errno\":\"EACCES\"}\n"

Test(model, numbers_of_processes_are_used_again)
{
	struct model m;

	read_lines(&m,
	    START("1", "0") START("2", "1") CALL("2", "/a", ALLOWED) EXIT("2")
		START("2", "1") CALL("2", "/b", DENIED_) EXIT("2") EXIT("1"));
	cr_expect_eq(m.proc_count, 3);
	cr_expect_eq(m.procs[1].parent, 0);
	cr_expect_eq(m.procs[2].parent, 0);
	cr_expect_eq(m.procs[0].children, 2);
	cr_expect_eq(m.procs[1].denied, 0);
	cr_expect_eq(m.procs[2].denied, 1);
	cr_expect_eq(m.step_count, 2);
	model_done(&m);
	model_done(&m);
}

Test(model, a_process_that_starts_itself_is_in_no_ring)
{
	struct model m;
	struct kin k;
	struct str s = {0};

	read_lines(&m, START("1", "1") START("1", "1") START("2", "1"));
	for (size_t i = 0; i < m.proc_count; i++)
		cr_expect(
		    m.procs[i].parent == NO_PROC || m.procs[i].parent < i);
	cr_assert_eq(kin_make(&k, &m), 0);
	cr_expect_eq(k.first, 0);
	kin_done(&k);
	text_processes(&s, &m);
	cr_expect_not_null(strstr(str_text(&s), "Processes (3)"));
	str_done(&s);
	model_done(&m);
}

Test(model, what_was_touched_and_by_which_rule)
{
	struct model m;
	size_t n;
	const struct thing **list;

	read_lines(&m,
	    CALL("1", "/b", ALLOWED) CALL("1", "/a", ALLOWED)
		CALL("1", "/a", DENIED_) CALL("1", "/failed",
		    "}],\"verdict\":\"allow\",\"errno\":\"ENOENT\"}\n"));
	list = model_sorted(&m, ACC_READ, 0, &n);
	cr_assert_eq(n, 2);
	cr_expect_str_eq(names_text(&m.names, list[0]->key.path), "/a");
	cr_expect_eq(list[0]->denied, ACC_READ);
	free(list);
	cr_expect_eq(m.rules->allowed, 2);
	cr_expect_eq(m.rules->denied, 1);
	cr_expect_eq(m.calls, 4);
	cr_expect_eq(m.calls_denied, 1);
	cr_expect_eq(m.denials.count, 1);
	model_done(&m);
}

Test(model, unknown_events_and_the_limit_at_the_end)
{
	struct model m;
	struct str s = {0};

	read_lines(&m,
	    "{\"event\":\"weather\",\"id\":[]}\n"
	    "{\"event\":\"stack\",\"id\":1,\"frames\":7}\n"
	    "{\"event\":\"stack\",\"id\":1,\"frames\":[{\"line\":-1}]}\n"
	    "{\"event\":\"stack\",\"id\":1,\"frames\":[{},{}]}\n"
	    "{\"t\":9,\"event\":\"end\",\"status\":137,\"limit\":\"wall\"}\n");
	cr_expect_eq(model_stack(&m, 1)->count, 1);
	cr_expect_eq(model_stack(&m, 1)->frames[0].line, 0);
	explain_end(&s, &m);
	cr_expect_str_eq(str_text(&s),
	    "by ptsandbox (exit status 137), since it ran longer than the rules allow");
	str_done(&s);
	model_done(&m);
}

Test(model, a_stack_shows_only_files_that_the_job_read)
{
	struct model m;

	read_lines(&m,
	    CALL("1", "/job/a.py", ALLOWED) CALL("1", "/s/secret",
		DENIED_) CALL("1", "/l/__pycache__/b.cpython-311.pyc",
		ALLOWED) "{\"event\":\"stack\",\"id\":1,\"frames\":["
			 "{\"file\":\"/job/a.py\"},{\"file\":\"/s/secret\"},"
			 "{\"file\":\"/l/b.py\"},{\"file\":\"/l/c.py\"},"
			 "{\"file\":\"n\"}]}\n");
	cr_expect_not_null(
	    model_source(&m, names_number(&m.names, "/job/a.py")));
	cr_expect_not_null(model_source(&m, names_number(&m.names, "n")));
	cr_expect_not_null(model_source(&m, names_number(&m.names, "/l/b.py")));
	cr_expect_null(model_source(&m, names_number(&m.names, "/s/secret")));
	cr_expect_null(model_source(&m, names_number(&m.names, "/l/c.py")));
	model_done(&m);
}

Test(names, are_bounded)
{
	struct names n = {0};
	char text[32];

	for (unsigned i = 0; i < NAMES_MAX + 5; i++) {
		snprintf(text, sizeof(text), "%u", i);
		names_number(&n, text);
	}
	cr_expect_eq(n.count, NAMES_MAX);
	cr_expect_eq(names_number(&n, "one more"), NAME_LOST);
	cr_expect_eq(names_number(&n, "0"), NAME_FIRST);
	cr_expect_eq(names_number(&n, NULL), NAME_NONE);
	cr_expect_str_eq(names_text(&n, NAME_LOST), "...");
	cr_expect_str_eq(names_text(&n, UINT32_MAX), "...");
	names_done(&n);
	names_done(&n);
}

Test(text, is_wrapped_at_80_columns)
{
	struct str s = {0};
	char words[300] = "";

	for (int i = 0; i < 40; i++)
		strcat(words, "word ");
	text_wrap(&s, 3, words);
	for (const char *line = str_text(&s); *line != '\0';
	     line = strchr(line, '\n') + 1) {
		cr_expect_leq(strcspn(line, "\n"), 80);
		cr_expect_eq(strspn(line, " "), 3);
	}
	str_done(&s);
}

#define OBJECT(more)                                                           \
	"{\"t\":1,\"pid\":1,\"tid\":1,\"program\":\"/p\",\"call\":\"openat\"," \
	"\"objects\":[{\"access\":\"read,modify\",\"named\":\"n\","            \
	"\"path\":\"/x\",\"rule\":\"r.yaml:3\"" more

/* What would have been denied was done; what was injected was neither. */
Test(model, what_is_not_enforced_is_done_and_marked)
{
	cleanup_str struct str text = {0};
	struct model m;

	read_lines(&m,
	    OBJECT(",\"would\":\"modify\"}],\"verdict\":\"allow\","
		   "\"would\":\"kill\",\"errno\":null}\n"));
	cr_expect(m.only);
	cr_expect_eq(m.things->allowed, ACC_READ | ACC_MODIFY);
	cr_expect_eq(m.things->would, ACC_MODIFY);
	cr_expect_eq(model_denied(&m), 0);
	cr_expect_eq(m.steps[0].verdict, STEP_WOULD);
	cr_expect_eq(m.rules->would, 1);
	cr_expect_eq(m.rules->allowed, 0);
	text_report(&text, &m);
	cr_expect_not_null(strstr(text.buf, "would end the job for it"));
	cr_expect_not_null(strstr(text.buf, "NOT ENFORCED"));
	model_done(&m);
}

Test(model, what_was_injected_is_neither_done_nor_denied)
{
	struct model m;

	read_lines(&m,
	    OBJECT(",\"injected\":true}],\"verdict\":\"allow\","
		   "\"injected\":true,\"errno\":\"EIO\"}\n"));
	cr_expect_not(m.only);
	cr_expect_null(m.things);
	cr_expect_eq(model_denied(&m), 0);
	cr_expect_eq(m.kinds[INJECTED], 1);
	cr_expect_eq(m.steps[0].verdict, STEP_INJECTED);
	cr_expect_eq(m.rules->injected, 1);
	model_done(&m);
}

Test(model, answers_and_changes_are_told)
{
	cleanup_str struct str text = {0}, lines = {0};
	struct model m;

	for (int i = 0; i < 60; i++)
		str_add(&lines,
		    "{\"t\":3,\"event\":\"rules\",\"change\":\"revoke\","
		    "\"number\":-5,\"profile\":\"\\u001bw\",\"rule\":\"{}\","
		    "\"by\":4}\n");
	str_add(&lines,
	    OBJECT(",\"asked\":\"never\",\"denied\":true}],"
		   "\"verdict\":\"deny\",\"errno\":\"EACCES\","
		   "\"stack\":\"?\",\"stack_why\":\"a \\u001b\"}\n"));
	str_add(&lines,
	    OBJECT(",\"asked\":\"maybe\"}],\"verdict\":\"allow\"}\n"));
	read_lines(&m, str_text(&lines));
	cr_expect_eq(m.change_count, 60);
	cr_expect_eq(m.changes[0].number, 0);
	cr_expect_eq(HASH_COUNT(m.questions), 2);
	cr_expect_eq(HASH_COUNT(m.unread), 1);
	text_report(&text, &m);
	cr_expect_not_null(strstr(text.buf, "denied it, for the whole run"));
	cr_expect_not_null(strstr(text.buf, "is not known here"));
	cr_expect_not_null(strstr(text.buf, "and 10 more"));
	cr_expect_not_null(strstr(text.buf, "profile \\x1bw"));
	cr_expect_not_null(strstr(text.buf, "(1 process): a \\x1b"));
	cr_expect_null(strchr(text.buf, '\033'));
	cr_expect_null(strstr(text.buf, "To allow it"), "a rule allows it");
	model_done(&m);
}
