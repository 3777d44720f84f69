/* Equal stacks are one, and what is kept of them is bounded. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "stack/keep.h"
#include "stack/python.h"

static struct keep keep;
static struct python_stack python;
static struct frame frame[STACK_FRAMES];

static struct stack *
add(const char *file, int line)
{
	snprintf(frame[0].file, sizeof(frame[0].file), "%s", file);
	snprintf(frame[0].function, sizeof(frame[0].function), "f");
	frame[0].line = line;
	return keep_add(&keep, frame, 1, false, NULL);
}

Test(keep, equal_names_are_one_stack)
{
	struct stack *a = add("/a b", 1), *b = add("/a b", 2);

	cr_assert_neq(a, b);
	cr_expect_eq(a->id, 1);
	cr_expect_eq(b->id, 2);
	cr_expect_str_eq(a->frame[0].file, "/a b");
	cr_expect_str_eq(a->frame[0].function, "f");
	cr_expect_eq(b->frame[0].line, 2);
	cr_expect_eq(add("/a b", 1), a);
	cr_expect_neq(keep_add(&keep, frame, 1, true, NULL), a);
	cr_expect_neq(keep_add(&keep, frame, 1, false, "why"), a);
	cr_expect_null(keep_add(&keep, frame, 0, false, NULL));
	keep_done(&keep);
	keep_done(&keep);
}

Test(keep, equal_frames_are_found_by_process)
{
	struct stack *a = add("/a", 1);

	python.count = 1;
	python.frame[0].code = 0x1000;
	cr_expect_null(keep_find(&keep, 7, &python));
	keep_note(&keep, 7, &python, a);
	cr_expect_eq(keep_find(&keep, 7, &python), a);
	cr_expect_null(keep_find(&keep, 8, &python));
	/* Another code object at the same address. */
	python.frame[0].name = 1;
	cr_expect_null(keep_find(&keep, 7, &python));
	python.frame[0].name = 0;
	python.frame[0].instr = 1;
	cr_expect_null(keep_find(&keep, 7, &python));
	python.frame[0].instr = 0;
	python.truncated = true;
	cr_expect_null(keep_find(&keep, 7, &python));
	/* What is not whole is read again. */
	python.truncated = false;
	python.why = "a frame cannot be read";
	cr_expect_null(keep_find(&keep, 7, &python));
	keep_done(&keep);
}

Test(keep, is_bounded)
{
	char name[1000];
	struct stack *s = NULL;

	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	python.count = STACK_FRAMES;
	for (int i = 1; i <= 60000; i++) {
		s = add(name, i);
		cr_assert_eq(s->id, (unsigned)i);
		python.frame[0].instr = (uint64_t)i;
		keep_note(&keep, 1, &python, s);
		cr_assert_leq(keep.kept_bytes, 16u << 20);
		cr_assert_leq(keep.known_bytes, 8u << 20);
	}
	/* The last is there, the first is told anew. */
	cr_expect_eq(keep_find(&keep, 1, &python), s);
	cr_expect_eq(add(name, 60000), s);
	cr_expect_eq(add(name, 1)->id, 60001);
	keep_done(&keep);
}
