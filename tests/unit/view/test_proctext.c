/* Texts of procfs in a namespace in which /srv/data is /usr. */
#include <criterion/criterion.h>
#include <string.h>

#include "rules.h"
#include "view/mounts.h"
#include "view/proctext.h"

static struct rules *rules;

static void
start(void)
{
	struct faults faults = {0};

	rules = rules_new();
	cr_assert_eq(rules_add_map(rules, "/usr:/srv/my data:ro", &faults), 0);
	cr_assert_eq(rules_add_map(rules, "/var:/usr:rw", &faults), 0);
	cr_assert_eq(rules_finish(rules, &faults), 0);
	cr_assert_eq(rules_place(rules, NULL, NULL, NULL), 0);
}

static void
end(void)
{
	rules_free(rules);
}

static void
line(enum proctext kind, const char *host, const char *want)
{
	cleanup_str struct str got = {0};

	proctext_line(kind, rules_top(rules), host, &got);
	cr_expect_str_eq(str_text(&got), want);
}

#define HEAD "7f38-7f39 r--p 00000000 fe:00 320475        "

TestSuite(proctext, .init = start, .fini = end);

Test(proctext, names_at_the_end_of_lines_are_the_jobs)
{
	line(PROCTEXT_MAPS, HEAD "/usr/lib/x\n", HEAD "/srv/my data/lib/x\n");
	line(PROCTEXT_MAPS, HEAD "/usr/li b/x (deleted)\n",
	    HEAD "/srv/my data/li b/x (deleted)\n");
	line(PROCTEXT_MAPS, HEAD "/usr/a\\012b\n",
	    HEAD "/srv/my data/a\\012b\n");
	line(PROCTEXT_MAPS, HEAD "/var/log/x\n", HEAD "/usr/log/x\n");
	line(PROCTEXT_MAPS, HEAD "/home/x\n", HEAD "/home/x\n");
	line(PROCTEXT_MAPS, HEAD "/usr/x", HEAD "/srv/my data/x");
}

Test(proctext, what_the_job_does_not_see_has_no_name)
{
	line(PROCTEXT_MAPS, HEAD "/srv/my data/secret\n",
	    HEAD "(unreachable)\n");
	line(PROCTEXT_MAPS, HEAD "/srv/my data/secret (deleted)\n",
	    HEAD "(unreachable) (deleted)\n");
}

Test(proctext, memory_without_a_file_stays_as_it_is)
{
	const char *const same[] = {HEAD "/memfd:ptsandbox (deleted)\n",
	    HEAD "/dev/zero (deleted)\n", HEAD "[heap]\n", HEAD "\n",
	    "7f38-7f39 r--p 00000000 00:00 0 \n", HEAD "anon_inode:[x]\n",
	    "Size:                 24 kB\n", "VmFlags: rd mr mw /usr/x\n",
	    "7f38-7f39 ---p\n", "7f38 /usr\n", "\n", ""};

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		line(PROCTEXT_MAPS, same[i], same[i]);
}

Test(proctext, numa_maps_have_names_in_the_midst)
{
	line(PROCTEXT_NUMA, "55 default file=/usr/x\\040y mapped=2\n",
	    "55 default file=/srv/my\\040data/x\\040y mapped=2\n");
	line(PROCTEXT_NUMA, "55 default file=/var/x\\040(deleted) N0=2\n",
	    "55 default file=/usr/x\\040(deleted) N0=2\n");
	line(PROCTEXT_NUMA, "55 default heap anon=3\n",
	    "55 default heap anon=3\n");
}

Test(proctext, is_known_by_its_name)
{
	cr_expect_eq(proctext_of("/proc/12/maps"), PROCTEXT_MAPS);
	cr_expect_eq(proctext_of("/proc/12/task/345/smaps"), PROCTEXT_MAPS);
	cr_expect_eq(proctext_of("/proc/12/numa_maps"), PROCTEXT_NUMA);
	cr_expect_eq(proctext_of("/proc/12/mountinfo"), PROCTEXT_MOUNTINFO);
	cr_expect_eq(proctext_of("/proc/12/mapsx"), PROCTEXT_NONE);
	cr_expect_eq(proctext_of("/proc/12/net/maps"), PROCTEXT_NONE);
	cr_expect_eq(proctext_of("/proc/12/task/maps"), PROCTEXT_NONE);
	cr_expect_eq(proctext_of("/proc/12a/maps"), PROCTEXT_NONE);
	cr_expect_eq(proctext_of("/proc/maps"), PROCTEXT_NONE);
	cr_expect_eq(proctext_of("/procx/12/maps"), PROCTEXT_NONE);
	cr_expect_eq(proctext_of("/home/proc/12/maps"), PROCTEXT_NONE);
}

Test(proctext, the_mounts_are_the_places)
{
	cleanup_str struct str got = {0};

	cr_assert_eq(mounts_write(MOUNTS_INFO, rules_top(rules), &got), 0);
	cr_expect_not_null(strstr(str_text(&got), " / / rw,"));
	cr_expect_not_null(strstr(str_text(&got), " / /proc rw,"));
	cr_expect_not_null(strstr(str_text(&got), " / /usr rw,"));
	cr_expect_not_null(strstr(str_text(&got), " / /srv/my\\040data ro,"));
	cr_expect_null(strstr(str_text(&got), "/var"));
	str_clear(&got);
	cr_assert_eq(mounts_write(MOUNTS_TABLE, rules_top(rules), &got), 0);
	cr_expect_not_null(strstr(str_text(&got), " /srv/my\\040data "));
	cr_expect_null(strstr(str_text(&got), "/var"));
	str_clear(&got);
	cr_assert_eq(mounts_write(MOUNTS_STATS, rules_top(rules), &got), 0);
	cr_expect_not_null(strstr(str_text(&got), " mounted on /usr with "));
}
