/* A task's umask, which only the kernel knows. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/procfile.h"
#include "call/place.h"
#include "tracee/tracee.h"

int
place_umask(const struct tracee *t)
{
	char text[4096];
	const char *mask;
	ssize_t n =
	    procfile_read(text, sizeof(text), "/proc/%d/status", (int)t->tid);

	if (n < 0)
		return n == -ENOENT ? -ESRCH : (int)n;
	mask = strstr(text, "\nUmask:\t");
	if (mask == NULL)
		return -ESRCH; /* it has ended: its status tells less */
	return (int)(strtoul(mask + 8, NULL, 8) & 0777);
}
