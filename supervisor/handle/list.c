/* getdents, getdents64: what is in a folder, as the job sees it.
 *
 * Where a folder lists as on the host, and nobody can put another folder's
 * descriptor in its place meanwhile, the kernel does it.  Else we read a
 * description of our own and write the records, and the kernel moves the job's
 * position: it runs lseek(2) in the job, whose result becomes the call's.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "handle/handle.h"
#include "handle/owner.h"
#include "tracee/fdinfo.h"
#include "view/names.h"
#include "view/record.h"

/* The most that is told at once; a caller asks again. */
#define LIST_ROOM 32768u

/* The folder behind the descriptor, held. */
struct folder {
	int fd;              /* a description of our own */
	char host[PATH_MAX]; /* where it stands */
	char seen[PATH_MAX]; /* what the job calls it */
	bool drawn;
	struct stat st;
	struct fdinfo info;
};

/* What was put together for the job's buffer. */
struct told {
	_Alignas(8) unsigned char room[LIST_ROOM];
	size_t size;
	uint64_t position; /* behind the last record */
};

/* The text of a link, of PATH_MAX bytes.  False: there is none. */
static bool
read_link(const char *link, char *to)
{
	ssize_t n = readlink(link, to, PATH_MAX - 1);

	to[n < 0 ? 0 : n] = '\0';
	return n >= 0;
}

/* May another task put something else behind the caller's descriptors? */
static bool
is_alone(const struct call *c)
{
	const struct process *p = c->task->process;

	return p->tasks == 1 && !p->shares_files;
}

/* Does the folder at `host` list otherwise than on the host?  What the job has
 * no name for, it got before it saw so: that lists as it did. */
static bool
is_drawn(const struct space *s, const char *host, char *seen)
{
	strcpy(seen, host);
	return host[0] == '/' && place_seen(s, seen) &&
	    view_lists(s, host, seen);
}

/* Was it this folder that the descriptor's flags were told of?  Or may the job
 * list it in any case? */
static bool
may_list(struct call *c, const struct folder *f)
{
	const struct who who = call_who(c);
	struct statx stx;
	struct answer says;

	if (is_alone(c))
		return true;
	if (statx(f->fd, "", AT_EMPTY_PATH, STATX_INO | STATX_MNT_ID, &stx) ==
		0 &&
	    stx.stx_ino == f->info.ino && stx.stx_mnt_id == f->info.mount)
		return true;
	policy_file_by(c->task->process->policy, &who, ACC_READ, f->seen,
	    &says);
	return f->seen[0] == '/' && says.verb == VERB_ALLOW;
}

/* Holds the folder behind the call's descriptor, whatever stands behind it
 * later.  False answers what getdents(2) would. */
