/* What a module calls itself, out of a dict as CPython 3.11 lays it out: our
 * own memory stands for the job's. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "stack/effort.h"
#include "stack/layout.h"
#include "stack/modules.h"

TestSuite(modules, .timeout = 20);

#define SIZE 512u /* entries of the dict */

/* An ASCII str: its head of 48 bytes, and the text. */
struct text {
	uint64_t refs, type, length, hash;
	uint32_t state, unused;
	uint64_t wide;
	char data[300];
};

struct table {
	uint64_t refs;
	uint8_t log2_size, log2_index, kind, unused;
	uint32_t version;
	uint64_t usable, used;
	unsigned char index[2 * SIZE];
	struct {
		const void *key, *value;
	} entry[SIZE];
};

static struct {
	uint64_t refs, type, used, version;
	const void *keys, *values;
} dict;
static struct table table;
static struct text texts[SIZE * 2];
static unsigned text_count;
static struct interp interp;

static const struct text *
text(const char *bytes)
{
	struct text *t = &texts[text_count++];

	*t = (struct text){.type = 77,
	    .length = strlen(bytes),
	    .state = 1 << 2 | 1 << 5 | 1 << 6};
	strcpy(t->data, bytes);
	return t;
}

static void
add(const char *key, const void *value)
{
	table.entry[table.used].key = text(key);
	table.entry[table.used++].value = value;
}

static void
start(void)
{
	cr_assert(layout_of(11, &interp.layout));
	table.log2_index = 10;
	table.kind = 1;
	dict.keys = &table;
}

static const char *
name_at(uint64_t globals)
{
	static char name[STACK_FRAMES][FRAME_MODULE];
	struct effort e;

	effort_start(&e, getpid(), EFFORT_FIND);
	modules_names(&interp, &e, &globals, 1, name);
	return name[0];
}

static const char *
name(void)
{
	return name_at((uint64_t)(uintptr_t)&dict);
}

static void
add_others(unsigned count)
{
	char key[16];

	for (unsigned i = 0; i < count; i++) {
		snprintf(key, sizeof(key), "other_%u", i);
		add(key, text("x"));
	}
}

Test(modules, are_named_by_their_dict, .init = start)
{
	add("__name__", text("requests.sessions"));
	add("__package__", text("requests"));
	cr_expect_str_eq(name(), "requests.sessions");
}

Test(modules, are_found_wherever_the_name_stands, .init = start)
{
	add_others(300);
	add("__name__", text("late"));
	cr_expect_str_eq(name(), "late");
}

Test(modules, that_are_programs_have_their_package, .init = start)
{
	add("__name__", text("__main__"));
	add("__doc__", text(""));
	add("__package__", text("tool"));
	cr_expect_str_eq(name(), "tool.__main__");
}

Test(modules, that_are_scripts_have_none, .init = start)
{
	static struct text none = {.type = 5};

	add("__name__", text("__main__"));
	add("__package__", &none);
	cr_expect_str_eq(name(), "__main__");
}

Test(modules, without_a_name_are_known_to_have_none, .init = start)
{
	add_others(200);
	cr_expect_str_eq(name(), "");
}

Test(modules, whose_name_was_taken_out_have_none, .init = start)
{
	add("__name__", NULL);
	cr_expect_str_eq(name(), "");
}

Test(modules, that_cannot_be_read_are_not_known, .init = start)
{
	static struct text none = {.type = 5};
	char longest[290];

	cr_expect_str_eq(name_at(0), "?");
	cr_expect_str_eq(name_at(4096), "?");
	add("__name__", &none);
	cr_expect_str_eq(name(), "?");
	table.entry[0].value = (void *)(uintptr_t)4096;
	cr_expect_str_eq(name(), "?");
	memset(longest, 'a', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	table.entry[0].value = text(longest);
	cr_expect_str_eq(name(), "?");
	table.entry[0].value = text("good");
	cr_expect_str_eq(name(), "good");
	table.kind = 2;
	cr_expect_str_eq(name(), "?");
	table.kind = 1;
	table.log2_index = 200;
	cr_expect_str_eq(name(), "?");
	table.log2_index = 10;
	table.entry[0].key = (void *)(uintptr_t)4096;
	cr_expect_str_eq(name(), "?");
	table.entry[0].key = text("x");
	table.used = UINT64_MAX;
	cr_expect_str_eq(name(), "?");
	dict.keys = (void *)(uintptr_t)4096;
	cr_expect_str_eq(name(), "?");
}
