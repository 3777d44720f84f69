/* The records of getdents64(2) and of the older getdents(2), as the kernel lays
 * them out in a caller's buffer. */
#ifndef PTS_VIEW_RECORD_H
#define PTS_VIEW_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* struct linux_dirent64 of linux/dirent.h, which no header exports. */
struct record64 {
	uint64_t ino;
	int64_t position; /* behind it */
	uint16_t length;  /* of the record, in bytes */
	unsigned char type;
	char name[];
};

enum record_kind {
	RECORD_64,
	RECORD_OLD /* its type is the record's last byte */
};

struct record {
	uint64_t ino;
	uint64_t position;
	unsigned char type; /* DT_* */
	const char *name;
};

/* How long the record of a name is. */
size_t record_size(enum record_kind kind, const char *name);

/* Writes it to `to`, which has that much room. */
void record_put(enum record_kind kind, const struct record *r,
    unsigned char *to);

#endif /* PTS_VIEW_RECORD_H */
