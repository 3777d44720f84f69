/* The records of getdents(2): filldir() and filldir64() of fs/readdir.c. */
#include "view/record.h"

#include <string.h>

/* struct linux_dirent. */
struct record_old {
	unsigned long ino;
	unsigned long position;
	unsigned short length;
	char name[];
};

static size_t
rounded(size_t size, size_t to)
{
	return (size + to - 1) / to * to;
}

size_t
record_size(enum record_kind kind, const char *name)
{
	size_t len = strlen(name);

	/* A NUL behind the name; the older has the type behind that. */
	if (kind == RECORD_64)
		return rounded(offsetof(struct record64, name) + len + 1,
		    sizeof(uint64_t));
	return rounded(offsetof(struct record_old, name) + len + 2,
	    sizeof(long));
}

void
record_put(enum record_kind kind, const struct record *r, unsigned char *to)
{
	size_t size = record_size(kind, r->name), name_at;
	struct record64 now = {r->ino, (int64_t)r->position, (uint16_t)size,
	    r->type};
	struct record_old old = {r->ino, r->position, (unsigned short)size};

	/* What is between the name and the end is not left as it was. */
	memset(to, 0, size);
	if (kind == RECORD_64) {
		name_at = offsetof(struct record64, name);
		memcpy(to, &now, name_at);
	} else {
		name_at = offsetof(struct record_old, name);
		memcpy(to, &old, name_at);
		to[size - 1] = r->type;
	}
	memcpy(to + name_at, r->name, strlen(r->name));
}
