/* The line that says how a run is getting on. */
#include <criterion/criterion.h>

#include "audit/status.h"

static void
text_is(struct status s, uint64_t seconds, unsigned width, const char *want)
{
	struct str to = {0};

	status_text(&to, &s, seconds * 1000000000u + 999999999u, width);
	cr_expect_str_eq(str_text(&to), want);
	str_done(&to);
}

Test(status, counts)
{
	text_is((struct status){.calls = 1, .processes = 1}, 0, 80,
	    "ptsandbox: 0:00:00, 1 process, 1 call, 0 denied");
	text_is((struct status){.calls = 2, .denied = 3}, 3723, 80,
	    "ptsandbox: 1:02:03, 0 processes, 2 calls, 3 denied");
}

Test(status, is_no_wider_than_the_terminal)
{
	text_is((struct status){.calls = UINT64_MAX, .denied = UINT64_MAX},
	    UINT64_MAX / 1000000000u - 1, 30, "ptsandbox: 5124095:34:32, 0 pr");
	text_is((struct status){0}, 0, 1, "p");
}
