/* Small files of procfs, of processes that may call themselves anything. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/procfile.h"

Test(procfile, reads_what_fits_and_ends_it)
{
	char whole[4096], little[8];

	cr_assert_gt(procfile_read(whole, sizeof(whole), "/proc/%d/%s",
			 (int)getpid(), "status"),
	    100);
	cr_expect_eq(strncmp(whole, "Name:\t", 6), 0);
	cr_expect_eq(procfile_read(little, sizeof(little), "/proc/self/status"),
	    7);
	cr_expect_eq(little[7], '\0');
}

Test(procfile, says_why_there_is_nothing)
{
	char text[64];

	cr_expect_eq(procfile_read(text, sizeof(text), "/proc/0/stat"),
	    -ENOENT);
	cr_expect_eq(procfile_read(text, sizeof(text), "/proc"), -EISDIR);
}

Test(procfile, a_name_does_not_reach_behind_itself)
{
	char text[512];

	cr_assert_eq(prctl(PR_SET_NAME, "a) Z 1 (b"), 0);
	cr_assert_gt(procfile_read(text, sizeof(text), "/proc/self/stat"), 0);
	cr_assert_not_null(strstr(text, "(a) Z 1 (b)"));
	cr_expect_eq(strncmp(procfile_behind_name(text), " R ", 3), 0);
	cr_expect_null(procfile_behind_name("12 nothing"));
}
