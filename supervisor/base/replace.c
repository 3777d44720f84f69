/* The new file stands beside the old one until it is whole, under a name that
 * nobody has, and which is short however long the file's own is. */
#include "base/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

/* As many names as are tried: of 2^64, not one is there by accident. */
#define TRIES 100

/* Makes the file beside; *ret is its name, from r->folder.  Returns its
 * descriptor, or -errno. */
static int
make_beside(const struct replace *r, struct str *ret)
{
	const char *slash = strrchr(r->name, '/');
	size_t len = slash != NULL ? (size_t)(slash - r->name) + 1 : 0;

	for (int i = 0; i < TRIES; i++) {
		uint64_t some = 0;
		int fd;

		if (getrandom(&some, sizeof(some), 0) < 0)
			return -errno;
		str_clear(ret);
		str_add_bytes(ret, r->name, len);
		str_addf(ret, ".ptsandbox-%016" PRIx64, some);
		if (ret->failed)
			return -ENOMEM;
		fd = openat(r->folder, str_text(ret),
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd >= 0 || errno != EEXIST)
			return fd >= 0 ? fd : -errno;
	}
	return -EEXIST;
}

static int
fill(const struct replace *r, int fd, const struct str *text)
{
	int err =
	    text->failed ? -ENOMEM : fd_write(fd, str_text(text), text->len);

	if (err != 0)
		return err;
	if (fchmod(fd, r->mode) != 0 || (r->sync && fsync(fd) != 0))
		return -errno;
	return 0;
}

/* Not every file system can refuse to replace: there a second link does. */
static int
take_name(const struct replace *r, const char *beside)
{
	unsigned flags = r->fresh ? RENAME_NOREPLACE : 0;

	if (renameat2(r->folder, beside, r->folder, r->name, flags) == 0)
		return 0;
	if (errno != EINVAL || !r->fresh ||
	    linkat(r->folder, beside, r->folder, r->name, 0) != 0)
		return -errno;
	return unlinkat(r->folder, beside, 0) == 0 ? 0 : -errno;
}

int
replace_file(const struct replace *r, const struct str *text)
{
	cleanup_str struct str beside = {0};
	cleanup_fd int fd = make_beside(r, &beside);
	int err;

	if (fd < 0)
		return fd;
	err = fill(r, fd, text);
	if (err == 0 && r->judge != NULL)
		err = r->judge(str_text(&beside), r->ctx);
	if (err == 0)
		err = take_name(r, str_text(&beside));
	if (err != 0)
		(void)unlinkat(r->folder, str_text(&beside), 0);
	return err;
}

int
replace_try(const struct replace *r)
{
	cleanup_str struct str beside = {0};
	cleanup_fd int fd = make_beside(r, &beside);

	if (fd < 0)
		return fd;
	return unlinkat(r->folder, str_text(&beside), 0) == 0 ? 0 : -errno;
}
