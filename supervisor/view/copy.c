/* Copying one object: what cp -a does for a file, without a shell. */
#include "view/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/now.h"

/* Bytes that one copy_file_range(2) is asked for, so that an interruption is
 * soon seen, and one read. */
#define CHUNK_MAX (16 * 1024 * 1024)
#define READ_MAX  (128 * 1024)

/* Somebody does not want to wait for the copy that is under way. */
static volatile sig_atomic_t interrupted;

void
copy_interrupt(void)
{
	interrupted = 1;
}

static uint64_t until, most = UINT64_MAX, written;

void
copy_limit(uint64_t until_ns, uint64_t most_bytes)
{
	until = until_ns;
	most = most_bytes;
}

uint64_t
copy_written(void)
{
	return written;
}

/* Is the copy to be given up? */
static bool
is_over(void)
{
	return interrupted != 0 || written > most ||
	    (until != 0 && now_ns() > until);
}

static int
copy_by_reading(int in, int out, off_t at, off_t end)
{
	cleanup_free char *room = malloc(READ_MAX);

	if (room == NULL)
		return -ENOMEM;
	while (at < end) {
		size_t want =
		    end - at < READ_MAX ? (size_t)(end - at) : READ_MAX;
		ssize_t got;

		if (is_over())
			return -EINTR;
		got = pread(in, room, want, at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got < 0 ? -errno : 0;
		for (ssize_t done = 0; done < got;) {
			ssize_t n = pwrite(out, room + done,
			    (size_t)(got - done), at + done);

			if (n < 0 && errno == EINTR)
				continue;
			if (n < 0)
				return -errno;
			done += n;
		}
		at += got;
		written += (uint64_t)got;
	}
	return 0;
}

static int
copy_range(int in, int out, off_t at, off_t end)
{
	while (at < end) {
		off_t from = at, to = at;
		size_t want =
		    end - at < CHUNK_MAX ? (size_t)(end - at) : CHUNK_MAX;
		ssize_t n;

		if (is_over())
			return -EINTR;
		n = copy_file_range(in, &from, out, &to, want, 0);
		/* By a clock of ours; who ends the copy is asked above. */
		if (n < 0 && errno == EINTR)
			continue;
		/* Between file systems, and of odd ones: copy_file_range(2).
		 * Some answer 0 for files that they make up as they are read.
		 */
		if (n == 0 ||
		    (n < 0 &&
			(errno == EXDEV || errno == EINVAL || errno == ENOSYS ||
			    errno == EOPNOTSUPP)))
			return copy_by_reading(in, out, at, end);
		if (n < 0)
			return -errno;
		at += n;
		written += (uint64_t)n;
	}
	return 0;
}

/* What is a hole stays one. */
static int
copy_data(int in, int out, off_t size)
{
	off_t at = 0;
	int err = 0;

	if (size == 0 || ioctl(out, FICLONE, in) == 0)
		return 0;
	while (err == 0 && at < size) {
		off_t data = lseek(in, at, SEEK_DATA), hole;

		if (data < 0 && errno == ENXIO)
			break;
		if (data < 0)
			data = at;
		hole = lseek(in, data, SEEK_HOLE);
		if (hole <= data || hole > size)
			hole = size;
		err = copy_range(in, out, data, hole);
		at = hole;
	}
	return err == 0 && ftruncate(out, size) != 0 ? -errno : err;
}

/* Attributes that an ordinary user may set; what the other file system does not
 * take is left out. */
static void
give_attributes(const char *from, int out)
{
	cleanup_free char *names = malloc(XATTR_LIST_MAX);
	cleanup_free char *value = malloc(XATTR_SIZE_MAX);
	ssize_t len = names != NULL && value != NULL
	    ? listxattr(from, names, XATTR_LIST_MAX)
	    : 0;

	for (ssize_t at = 0; at < len;) {
		const char *name = names + at;
		ssize_t n;

		at += (ssize_t)strlen(name) + 1;
		if (strncmp(name, "user.", 5) != 0 &&
		    strncmp(name, "system.posix_acl_", 17) != 0)
			continue;
		n = getxattr(from, name, value, XATTR_SIZE_MAX);
		if (n >= 0)
			(void)fsetxattr(out, name, value, (size_t)n, 0);
	}
}

/* The mode that a copy gets: only its own owner may be become. */
static mode_t
mode_of(int fd, const struct stat *st)
{
	mode_t mode = st->st_mode & 07777;
	struct stat now;

	if (fstat(fd, &now) != 0)
		return mode & 0777;
	if (now.st_uid != st->st_uid)
		mode &= (mode_t)~S_ISUID;
	if (now.st_gid != st->st_gid && !S_ISDIR(st->st_mode))
		mode &= (mode_t)~S_ISGID;
	return mode;
}

/* Owner and group as far as we may; then mode and times. */
static int
copy_owner(int out, const struct stat *st)
{
	if (fchown(out, st->st_uid, st->st_gid) == 0 ||
	    fchown(out, (uid_t)-1, st->st_gid) == 0)
		return 0;
	return errno == EPERM || errno == EINVAL ? 0 : -errno;
}

static int
copy_owner_at(int folder, const char *name, const struct stat *st)
{
	if (fchownat(folder, name, st->st_uid, st->st_gid,
		AT_SYMLINK_NOFOLLOW) == 0 ||
	    fchownat(folder, name, (uid_t)-1, st->st_gid,
		AT_SYMLINK_NOFOLLOW) == 0)
		return 0;
	return errno == EPERM || errno == EINVAL ? 0 : -errno;
}

static int
copy_mode(int out, const struct stat *st)
{
	const struct timespec times[] = {st->st_atim, st->st_mtim};

	if (fchmod(out, mode_of(out, st)) != 0 || futimens(out, times) != 0)
		return -errno;
	return 0;
}

static int
copy_file(int object, const struct stat *st, int folder, const char *to)
{
	char name[32];
	cleanup_fd int in = -1, out = -1;
	int err;

	snprintf(name, sizeof(name), "/proc/self/fd/%d", object);
	/* Only the owner may leave the time of access alone. */
	in = open(name, O_RDONLY | O_NONBLOCK | O_NOATIME | O_CLOEXEC);
	if (in < 0)
		in = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (in < 0)
		return -errno;
	out = openat(folder, to,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (out < 0)
		return -errno;
	err = copy_data(in, out, st->st_size);
	if (err == 0)
		err = copy_owner(out, st);
	if (err == 0) {
		give_attributes(name, out);
		err = copy_mode(out, st);
	}
	return err;
}

static int
copy_link(int object, const struct stat *st, int folder, const char *to)
{
	const struct timespec times[] = {st->st_atim, st->st_mtim};
	char text[PATH_MAX];
	int err;
	ssize_t n = readlinkat(object, "", text, sizeof(text));

	if (n < 0 || n >= (ssize_t)sizeof(text))
		return n < 0 ? -errno : -ENAMETOOLONG;
	text[n] = '\0';
	if (symlinkat(text, folder, to) != 0)
		return -errno;
	err = copy_owner_at(folder, to, st);
	if (err != 0)
		return err;
	return utimensat(folder, to, times, AT_SYMLINK_NOFOLLOW) == 0 ? 0
								      : -errno;
}

static int
copy_node(const struct stat *st, int folder, const char *to)
{
	const struct timespec times[] = {st->st_atim, st->st_mtim};
	int err;

	if (!S_ISFIFO(st->st_mode) && !S_ISSOCK(st->st_mode))
		return -EPERM;
	if (mknodat(folder, to, (st->st_mode & S_IFMT) | 0600, 0) != 0)
		return -errno;
	err = copy_owner_at(folder, to, st);
	if (err != 0)
		return err;
	if (fchmodat(folder, to, st->st_mode & 0777, 0) != 0 ||
	    utimensat(folder, to, times, AT_SYMLINK_NOFOLLOW) != 0)
		return -errno;
	return 0;
}

static int
copy_folder(int object, const struct stat *st, int folder, const char *to)
{
	char name[32];
	cleanup_fd int out = -1;
	int err;

	if (mkdirat(folder, to, 0700) != 0)
		return -errno;
	out =
	    openat(folder, to, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (out < 0)
		return -errno;
	err = copy_owner(out, st);
	if (err != 0)
		return err;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", object);
	give_attributes(name, out);
	return fchmod(out, mode_of(out, st) | 0700) == 0 ? 0 : -errno;
}

int
copy_object(int object, const struct stat *st, int folder, const char *to)
{
	int err;

	interrupted = 0;
	switch (st->st_mode & S_IFMT) {
	case S_IFREG: err = copy_file(object, st, folder, to); break;
	case S_IFDIR: err = copy_folder(object, st, folder, to); break;
	case S_IFLNK: err = copy_link(object, st, folder, to); break;
	default: err = copy_node(st, folder, to); break;
	}
	/* The name was free, so what is there now is ours. */
	if (err != 0 && err != -EEXIST)
		(void)unlinkat(folder, to,
		    S_ISDIR(st->st_mode) ? AT_REMOVEDIR : 0);
	return err;
}

int
copy_finish(int folder, const char *name, const struct stat *st)
{
	cleanup_fd int fd = -1;

	if (!S_ISDIR(st->st_mode))
		return 0;
	fd = openat(folder, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return fd >= 0 ? copy_mode(fd, st) : -errno;
}

int
copy_attributes(int object, int folder, const char *name)
{
	cleanup_fd int out = openat(folder, name,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char from[32];

	if (out < 0)
		return -errno;
	snprintf(from, sizeof(from), "/proc/self/fd/%d", object);
	give_attributes(from, out);
	return 0;
}

int
copy_open(int folder, struct copy_into *ret)
{
	*ret = (struct copy_into){.changed = false};
	snprintf(ret->name, sizeof(ret->name), "/proc/self/fd/%d", folder);
	if (fstat(folder, &ret->st) != 0)
		return -errno;
	ret->changed = (ret->st.st_mode & 0300) != 0300;
	if (ret->changed &&
	    chmod(ret->name, (ret->st.st_mode & 07777) | 0700) != 0)
		return -errno;
	return 0;
}

int
copy_close(const struct copy_into *into)
{
	const struct timespec times[] = {into->st.st_atim, into->st.st_mtim};

	if (into->changed && chmod(into->name, into->st.st_mode & 07777) != 0)
		return -errno;
	return utimensat(AT_FDCWD, into->name, times, 0) == 0 ? 0 : -errno;
}
