/* What procfs tells of a descriptor. */
#include "tracee/fdinfo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"

/* The number behind a name at the start of a line; NULL: no such line. */
static const char *
field(const char *text, const char *name)
{
	const char *at = text;
	size_t len = strlen(name);

	while (at != NULL && strncmp(at, name, len) != 0) {
		at = strchr(at, '\n');
		if (at != NULL)
			at++;
	}
	return at != NULL ? at + len : NULL;
}

static uint64_t
number(const char *text, const char *name, int base)
{
	const char *at = field(text, name);

	return at != NULL ? strtoull(at, NULL, base) : 0;
}

int
fdinfo_read_file(const char *name, struct fdinfo *ret)
{
	cleanup_fd int fd = open(name, O_RDONLY | O_CLOEXEC);
	char text[512];
	const char *pid;
	ssize_t n;

	if (fd < 0)
		return errno == ENOENT ? -EBADF : -errno;
	n = TEMP_FAILURE_RETRY(read(fd, text, sizeof(text) - 1));
	if (n < 0)
		return -errno;
	text[n] = '\0';
	if (field(text, "flags:\t") == NULL)
		return -EBADF;
	ret->position = number(text, "pos:\t", 10);
	ret->flags = (unsigned long)number(text, "flags:\t", 8);
	ret->mount = number(text, "mnt_id:\t", 10);
	ret->ino = number(text, "ino:\t", 10);
	pid = field(text, "Pid:\t");
	ret->pid = 0;
	if (pid != NULL) {
		ret->pid = (pid_t)strtol(pid, NULL, 10);
		if (ret->pid <= 0)
			ret->pid = -1;
	}
	return 0;
}

int
fdinfo_read(pid_t tid, int fd, struct fdinfo *ret)
{
	char name[64];

	snprintf(name, sizeof(name), "/proc/%d/fdinfo/%d", (int)tid, fd);
	return fdinfo_read_file(name, ret);
}
