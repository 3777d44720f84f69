/* Is a new image what was judged?  The kernel opened the program, followed
 * shebang lines and PT_INTERP by itself, after we had looked: what it found is
 * compared here with what was judged, before an instruction of it runs.  The
 * memory is new and has one thread, so nobody can change it meanwhile. */
#include "trace/image.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/fd.h"

/* A fresh image has some ten mappings; a hostile ELF file may ask for many.
 * What does not fit is refused. */
#define MAPS_MAX 262144u

/* One line of /proc/PID/maps (proc(5)). */
struct mapping {
	uint64_t start, end;
	char perms[8];
	unsigned major, minor;
	uint64_t ino;
	char name[32]; /* its beginning */
};

/* Reads a file of /proc whole; *ret is NUL-terminated, for the caller to free.
 * Returns its length or -errno, -EFBIG when it is longer than max. */
static ssize_t
read_whole(const char *path, size_t max, char **ret)
{
	size_t len = 0, cap = 8192;
	cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
	cleanup_free char *buf = NULL;

	if (fd < 0)
		return -errno;
	buf = malloc(cap);
	for (;;) {
		ssize_t n;

		if (buf == NULL)
			return -ENOMEM;
		n = read(fd, buf + len, cap - len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		len += (size_t)n;
		if (n == 0)
			break;
		if (len + 1 < cap)
			continue;
		if (cap >= max)
			return -EFBIG;
		cap *= 2;
		*ret = realloc(buf, cap);
		if (*ret == NULL)
			return -ENOMEM;
		buf = *ret;
	}
	buf[len] = '\0';
	*ret = buf;
	buf = NULL;
	return (ssize_t)len;
}

/* Reads one line and moves *at behind it; false at the end. */
static bool
next_mapping(char **at, struct mapping *ret)
{
	char *line = *at;
	char *end = strchr(line, '\n');

	if (end == NULL)
		return false;
	*end = '\0';
	*at = end + 1;
	ret->name[0] = '\0';
	return sscanf(line,
		   "%" SCNx64 "-%" SCNx64 " %7s %*x %x:%x %" SCNu64 " %31[^\n]",
		   &ret->start, &ret->end, ret->perms, &ret->major, &ret->minor,
		   &ret->ino, ret->name) >= 6;
}

/* How the kernel names a held file's device and inode in maps.  On file systems
 * with devices of their own making (btrfs, some overlays) that differs from
 * stat(2): then a mapping of ours tells. */
static int
mapped_as(const struct exec_file *f, struct mapping *ret)
{
	char path[40];
	cleanup_fd int fd = -1;
	cleanup_free char *maps = NULL;
	char *at;
	void *page;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", f->fd);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return -errno;
	page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	if (page == MAP_FAILED)
		return -errno;
	n = read_whole("/proc/self/maps", MAPS_MAX, &maps);
	munmap(page, 4096);
	if (n < 0)
		return (int)n;
	for (at = maps; next_mapping(&at, ret);)
		if (ret->start == (uintptr_t)page)
			return 0;
	return -ENOENT;
}

/* A judged file, and how maps names it, asked for once at most. */
struct judged {
	const struct exec_file *file;
	bool asked;
	bool known;
	struct mapping as;
};

static bool
is_judged(const struct mapping *m, const struct judged *j)
{
	const struct exec_file *f = j->file;

	return f->fd >= 0 && m->ino == f->ino &&
	    makedev(m->major, m->minor) == f->dev;
}

static bool
is_mapped_as(const struct mapping *m, struct judged *j)
{
	if (j->file->fd < 0)
		return false;
	if (!j->asked) {
		j->asked = true;
		j->known = mapped_as(j->file, &j->as) == 0;
	}
	return j->known && j->as.ino == m->ino && j->as.major == m->major &&
	    j->as.minor == m->minor;
}

static int
check_exe(pid_t tid, const struct exec_plan *plan, const char **ret_why)
{
	const struct exec_file *f =
	    plan->load != NULL ? &plan->loader : &plan->program;
	char path[40];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%d/exe", (int)tid);
	if (stat(path, &st) < 0) {
		*ret_why = "it cannot be looked at";
		return errno == ESRCH ? -ESRCH : -EPERM;
	}
	if (st.st_dev == f->dev && st.st_ino == f->ino)
		return 0;
	*ret_why = "another program than the judged one runs";
	return -EPERM;
}

static int
check_maps(pid_t tid, const struct exec_plan *plan, uint64_t *ret_vdso,
    const char **ret_why)
{
	struct judged program = {.file = &plan->program};
	struct judged loader = {.file = &plan->loader};
	cleanup_free char *maps = NULL;
	struct mapping m;
	char path[40];
	char *at;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)tid);
	n = read_whole(path, MAPS_MAX, &maps);
	if (n <= 0) {
		*ret_why = "its memory cannot be looked at";
		return n == -ESRCH ? -ESRCH : -EPERM;
	}
	for (at = maps; next_mapping(&at, &m);) {
		if (strcmp(m.name, "[vdso]") == 0)
			*ret_vdso = m.start;
		if (m.ino == 0 || is_judged(&m, &program) ||
		    is_judged(&m, &loader) || is_mapped_as(&m, &program) ||
		    is_mapped_as(&m, &loader))
			continue;
		*ret_why = "another file than the judged ones is mapped";
		return -EPERM;
	}
	return 0;
}

