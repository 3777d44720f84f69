/* What was answered counts for what was asked, and for nothing else. */
#include <criterion/criterion.h>

#include "ask/known.h"
#include "base/access.h"

static struct known *all;

/* The rules themselves are not looked at. */
static const struct policy *const rules_a = (const struct policy *)1;
static const struct policy *const rules_b = (const struct policy *)2;

static struct question
about(unsigned access, const char *object, int line)
{
	return (struct question){
	    .policy = rules_a,
	    .access = access,
	    .object = object,
	    .scope = object,
	    .says = {.verb = VERB_ASK, .file = "r.yaml", .line = line}
        };
}

/* 1: yes, 0: no, -1: not known */
static int
find(struct question q, uint64_t call)
{
	const struct known *k = known_find(all, &q, call);

	return k == NULL ? -1 : k->yes;
}

static void
forget(void)
{
	known_free(&all);
}

TestSuite(known, .fini = forget);

Test(known, an_answer_is_for_object_access_rule_and_rule_set)
{
	struct question q = about(ACC_READ, "/a/x", 3), other = q;

	cr_assert(known_add(&all, &q, 0, 0, NULL, true, "always"));
	cr_expect_eq(find(q, 0), 1);
	cr_expect_eq(find(q, 7), 1, "whichever call");
	cr_expect_eq(find(about(ACC_READ, "/a/x/y", 3), 0), -1, "exactly it");
	cr_expect_eq(find(about(ACC_MODIFY, "/a/x", 3), 0), -1);
	cr_expect_eq(find(about(ACC_READ, "/a/x", 4), 0), -1);
	other.policy = rules_b;
	cr_expect_eq(find(other, 0), -1);
	other = q;
	other.says.file = NULL;
	cr_expect_eq(find(other, 0), -1);
}

Test(known, below_a_folder_is_all_in_it_and_no_neighbour)
{
	struct question q = about(ACC_READ, "/a/x", 3);

	cr_assert(known_add(&all, &q, 0, 0, "/a", true, "below"));
	cr_expect_eq(find(about(ACC_READ, "/a", 3), 0), 1);
	cr_expect_eq(find(about(ACC_READ, "/a/b/c", 3), 0), 1);
	cr_expect_eq(find(about(ACC_READ, "/ab", 3), 0), -1);
	cr_expect_eq(find(about(ACC_READ, "/", 3), 0), -1);
}

Test(known, once_is_for_one_call)
{
	struct question q = about(ACC_READ, "/a/x", 3);

	cr_assert(known_add(&all, &q, 7, 1, NULL, true, "once"));
	cr_expect_eq(find(q, 7), 1);
	cr_expect_eq(find(q, 8), -1);
	cr_expect_eq(find(q, 0), -1);
}

Test(known, once_is_forgotten_with_its_call)
{
	struct question q = about(ACC_READ, "/a/x", 3);
	struct tracees tasks = {0};
	struct tracee *t = tracee_add(&tasks, 10, 10, NULL);

	cr_assert_not_null(t);
	t->asks = 7;
	cr_assert(known_add(&all, &q, 0, 0, NULL, true, "always"));
	cr_assert(known_add(&all, &q, 7, 10, NULL, false, "no"));
	known_forget_calls(&all, &tasks);
	cr_expect_eq(find(q, 7), 0);
	t->asks = 8;
	known_forget_calls(&all, &tasks);
	cr_expect_eq(find(q, 7), 1);
	cr_assert(known_add(&all, &q, 8, 10, NULL, false, "no"));
	tracees_done(&tasks);
	known_forget_calls(&all, &tasks);
	cr_expect_eq(find(q, 8), 1, "its task is gone");
}

Test(known, what_was_said_last_counts)
{
	struct question q = about(ACC_READ, "/a/x", 3);

	cr_assert(known_add(&all, &q, 0, 0, "/a", false, "never"));
	cr_assert(known_add(&all, &q, 0, 0, NULL, true, "always"));
	cr_expect_eq(find(q, 0), 1);
	cr_expect_eq(find(about(ACC_READ, "/a/y", 3), 0), 0);
}

Test(known, yes_to_both_is_yes_to_each_and_no_to_both_is_not)
{
	struct question q = about(ACC_READ | ACC_MODIFY, "/a", 3);
	struct question r = about(ACC_READ | ACC_MODIFY, "/b", 3);

	cr_assert(known_add(&all, &q, 0, 0, NULL, true, "always"));
	cr_expect_eq(find(about(ACC_READ, "/a", 3), 0), 1);
	cr_expect_eq(find(about(ACC_READ | ACC_CREATE, "/a", 3), 0), -1);
	cr_assert(known_add(&all, &r, 0, 0, NULL, false, "never"));
	cr_expect_eq(find(about(ACC_READ, "/b", 3), 0), -1);
	cr_expect_eq(find(about(ACC_READ | ACC_MODIFY | ACC_CREATE, "/b", 3),
			 0),
	    0);
}

Test(known, a_rule_on_arguments_is_asked_each_time)
{
	struct question q = about(ACC_RUN, "/bin/git", 3);

	cr_assert(known_add(&all, &q, 0, 0, NULL, true, "always"));
	q.narrow = true;
	cr_expect_eq(find(q, 5), -1);
	cr_assert(known_add(&all, &q, 5, 1, NULL, true, "once"));
	cr_expect_eq(find(q, 5), 1);
}

Test(known, lasting_answers_are_listed)
{
	struct question q = about(ACC_READ, "/a\n", 3);
	struct str s = {0};

	cr_assert(known_add(&all, &q, 5, 1, NULL, true, "once"));
	cr_assert(known_add(&all, &q, 0, 0, NULL, true, "always"));
	all->number = 7;
	known_list(all, &s);
	cr_expect_str_eq(str_text(&s),
	    "    a7 always read /a\\n, asked by r.yaml:3\n");
	str_clear(&s);
	cr_expect_null(known_forget(&all, 0, &s), "of one call alone");
	cr_expect_null(known_forget(&all, 8, &s));
	cr_expect_eq(known_forget(&all, 7, &s), q.policy);
	cr_expect_str_eq(str_text(&s), "always read /a\\n, asked by r.yaml:3");
	cr_expect_eq(find(q, 5), 1);
	cr_expect_eq(find(q, 6), -1);
	str_done(&s);
}
