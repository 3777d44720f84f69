/* Copying one object of a file system, with all that its owner can give it. */
#ifndef PTS_VIEW_COPY_H
#define PTS_VIEW_COPY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

/* Makes a copy of the held (O_PATH) object at the free name `to` of a folder:
 * data by sharing blocks where the file system can, holes stay holes; text of a
 * link; mode, times, and user attributes and access lists; owner and group if
 * we may give them, else without set-user-ID and set-group-ID.  A folder comes
 * out empty, and writable for us, until copy_finish().  Devices are -EPERM.
 * Returns 0 or -errno, and then nothing is left at the name. */
int copy_object(int object, const struct stat *st, int folder, const char *to);

/* For signal handlers: a copy of data that is under way ends with -EINTR. */
void copy_interrupt(void);

/* Copies of data end with -EINTR at this time (now_ns(); 0: never), and once
 * they have written so many bytes in all. */
void copy_limit(uint64_t until_ns, uint64_t most_bytes);

/* Bytes that copies have written. */
uint64_t copy_written(void);

/* Gives a copied folder, which may have got contents since, its mode and times.
 * Other objects have them.  Returns 0 or -errno. */
int copy_finish(int folder, const char *name, const struct stat *st);

/* Gives the copy `name` the attributes that copy_object() copies. */
int copy_attributes(int object, int folder, const char *name);

/* A folder (O_PATH) in which something is put that leaves no trace in its mode
 * or times: between copy_open() and copy_close(), which return 0 or -errno, we
 * may write in it whatever its mode. */
struct copy_into {
	char name[32];
	struct stat st;
	bool changed;
};

int copy_open(int folder, struct copy_into *ret);
int copy_close(const struct copy_into *into);

#endif /* PTS_VIEW_COPY_H */
