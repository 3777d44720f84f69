/* What a folder lists in a namespace. */
#include "view/names.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "call/place.h"
#include "space.h"
#include "tracee/tracee.h"
#include "view/layer_names.h"
#include "view/listing.h"
#include "view/record.h"

/* What is read of the host at once. */
#define READ_ROOM 32768u

/* The run's own area, which no job sees, if it lies in this folder. */
static const char *
area_in(const struct space *s, const char *host)
{
	const char *last;
	size_t len;

	if (s->area == NULL)
		return NULL;
	last = strrchr(s->area, '/');
	len = last == s->area ? 1 : (size_t)(last - s->area);
	return strncmp(host, s->area, len) == 0 && host[len] == '\0' ? last + 1
								     : NULL;
}

static bool
is_proc(const char *host)
{
	return strcmp(host, "/proc") == 0;
}

bool
view_lists(const struct space *s, const char *host, const char *seen)
{
	return is_proc(host) || area_in(s, host) != NULL ||
	    layer_lists(s, seen) || space_next_in(s, seen, NULL) != NULL;
}

static void
add_folder(struct listing *to, const char *name, const struct stat *st)
{
	listing_add(to, name, st->st_ino, DT_DIR);
}

static int
add_dots(const struct view_folder *f, struct listing *to)
{
	char up[PATH_MAX], host[PATH_MAX];
	struct space_way way;
	struct stat st;
	size_t len;

	if (fstat(f->fd, &st) != 0)
		return -errno;
	add_folder(to, ".", &st);
	len = (size_t)(strrchr(f->seen, '/') - f->seen);
	memcpy(up, f->seen, len);
	strcpy(up + len, len == 0 ? "/" : "");
	/* Above the root is the root; of what cannot be had, the number is no
	 * secret and no matter. */
	if (f->seen[1] != '\0' && space_host(f->space, up, host, &way))
		(void)stat(host, &st);
	add_folder(to, "..", &st);
	return 0;
}

/* The places in the folder stand in front of what the host has there. */
static void
add_places(const struct view_folder *f, struct listing *to)
{
	const struct space_place *p = NULL;
	struct stat st;

	while ((p = space_next_in(f->space, f->seen, p)) != NULL) {
		const char *name = strrchr(p->at, '/') + 1;

		if (p->kind == SPACE_HIDDEN || p->from == NULL ||
		    lstat(p->from, &st) != 0)
			listing_hide(to, name);
		else
			listing_add(to, name, st.st_ino,
			    (unsigned char)IFTODT(st.st_mode));
	}
}

/* In /proc stand the processes of the job, and nobody else's. */
static bool
is_strange(const struct view_folder *f, bool pids, const char *name)
{
	pid_t pid = pids ? tracee_pid_of(name, strlen(name)) : 0;

	return pid != 0 &&
	    (!place_knows_pids(f->space) || process_find(f->all, pid) == NULL);
}

static bool
is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

int
view_names(const struct view_folder *f, struct listing *to)
{
	const char *area = area_in(f->space, f->host);
	_Alignas(8) unsigned char room[READ_ROOM];
	bool pids = is_proc(f->host);
	int err = add_dots(f, to);
	long n = 1;

	if (err != 0)
		return err;
	add_places(f, to);
	if (area != NULL)
		listing_hide(to, area);
	err = layer_names(f->space, f->seen, to);
	if (err != 0)
		return err;
	while (n > 0) {
		n = syscall(SYS_getdents64, f->fd, room, sizeof(room));
		for (long at = 0; at < n;) {
			const struct record64 *d = (const void *)(room + at);

			if (!is_dots(d->name) && !is_strange(f, pids, d->name))
				listing_add(to, d->name, d->ino, d->type);
			at += d->length;
		}
	}
	return n < 0 ? -errno : 0;
}
