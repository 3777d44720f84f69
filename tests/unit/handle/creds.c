/* Credentials that only seem change as the kernel's do for one that started as
 * root. */
#include "tracee/creds.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <linux/capability.h>
#include <linux/prctl.h>
#include <stdlib.h>

static struct creds me;

static void
start(void)
{
	creds_start(&me);
}

static void
stop(void)
{
	creds_done(&me);
	creds_done(&me);
}

TestSuite(creds, .init = start, .fini = stop);

static void
user_is(uint32_t real, uint32_t effective, uint32_t saved)
{
	cr_expect(me.uid.real == real && me.uid.effective == effective &&
		me.uid.saved == saved && me.uid.fs == effective,
	    "%u %u %u %u", me.uid.real, me.uid.effective, me.uid.saved,
	    me.uid.fs);
}

Test(creds, root_gives_itself_up_for_good)
{
	cr_expect_eq(creds_set(&me, true, 7), 0);
	user_is(7, 7, 7);
	cr_expect_eq(me.permitted, 0);
	cr_expect_eq(creds_set(&me, true, 0), -EPERM);
	cr_expect_eq(creds_set_res(&me, true, 0, CREDS_SAME, CREDS_SAME),
	    -EPERM);
	cr_expect_eq(creds_set_re(&me, true, CREDS_SAME, 0), -EPERM);
	cr_expect_eq(creds_set(&me, false, 7), -EPERM);
	/* Each thread makes the same call (nptl(7)). */
	cr_expect_eq(creds_set(&me, true, 7), 0);
}

Test(creds, root_steps_aside_and_comes_back)
{
	cr_expect_eq(creds_set_res(&me, true, CREDS_SAME, 7, CREDS_SAME), 0);
	user_is(0, 7, 0);
	cr_expect(!creds_able(&me, CAP_CHOWN));
	cr_expect_neq(me.permitted, 0);
	cr_expect_eq(creds_set(&me, true, 0), 0);
	user_is(0, 0, 0);
	cr_expect(creds_able(&me, CAP_CHOWN));
}

Test(creds, setreuid_moves_the_saved_id_as_the_manual_says)
{
	cr_expect_eq(creds_set_re(&me, true, CREDS_SAME, 7), 0);
	user_is(0, 7, 7);
	cr_expect_eq(creds_set_re(&me, true, 7, 0), 0);
	user_is(7, 0, 0);
}

Test(creds, minus_one_is_nobodys_id)
{
	cr_expect_eq(creds_set(&me, true, CREDS_SAME), -EINVAL);
	cr_expect_eq(creds_set_fs(&me, true, CREDS_SAME), 0);
	user_is(0, 0, 0);
}

Test(creds, the_file_systems_id_takes_its_capabilities_along)
{
	cr_expect_eq(creds_set_fs(&me, true, 7), 0);
	cr_expect(!creds_able(&me, CAP_CHOWN) && creds_able(&me, CAP_SETUID));
	cr_expect_eq(creds_set_fs(&me, true, 0), 7);
	cr_expect(creds_able(&me, CAP_CHOWN));
}

Test(creds, keepcaps_keeps_what_is_permitted_until_exec)
{
	cr_expect_eq(creds_prctl(&me, PR_SET_KEEPCAPS, 1, 0), 0);
	cr_expect_eq(creds_set(&me, true, 7), 0);
	cr_expect_neq(me.permitted, 0);
	cr_expect_eq(me.effective, 0);
	creds_exec(&me);
	cr_expect_eq(me.permitted, 0);
	cr_expect_eq(creds_prctl(&me, PR_GET_KEEPCAPS, 0, 0), 0);
}

Test(creds, capabilities_only_shrink)
{
	uint64_t one = 1u << CAP_KILL;

	cr_expect_eq(creds_set_caps(&me, one, one, 0), 0);
	cr_expect_eq(creds_set_caps(&me, one, one | 1, 0), -EPERM);
	cr_expect_eq(creds_set_caps(&me, one | 1, one, 0), -EPERM);
	cr_expect_eq(creds_set(&me, true, 7), -EPERM);
	creds_exec(&me);
	cr_expect(creds_able(&me, CAP_SETUID), "root gets them back by exec");
}

Test(creds, the_bounding_set_bounds_exec)
{
	cr_expect_eq(creds_prctl(&me, PR_CAPBSET_READ, CAP_KILL, 0), 1);
	cr_expect_eq(creds_prctl(&me, PR_CAPBSET_DROP, CAP_KILL, 0), 0);
	cr_expect_eq(creds_prctl(&me, PR_CAPBSET_READ, CAP_KILL, 0), 0);
	cr_expect_eq(creds_prctl(&me, PR_CAPBSET_READ, 64, 0), -EINVAL);
	cr_expect_eq(creds_prctl(&me, PR_CAPBSET_DROP, UINT64_MAX, 0), -EINVAL);
	creds_exec(&me);
	cr_expect(!creds_able(&me, CAP_KILL));
}

Test(creds, what_is_ambient_outlives_exec)
{
	uint64_t one = 1u << CAP_KILL;

	cr_expect_eq(creds_prctl(&me, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE,
			 CAP_KILL),
	    -EPERM);
	cr_expect_eq(creds_set_caps(&me, me.effective, me.permitted, one), 0);
	cr_expect_eq(creds_prctl(&me, PR_SET_KEEPCAPS, 1, 0), 0);
	cr_expect_eq(creds_set(&me, true, 7), 0);
	cr_expect_eq(creds_prctl(&me, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE,
			 CAP_KILL),
	    0);
	creds_exec(&me);
	cr_expect_eq(me.effective, one);
	cr_expect_eq(creds_prctl(&me, PR_CAP_AMBIENT, 99, 64), -EINVAL);
}

Test(creds, a_copy_has_groups_of_its_own)
{
	uint32_t *groups = calloc(2, sizeof(*groups));
	struct creds child;

	cr_assert_not_null(groups);
	groups[1] = 5;
	cr_expect_eq(creds_set_groups(&me, groups, 2), 0);
	cr_assert_eq(creds_copy(&child, &me), 0);
	creds_done(&me);
	cr_expect_eq(child.group_count, 2);
	cr_expect_eq(child.groups[1], 5);
	creds_done(&child);
}
