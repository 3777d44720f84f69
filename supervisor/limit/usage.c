/* What processes use, as the kernel tells it. */
#include "limit/usage.h"

#include <fcntl.h>
#include <linux/kcmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/now.h"

/* More than any of the files has: status, some 1500 bytes. */
#define TEXT_MAX 4096

#define KIB 1024u

/* The text of a file of procfs.  False: there is none. */
static bool __attribute__((format(printf, 2, 3)))
read_file(char text[TEXT_MAX], const char *fmt, ...)
{
	char name[64];
	va_list ap;
	cleanup_fd int fd = -1;
	size_t len = 0;
	ssize_t n;

	va_start(ap, fmt);
	vsnprintf(name, sizeof(name), fmt, ap);
	va_end(ap);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	do {
		n = read(fd, text + len, TEXT_MAX - 1 - len);
		len += n > 0 ? (size_t)n : 0;
	} while (n > 0 && len < TEXT_MAX - 1);
	text[len] = '\0';
	return len > 0;
}

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

	if (!read_file(text, "/proc/%d/task/%d/io", (int)tgid, (int)tid))
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
	if (read_file(text, "/proc/%d/statm", (int)tgid)) {
		second = strchr(text, ' ');
		if (second != NULL)
			bytes = strtoull(second, NULL, 10) *
			    (uint64_t)sysconf(_SC_PAGESIZE);
	}
	if (swap && read_file(text, "/proc/%d/status", (int)tgid))
		bytes += number(text, "VmSwap:") * KIB;
	return bytes;
}

bool
usage_share(pid_t tgid, uint64_t *ret)
{
	char text[TEXT_MAX];

	/* Linux 4.14. */
	if (!read_file(text, "/proc/%d/smaps_rollup", (int)tgid))
		return false;
	*ret = (number(text, "Pss:") + number(text, "SwapPss:")) * KIB;
	return true;
}

uint64_t
usage_peak(pid_t tgid)
{
	char text[TEXT_MAX];

	return read_file(text, "/proc/%d/status", (int)tgid)
	    ? number(text, "VmHWM:") * KIB
	    : 0;
}

bool
usage_same_memory(pid_t one, pid_t other)
{
	return syscall(SYS_kcmp, one, other, KCMP_VM, 0, 0) == 0;
}
