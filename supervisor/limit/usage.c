/* What processes use, as the kernel tells it. */
#include "limit/usage.h"

#include <linux/kcmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/now.h"
#include "base/procfile.h"

/* More than any of the files has: status, some 1500 bytes. */
#define TEXT_MAX 4096

#define KIB 1024u

/* The number behind a word at the start of a line; 0: none. */
static uint64_t
number(const char *text, const char *word)
{
	size_t len = strlen(word);

	while (text != NULL && strncmp(text, word, len) != 0) {
		text = strchr(text, '\n');
		if (text != NULL)
			text++;
	}
	return text != NULL ? strtoull(text + len, NULL, 10) : 0;
}

bool
usage_io(pid_t tgid, pid_t tid, struct usage_io *ret)
{
	char text[TEXT_MAX];

	if (procfile_read(text, sizeof(text), "/proc/%d/task/%d/io", (int)tgid,
		(int)tid) <= 0)
		return false;
	ret->read = number(text, "rchar:");
	ret->passed = number(text, "wchar:");
	ret->disk = number(text, "write_bytes:");
	return true;
}

uint64_t
usage_cpu(pid_t tgid)
{
	struct timespec ts;
	clockid_t clock;

	if (clock_getcpuclockid(tgid, &clock) != 0 ||
	    clock_gettime(clock, &ts) != 0)
		return 0;
	return (uint64_t)ts.tv_sec * NS_PER_S + (uint64_t)ts.tv_nsec;
}

uint64_t
usage_resident(pid_t tgid, bool swap)
{
	char text[TEXT_MAX];
	uint64_t bytes = 0;
	const char *second;

	/* Size and resident size, in pages. */
	if (procfile_read(text, sizeof(text), "/proc/%d/statm", (int)tgid) >
	    0) {
		second = strchr(text, ' ');
		if (second != NULL)
			bytes = strtoull(second, NULL, 10) *
			    (uint64_t)sysconf(_SC_PAGESIZE);
	}
	if (swap &&
	    procfile_read(text, sizeof(text), "/proc/%d/status", (int)tgid) > 0)
		bytes += number(text, "VmSwap:") * KIB;
	return bytes;
}

bool
usage_share(pid_t tgid, uint64_t *ret)
{
	char text[TEXT_MAX];

	/* Linux 4.14. */
	if (procfile_read(text, sizeof(text), "/proc/%d/smaps_rollup",
		(int)tgid) <= 0)
		return false;
	*ret = (number(text, "Pss:") + number(text, "SwapPss:")) * KIB;
	return true;
}

uint64_t
usage_peak(pid_t tgid)
{
	char text[TEXT_MAX];

	return procfile_read(text, sizeof(text), "/proc/%d/status", (int)tgid) >
		0
	    ? number(text, "VmHWM:") * KIB
	    : 0;
}

bool
usage_same_memory(pid_t one, pid_t other)
{
	return syscall(SYS_kcmp, one, other, KCMP_VM, 0, 0) == 0;
}
