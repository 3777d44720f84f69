/* Owned file descriptors and memory, released on scope exit. */
#include "base/fd.h"

#include <errno.h>

void
fd_close(int *fd)
{
	int saved = errno;

	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	errno = saved;
}

void
ptr_free(void *p)
{
	void **owned = p;

	free(*owned);
	*owned = NULL;
}
