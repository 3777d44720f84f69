/* attack: have the supervisor write a result where the job itself may only
 *   read: a read-only page, or the region
 * source: proc(5), /proc/PID/mem; ptrace(2), PTRACE_POKEDATA: both forgive
 *   page protection
 * stops: results are written with the job's own page protection
 * variants: page region
 * bare: refused (the kernel respects page protection)
 * expect: EFAULT
 * audit: any
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	struct target t = region(MAP_PRIVATE | MAP_ANONYMOUS);
	char before[sizeof(struct stat)];

	(void)argc;
	(void)argv;
	if (is("page"))
		t.base = mmap(NULL, 4096, PROT_READ,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memcpy(before, t.base, sizeof(before));
	if (stat(at("a/f"), (struct stat *)(void *)t.base) == 0)
		won("stat into a read-only page");
	if (memcmp(before, t.base, sizeof(before)) != 0 && is("page"))
		won("the page changed");
	lost("stat");
}
