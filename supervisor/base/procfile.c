/* The small text files of procfs. */
#include "base/procfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"

ssize_t
procfile_read(char *to, size_t size, const char *fmt, ...)
{
	char name[64];
	va_list ap;
	cleanup_fd int fd = -1;
	ssize_t n;

	va_start(ap, fmt);
	vsnprintf(name, sizeof(name), fmt, ap);
	va_end(ap);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	n = fd >= 0 ? TEMP_FAILURE_RETRY(read(fd, to, size - 1)) : -1;
	if (n < 0)
		return -errno;
	to[n] = '\0';
	return n;
}

const char *
procfile_behind_name(const char *stat)
{
	const char *last = strrchr(stat, ')');

	return last != NULL ? last + 1 : NULL;
}