static int
check_args(pid_t tid, const struct exec_plan *plan, const char **ret_why)
{
	cleanup_free char *argv = NULL;
	char path[40];
	ssize_t n;

	if (plan->args == NULL)
		return 0;
	snprintf(path, sizeof(path), "/proc/%d/cmdline", (int)tid);
	n = read_whole(path, plan->args_len * 2 + MAPS_MAX, &argv);
	if (n < 0)
		return n == -ESRCH ? -ESRCH : -EPERM;
	*ret_why = "its arguments are not the judged ones";
	if ((size_t)n != plan->args_len)
		return -EPERM;
	return memcmp(argv, plan->args, plan->args_len) == 0 ? 0 : -EPERM;
}

int
image_check(pid_t tid, const struct exec_plan *plan, uint64_t *ret_vdso,
    const char **ret_why)
{
	int err;

	*ret_vdso = 0;
	err = check_exe(tid, plan, ret_why);
	if (err == 0)
		err = check_maps(tid, plan, ret_vdso, ret_why);
	if (err == 0)
		err = check_args(tid, plan, ret_why);
	return err;
}

int
image_has_region(pid_t tid, uint64_t at_addr, int fd)
{
	cleanup_free char *maps = NULL;
	struct mapping m;
	struct stat st;
	char path[40];
	char *at;
	ssize_t n;

	if (fstat(fd, &st) < 0)
		return -errno;
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)tid);
	n = read_whole(path, MAPS_MAX, &maps);
	if (n < 0)
		return (int)n;
	for (at = maps; next_mapping(&at, &m);)
		if (m.start == at_addr)
			return m.ino == st.st_ino && m.perms[1] == '-' &&
			    m.perms[3] == 's';
	return 0;
}

bool
image_is_constant(pid_t tid, uint64_t first, uint64_t second)
{
	cleanup_free char *maps = NULL;
	bool found_first = false, found_second = false;
	struct mapping m;
	char path[40];
	char *at;

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)tid);
	if (read_whole(path, MAPS_MAX, &maps) < 0)
		return false;
	for (at = maps;
	     !(found_first && found_second) && next_mapping(&at, &m);) {
		if (m.ino == 0 || m.perms[1] != '-' || m.perms[3] != 'p')
			continue;
		found_first |= first >= m.start && first < m.end;
		found_second |= second >= m.start && second < m.end;
	}
	return found_first && found_second;
}
