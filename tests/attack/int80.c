/* attack: the 32-bit system calls, whose numbers mean something else
 * source: seccomp(2), on architectures; CVE-2009-0835
 * stops: the filter kills the process of a foreign architecture
 * variants: int80 x32
 * bare/int80: any (needs IA32 emulation)
 * bare/x32: any (needs CONFIG_X86_X32)
 * expect: SIGSYS
 * audit: any
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	char *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	long r;

	(void)argc;
	(void)argv;
	if (low == MAP_FAILED)
		broken("mmap");
	strcpy(low, at("b/f"));
	if (is("x32"))
		read_secret((int)syscall(0x40000000 | SYS_open, low, O_RDONLY),
		    "x32 open");
	/* 5 is open(2) there, and read(2)'s fd is not 64 bits wide. */
	__asm__ volatile("int $0x80"
			 : "=a"(r)
			 : "a"(5), "b"(low), "c"(O_RDONLY)
			 : "memory", "r8", "r9", "r10", "r11");
	if (r < 0) {
		errno = (int)-r;
		lost("int 0x80");
	}
	read_secret((int)r, "int 0x80 open");
}