static bool
hold_folder(struct call *c, const struct space *s, struct folder *f)
{
	char link[64];

	c->out = v_refuse(EBADF);
	if (call_int(c, 0) < 0 ||
	    fdinfo_read(c->task->tid, call_int(c, 0), &f->info) != 0 ||
	    (f->info.flags & O_PATH) != 0)
		return false;
	snprintf(link, sizeof(link), "/proc/%d/fd/%d", (int)c->task->tid,
	    call_int(c, 0));
	f->fd = open(link, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
	if (f->fd < 0 && errno != ENOENT)
		c->out = errno == EMFILE || errno == ENFILE || errno == ENOMEM
		    ? v_fault(errno)
		    : v_refuse(errno);
	if (f->fd < 0)
		return false;
	place_proc_name(f->fd, link, sizeof(link));
	if (fstat(f->fd, &f->st) != 0) {
		c->out = v_refuse(errno);
		return false;
	}
	f->drawn = read_link(link, f->host) && is_drawn(s, f->host, f->seen);
	return may_list(c, f);
}

/* The call's result becomes the size of what was told. */
static void
moved(struct tracee *t, int64_t *result, void *size)
{
	t->exclusive = false;
	if (*result >= 0)
		*result = (int64_t)(uintptr_t)size;
}

/* Writes as many records as the job's memory takes.  Both kinds begin alike
 * where a long has 64 bits.  False: not even the first. */
static bool
write_records(struct call *c, struct told *told)
{
	size_t at = 0;

	if (call_write(c, c->arg[1], told->room, told->size))
		return true;
	while (at < told->size) {
		const struct record64 *r = (const void *)(told->room + at);

		if (!call_write(c, c->arg[1] + at, r, r->length))
			break;
		told->position = (uint64_t)r->position;
		at += r->length;
	}
	told->size = at;
	return at != 0;
}

/* Writes what was told, and moves the position. */
static struct verdict
tell(struct call *c, struct told *told)
{
	if (told->size == 0)
		return v_return(0);
	if (!write_records(c, told))
		return c->out;
	c->pin_nr = SYS_lseek;
	c->pin_arg[1] = told->position;
	c->pin_arg[2] = SEEK_SET;
	call_on_return(c, moved, (void *)(uintptr_t)told->size, NULL);
	/* Who reads the folder next shall find the position moved. */
	c->task->exclusive = true;
	return v_pin();
}

static size_t
room_of(const struct call *c)
{
	size_t room = (unsigned)call_int(c, 2);

	return room < LIST_ROOM ? room : LIST_ROOM;
}

/* The kind of records that the call wants. */
static enum record_kind
kind_of(const struct call *c)
{
#ifdef SYS_getdents
	if (c->nr == SYS_getdents)
		return RECORD_OLD;
#endif
	(void)c;
	return RECORD_64;
}

/* In the place of devices that only seem stand plain files.  Both kinds of
 * record say at their last byte, or before the name, what each is. */
static void
show_types(const struct call *c, const struct folder *f, struct told *told)
{
	for (size_t at = 0; owner_lists(c) && at < told->size;) {
		struct record64 *r = (void *)(told->room + at);
		unsigned char *type = kind_of(c) == RECORD_64
		    ? &r->type
		    : told->room + at + r->length - 1;

		*type = owner_type(c, f->st.st_dev, r->ino, *type);
		at += r->length;
	}
}

/* As the kernel lists it, from where the job stands. */
static struct verdict
tell_hosts(struct call *c, const struct folder *f)
{
	struct told told;
	off_t at;
	long n;

	if (f->info.position != 0 &&
	    lseek(f->fd, (off_t)f->info.position, SEEK_SET) < 0)
		return v_refuse(errno);
	n = syscall(c->nr, f->fd, told.room, room_of(c));
	at = n < 0 ? 0 : lseek(f->fd, 0, SEEK_CUR);
	if (n < 0 || at < 0)
		return v_refuse(errno);
	told.size = (size_t)n;
	told.position = (uint64_t)at;
	show_types(c, f, &told);
	return tell(c, &told);
}

/* The listing of a folder; looked at anew from its beginning on.  NULL answers
 * why not. */
static const struct listing *
look(struct call *c, const struct space *s, const struct folder *f)
{
	struct view_folder folder = {s, &c->m->tracees, f->host, f->seen,
	    f->fd};
	struct listing_key key = {s, f->st.st_dev, f->st.st_ino};
	struct listing *l;
	bool stale;
	int err;

	l = listings_get(&c->m->listings, &key, f->seen, &stale);
	if (l == NULL) {
		c->out = v_fault(ENOMEM);
		return NULL;
	}
	if (!stale && f->info.position != 0)
		return l;
	err = view_names(&folder, l);
	if (err == 0)
		err = listing_end(l);
	if (err == 0)
		return l;
	listing_forget(&c->m->listings, l);
	c->out = v_return(err);
	return NULL;
}

static struct verdict
tell_drawn(struct call *c, const struct space *s, const struct folder *f)
{
	const struct listing *l = look(c, s, f);
	enum record_kind kind = kind_of(c);
	const struct listed *n;
	struct told told;
	const char *name;
	size_t at;

	if (l == NULL)
		return c->out;
	told.size = 0;
	told.position = f->info.position;
	for (at = listing_behind(l, f->info.position);
	     (n = listing_at(l, at, &name)) != NULL; at++) {
		struct record r = {n->ino, n->cookie, n->type, name};
		size_t size = record_size(kind, name);

		if (size > room_of(c) - told.size)
			break;
		record_put(kind, &r, told.room + told.size);
		told.size += size;
		told.position = n->cookie;
	}
	show_types(c, f, &told);
	if (n != NULL && told.size == 0)
		return v_refuse(EINVAL);
	return tell(c, &told);
}

struct verdict
h_getdents(struct call *c)
{
	const struct space *s = policy_space(c->task->process->policy);
	struct folder f = {.fd = -1};
	struct verdict v;
	char link[64];

	snprintf(link, sizeof(link), "/proc/%d/fd/%d", (int)c->task->tid,
	    call_int(c, 0));
	/* What is no descriptor, the kernel says. */
	if (is_alone(c) && !owner_lists(c) &&
	    !(read_link(link, f.host) && is_drawn(s, f.host, f.seen)))
		return v_pass();
	if (!hold_folder(c, s, &f))
		v = c->out;
	else
		v = f.drawn ? tell_drawn(c, s, &f) : tell_hosts(c, &f);
	fd_close(&f.fd);
	return v;
}
