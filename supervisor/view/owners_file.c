/* --owners: the table as a text file, one object a line:
 *
 *	MAJOR:MINOR INODE MODE UID GID MAJOR:MINOR
 *
 * device and inode, mode in octal with its type, owner, group, and the device
 * that it seems to be (0:0 for what is none).  It may come from anywhere, so
 * nothing of it is believed that does not read exactly so. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/replace.h"
#include "base/str.h"
#include "view/owner_entry.h"
#include "view/owners.h"

/* Longer than any line that is written. */
#define LINE_MAX_OURS 160

/* Digits of the base and then `end`; *at is moved behind it.  False: it is no
 * such number, or above `most`. */
static bool
number(const char **at, unsigned base, char end, uint64_t most, uint64_t *ret)
{
	const char *s = *at;
	uint64_t n = 0;

	if (*s == end)
		return false;
	for (; *s >= '0' && *s < (char)('0' + base); s++) {
		uint64_t digit = (uint64_t)(*s - '0');

		if (digit > most || n > (most - digit) / base)
			return false;
		n = n * base + digit;
	}
	if (*s != end)
		return false;
	*at = s + 1;
	*ret = n;
	return true;
}

static bool
device(const char **at, char end, dev_t *ret)
{
	uint64_t big, small;

	if (!number(at, 10, ':', UINT32_MAX, &big) ||
	    !number(at, 10, end, UINT32_MAX, &small))
		return false;
	*ret = makedev((unsigned)big, (unsigned)small);
	return true;
}

/* One line as the object itself and what it seems to be. */
static bool
read_line(const char *line, struct stat *real, struct stat *seems)
{
	uint64_t ino, mode, uid, gid;

	*real = (struct stat){0};
	*seems = (struct stat){0};
	if (!device(&line, ' ', &real->st_dev) ||
	    !number(&line, 10, ' ', UINT64_MAX, &ino) ||
	    !number(&line, 8, ' ', S_IFMT | 07777, &mode) ||
	    !number(&line, 10, ' ', UINT32_MAX - 1, &uid) ||
	    !number(&line, 10, ' ', UINT32_MAX - 1, &gid) ||
	    !device(&line, '\n', &seems->st_rdev) || *line != '\0')
		return false;
	real->st_ino = ino;
	seems->st_mode = (mode_t)mode;
	seems->st_uid = (uid_t)uid;
	seems->st_gid = (gid_t)gid;
	switch (mode & S_IFMT) {
	case S_IFREG:
	case S_IFDIR:
	case S_IFLNK:
	case S_IFIFO:
	case S_IFSOCK: return seems->st_rdev == 0;
	case S_IFCHR:
	case S_IFBLK: return true;
	default: return false;
	}
}

/* Reads all lines after the first.  The real modes are not known, and are not
 * those of any line: nothing is left out as saying nothing. */
static void
read_lines(struct owners *o, FILE *from, const char *shown, struct faults *f)
{
	char line[LINE_MAX_OURS];
	struct stat real, seems;

	for (size_t n = 2; fgets(line, sizeof(line), from) != NULL; n++) {
		int err;

		if (!read_line(line, &real, &seems)) {
			fault_add(f, shown, n, 0,
			    "no line of --owners, which are DEVICE INODE MODE "
			    "UID GID DEVICE");
			return;
		}
		err = owners_set(o, &real, &seems);
		if (err != 0) {
			fault_add(f, shown, n, 0, "--owners: %s",
			    err == -ENOSPC ? "too many files" : strerror(-err));
			return;
		}
	}
	if (ferror(from))
		fault_add(f, shown, 0, 0, "--owners: %s", strerror(errno));
}

/* What could only fail after the job is told before it. */
static bool
can_save(const char *file)
{
	const char *slash = strrchr(file, '/');
	char folder[PATH_MAX];
	size_t len = slash != NULL ? (size_t)(slash - file) + 1 : 0;

	if (len >= sizeof(folder)) {
		errno = ENAMETOOLONG;
		return false;
	}
	memcpy(folder, file, len);
	folder[len] = '\0';
	return access(len == 0 ? "." : folder, W_OK | X_OK) == 0;
}

static void
load(struct owners *o, const char *file, const char *shown, struct faults *f)
{
	char head[sizeof(OWNERS_HEAD)];
	struct stat st;
	/* O_NONBLOCK: a pipe is refused, not waited for. */
	int fd = open(file, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	FILE *from;

	if (fd < 0 && errno == ENOENT)
		return;
	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		fault_add(f, shown, 0, 0, "--owners: %s",
		    fd < 0 ? strerror(errno) : "it is no regular file");
		fd_close(&fd);
		return;
	}
	from = fdopen(fd, "r");
	if (from == NULL) {
		fault_add(f, shown, 0, 0, "--owners: %s", strerror(errno));
		close(fd);
		return;
	}
	if (st.st_size != 0 &&
	    (fgets(head, sizeof(head), from) == NULL ||
		strcmp(head, OWNERS_HEAD) != 0))
		fault_add(f, shown, 1, 0,
		    "--owners: it does not begin with '%.*s'",
		    (int)strlen(OWNERS_HEAD) - 1, OWNERS_HEAD);
	else
		read_lines(o, from, shown, f);
	(void)fclose(from);
}

int
owners_load(struct owners *o, const char *file, struct faults *f)
{
	cleanup_str struct str shown = {0};

	str_add_shown(&shown, file, strlen(file));
	if (!can_save(file))
		fault_add(f, str_text(&shown), 0, 0,
		    "--owners: its folder cannot be written: %s",
		    strerror(errno));
	else
		load(o, file, str_text(&shown), f);
	return fault_any(f) ? -1 : 0;
}

int
owners_save(const struct owners *o, const char *file)
{
	/* A link's name stays, and leads to what is written. */
	cleanup_free char *real = realpath(file, NULL);
	cleanup_str struct str text = {0};
	struct replace there = {
	    .folder = AT_FDCWD,
	    .name = real != NULL ? real : file,
	    .mode = 0600,
	    .sync = true,
	};

	str_add(&text, OWNERS_HEAD);
	for (const struct owner_entry *e = o->all; e != NULL; e = e->hh.next)
		str_addf(&text, "%u:%u %" PRIu64 " %o %u %u %u:%u\n",
		    major(e->key.dev), minor(e->key.dev), (uint64_t)e->key.ino,
		    e->mode, e->uid, e->gid, major(e->rdev), minor(e->rdev));
	return replace_file(&there, &text);
}
