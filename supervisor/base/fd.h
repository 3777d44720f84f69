/* Owned file descriptors: -1 when unowned, closed on scope exit. */
#ifndef PTS_BASE_FD_H
#define PTS_BASE_FD_H

#include <stdlib.h>
#include <unistd.h>

/* Closes *fd if it is owned.  errno is kept. */
void fd_close(int *fd);

/* Writes all of it.  Returns 0, or -errno. */
int fd_write(int fd, const void *bytes, size_t len);

/* Frees *p; for use with __attribute__((cleanup)). */
void ptr_free(void *p);

/* Takes the descriptor out of *fd, which is unowned afterwards. */
static inline int
steal_fd(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}

/* The same for memory that ptr_free() would free. */
static inline void *
steal_ptr(void *p)
{
	void **from = p, *taken = *from;

	*from = NULL;
	return taken;
}

#define cleanup_fd   __attribute__((cleanup(fd_close)))
#define cleanup_free __attribute__((cleanup(ptr_free)))

#endif /* PTS_BASE_FD_H */
