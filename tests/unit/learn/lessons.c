/* Lessons from lines of a record that a test writes down. */
#include "lessons.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "rules.h"

void
line(struct lessons *l, const char *json)
{
	json_t *o = json_loads(json, 0, NULL);

	cr_assert_not_null(o, "%s", json);
	lessons_take(l, o);
	json_decref(o);
}

void
failed(struct lessons *l, const char *access, const char *path, const char *err)
{
	json_t *o = json_pack("{s:s, s:s, s:s, s:s?, s:[{s:s, s:s}]}",
	    "program", "/usr/bin/tool", "call", "openat", "verdict", "allow",
	    "errno", err, "objects", "access", access, "path", path);

	cr_assert_not_null(o);
	lessons_take(l, o);
	json_decref(o);
}

void
did(struct lessons *l, const char *access, const char *path)
{
	failed(l, access, path, NULL);
}

/* What the tests take for folders. */
static bool
is_folder(void *ctx, const char *name)
{
	static const char *const folders[] = {"/", "/job", "/home/ann", "/etc",
	    "/srv", "/usr", "/usr/bin", "/tmp", "/job/data"};

	(void)ctx;
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (strcmp(name, folders[i]) == 0)
			return true;
	return false;
}

char *
rules_of(struct lessons *l, unsigned many)
{
	const struct learn_options o = {
	    .at = {.cwd = "/job", .folder = "/job", .home = "/home/ann"},
	    .many = many,
	    .about = "a test",
	    .is_folder = is_folder
        };
	struct learn_lost lost;
	struct faults f = {0};
	struct rules *r = rules_new();
	struct str text = {0};

	setenv("HOME", "/home/ann", 1);
	unsetenv("VIRTUAL_ENV");
	unsetenv("PYENV_ROOT");
	cr_assert_eq(learn_write(&text, l, &o, &lost, &f), 0);
	/* Whatever the names are, the rules are good. */
	cr_expect_eq(rules_add_text(r, "learned", "/job", str_text(&text),
			 text.len, &f),
	    0);
	fault_print(&f, stderr);
	cr_expect(!fault_any(&f), "%s", str_text(&text));
	fault_done(&f);
	rules_free(r);
	return text.buf;
}

void
has(const char *text, const char *part)
{
	cr_expect_not_null(strstr(text, part), "%s\nnot in:\n%s", part, text);
}

void
has_not(const char *text, const char *part)
{
	cr_expect_null(strstr(text, part), "%s\nin:\n%s", part, text);
}
