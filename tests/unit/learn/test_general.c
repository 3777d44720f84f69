/* Names that differ each time, and those that do not. */
#include <criterion/criterion.h>
#include <string.h>

#include "learn/general.h"

/* The name as it is generalised, where the job made it and, perhaps, removed it
 * again, in /tmp/here and with a process 4711. */
static void
becomes(const char *name, bool gone, const char *want)
{
	const struct learn_places at = {.cwd = "/tmp/here", .home = "/home/a"};
	struct lessons l = {0};
	struct needs fans = {0};
	struct str got = {0};
	struct need *n = needs_at(&l.files, name, strlen(name));
	struct learned_pid pid = {.pid = 4711};
	struct learned_pid *p = &pid;
	bool general;

	HASH_ADD_INT(l.pids, pid, p);
	n->made = true;
	n->gone = gone;
	general_note_fan(&fans, name);
	general_add(&got, &l, &fans, &at, name, &general);
	cr_expect_str_eq(str_text(&got), want);
	cr_expect_eq(general, strcmp(name, want) != 0);
	HASH_DEL(l.pids, p);
	needs_done(&l.files);
	needs_done(&fans);
	str_done(&got);
}

Test(general, temporary_files_of_python_and_of_mkstemp)
{
	becomes("/tmp/tmpabcdefgh", false, "/tmp/tmp????????");
	becomes("/tmp/tmpab_def12.txt", false, "/tmp/tmp????????.txt");
	becomes("/tmp/ccQx7yA2.s", true, "/tmp/cc??????.s");
	becomes("/tmp/ccQx7yA2.cdtor.o", true, "/tmp/cc??????.cdtor.o");
	becomes("/tmp/pip-unpack-abcdefgh", true, "/tmp/pip-unpack-????????");
	becomes("/srv/x/tmp_obj_aBcDeF", true, "/srv/x/tmp_obj_??????");
	becomes("/tmp/run-12", false, "/tmp/run-[0-9]*");
}

Test(general, names_that_people_chose_stay)
{
	becomes("/tmp/here/tmp", true, "/tmp/here/tmp");
	becomes("/tmp/results.txt", false, "/tmp/results.txt");
	becomes("/srv/config.lock", true, "/srv/config.lock");
	becomes("/tmp/here/x.db-journal", true, "/tmp/here/x.db-journal");
	becomes("/srv/run-12", false, "/srv/run-12");
	becomes("/srv/deadbeef", false, "/srv/deadbeef");
}

Test(general, numbers_of_processes_and_addresses)
{
	becomes("/srv/lock.4711", true, "/srv/lock.[0-9]*");
	becomes("/srv/lock.4712", true, "/srv/lock.4712");
	becomes("/srv/a.cpython-311.pyc.139823423", true,
	    "/srv/a.cpython-311.pyc.[0-9]*");
}

Test(general, hashes_and_uuids)
{
	becomes("/srv/ab/0123456789abcdef0123456789abcdef012345", false,
	    "/srv/?\?/*");
	becomes("/srv/ab/file", false, "/srv/ab/file");
	/* Cut so that nothing is taken for a trigraph. */
	becomes("/srv/x-123e4567-e89b-12d3-a456-426614174000.json", false,
	    "/srv/x-????????"
	    "-????"
	    "-????"
	    "-????"
	    "-????????????.json");
}

Test(general, what_is_no_wildcard_is_a_letter)
{
	struct str s = {0};

	general_add_literal(&s, "/a*b?[c]\\${X}", 13);
	cr_expect_str_eq(str_text(&s), "/a\\*b\\?\\[c]\\\\[$]{X}");
	str_done(&s);
}
