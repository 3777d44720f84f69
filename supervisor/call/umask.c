/* A task's umask, which only the kernel knows. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "call/place.h"
#include "tracee/tracee.h"

int
place_umask(const struct tracee *t)
{
	cleanup_fd int fd = -1;
	char text[4096];
	const char *mask;
	ssize_t n;

	snprintf(text, sizeof(text), "/proc/%d/status", (int)t->tid);
	fd = open(text, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? -ESRCH : -errno;
	n = read(fd, text, sizeof(text) - 1);
	if (n < 0)
		return -errno;
	text[n] = '\0';
	mask = strstr(text, "\nUmask:\t");
	if (mask == NULL)
		return -ESRCH; /* it has ended: its status tells less */
	return (int)(strtoul(mask + 8, NULL, 8) & 0777);
}
