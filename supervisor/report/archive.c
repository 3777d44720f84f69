/* Writing a tar file, by libarchive. */
#include "report/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

/* The functions of libarchive that are used here. */
#define CALLS(X)                                                               \
	X(archive_write_new)                                                   \
	X(archive_write_set_format_gnutar)                                     \
	X(archive_write_set_bytes_per_block)                                   \
	X(archive_write_open_fd)                                               \
	X(archive_write_header)                                                \
	X(archive_write_data)                                                  \
	X(archive_write_finish_entry)                                          \
	X(archive_write_close)                                                 \
	X(archive_write_free)                                                  \
	X(archive_error_string)                                                \
	X(archive_entry_new)                                                   \
	X(archive_entry_free)                                                  \
	X(archive_entry_set_pathname)                                          \
	X(archive_entry_set_filetype)                                          \
	X(archive_entry_set_perm)                                              \
	X(archive_entry_set_size)                                              \
	X(archive_entry_set_mtime)

struct tar {
#define MEMBER(name) __typeof__(name) *name;
	CALLS(MEMBER)
#undef MEMBER
	void *library;
	struct archive *to;
	const char *why; /* of a failure that is not the library's */
};

/* The name that libarchive 3 has on all systems; 13 since 3.1. */
static const char library[] = "libarchive.so.13";

static bool
find_calls(struct tar *t)
{
	bool all = true;

	t->library = dlopen(library, RTLD_NOW | RTLD_LOCAL);
	if (t->library == NULL)
		return false;
#define FIND(name)                                                             \
	*(void **)&t->name = dlsym(t->library, #name);                         \
	all = all && t->name != NULL;
	CALLS(FIND)
#undef FIND
	return all;
}

struct tar *
tar_new(int fd, const char **why)
{
	struct tar *t = calloc(1, sizeof(*t));

	*why = "out of memory";
	if (t == NULL)
		return NULL;
	if (!find_calls(t)) {
		*why = "libarchive.so.13 is not here; install libarchive13";
		tar_free(t);
		return NULL;
	}
	t->to = t->archive_write_new();
	/* GNU's form takes names of any bytes and any length as they are. */
	if (t->to == NULL ||
	    t->archive_write_set_format_gnutar(t->to) != ARCHIVE_OK ||
	    t->archive_write_set_bytes_per_block(t->to, 65536) != ARCHIVE_OK ||
	    t->archive_write_open_fd(t->to, fd) != ARCHIVE_OK) {
		*why = "libarchive cannot write a tar file";
		tar_free(t);
		return NULL;
	}
	return t;
}

/* Copies at most st_size bytes.  Returns how many are missing, or -1. */
static off_t
add_bytes(struct tar *t, off_t left, int from)
{
	char bytes[65536];

	while (left > 0) {
		size_t want =
		    left < (off_t)sizeof(bytes) ? (size_t)left : sizeof(bytes);
		ssize_t n = read(from, bytes, want);

		if (n <= 0)
			return left;
		if (t->archive_write_data(t->to, bytes, (size_t)n) != n)
			return -1;
		left -= n;
	}
	return 0;
}

int
tar_add(struct tar *t, const char *name, const struct stat *st, int from)
{
	struct archive_entry *e = t->archive_entry_new();
	off_t missing = -1;

	if (e == NULL) {
		t->why = "out of memory";
		return -1;
	}
	t->archive_entry_set_pathname(e, name);
	t->archive_entry_set_filetype(e, S_IFREG);
	t->archive_entry_set_perm(e, st->st_mode & 0777);
	t->archive_entry_set_size(e, st->st_size);
	t->archive_entry_set_mtime(e, st->st_mtim.tv_sec, 0);
	if (t->archive_write_header(t->to, e) >= ARCHIVE_WARN)
		missing = add_bytes(t, st->st_size, from);
	if (missing >= 0 && t->archive_write_finish_entry(t->to) < ARCHIVE_WARN)
		missing = -1;
	t->archive_entry_free(e);
	return missing < 0 ? -1 : missing > 0;
}

int
tar_end(struct tar *t)
{
	return t->archive_write_close(t->to) >= ARCHIVE_WARN ? 0 : -1;
}

const char *
tar_why(const struct tar *t)
{
	const char *why = t->why;

	if (why == NULL)
		why = t->archive_error_string(t->to);
	return why != NULL ? why : "writing failed";
}

void
tar_free(struct tar *t)
{
	if (t == NULL)
		return;
	if (t->to != NULL)
		t->archive_write_free(t->to);
	if (t->library != NULL)
		dlclose(t->library);
	free(t);
}
