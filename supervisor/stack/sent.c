/* What the process that unwinds has been sent. */
#include "stack/sent.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/fd.h"
#include "stack/effort.h"
#include "stack/file.h"

static bool
send_file(struct sent *s, int socket, uint32_t slot, int fd)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct wire_file f = {WIRE_FILE, slot, s->slot[slot].trusted};
	struct iovec part = {&f, sizeof(f)};
	struct msghdr m = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = &control,
	    .msg_controllen = sizeof(control)};
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	return sendmsg(socket, &m, MSG_NOSIGNAL) == (ssize_t)sizeof(f);
}

static bool
is_slot(const struct sent_file *f, const struct stat *st)
{
	return f->ino == st->st_ino && f->dev == st->st_dev &&
	    f->size == st->st_size && f->changed.tv_sec == st->st_mtim.tv_sec &&
	    f->changed.tv_nsec == st->st_mtim.tv_nsec;
}

/* The slot of the file behind a mapping, sent where the unwinder has it not
 * yet; WIRE_SLOTS: it cannot be had. */
static uint32_t
slot_of(struct sent *s, int socket, const struct map *m)
{
	cleanup_fd int fd = file_open_mapped(m);
	uint32_t oldest = 0;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0)
		return WIRE_SLOTS;
	for (uint32_t i = 0; i < WIRE_SLOTS; i++) {
		if (is_slot(&s->slot[i], &st)) {
			s->slot[i].used = s->used;
			return i;
		}
		if (s->slot[i].used < s->slot[oldest].used)
			oldest = i;
	}
	/* All of them are of this very stack. */
	if (s->slot[oldest].used == s->used)
		return WIRE_SLOTS;
	s->slot[oldest] = (struct sent_file){st.st_dev, st.st_ino, st.st_size,
	    st.st_mtim, s->used, !s->may_write(s->ctx, m->path)};
	s->new_files = true;
	if (send_file(s, socket, oldest, fd))
		return oldest;
	s->slot[oldest] = (struct sent_file){0};
	return WIRE_SLOTS;
}

/* The slot is of the stack that is being taken: no other file may have it. */
static void
touch(struct sent *s, uint32_t slot)
{
	if (slot < WIRE_SLOTS)
		s->slot[slot].used = s->used;
}

static bool
same_map(const struct sent_map *k, const struct map *m)
{
	return m->low == k->wire.low && m->high == k->wire.high &&
	    m->offset == k->wire.offset && m->ino == k->ino;
}

static bool
same_maps(const struct sent *s, const struct maps *m)
{
	if (m->count != s->maps)
		return false;
	for (size_t i = 0; i < m->count; i++)
		if (!same_map(&s->map[i], &m->at[i]))
			return false;
	return true;
}

/* Takes over what stands where it stood; for the rest `ino` is 0.  Both are in
 * the order of addresses. */
static void
carry_over(struct sent *s, const struct maps *m)
{
	struct sent_map before[MAPS_MAX];
	size_t count = s->maps, at = 0;

	memcpy(before, s->map, count * sizeof(before[0]));
	s->maps = (uint32_t)m->count;
	for (size_t i = 0; i < m->count; i++) {
		const struct map *from = &m->at[i];

		s->map[i].ino = 0;
		s->map[i].wire = (struct wire_map){from->low, from->high,
		    from->offset, WIRE_SLOTS, 0};
		while (at < count && before[at].wire.low < from->low)
			at++;
		if (at == count || !same_map(&before[at], from))
			continue;
		s->map[i] = before[at];
		touch(s, before[at].wire.slot);
	}
}

void
sent_update(struct sent *s, int socket, const struct maps *m, struct effort *e)
{
	s->new_files = false;
	if (same_maps(s, m))
		return;
	s->used++;
	s->stamp++;
	/* First of all what is kept, so that its slot is not given away. */
	carry_over(s, m);
	for (size_t i = 0; i < m->count; i++) {
		if (s->map[i].ino != 0)
			continue;
		/* The rest is tried at the next stack. */
		if (!effort_left(e))
			break;
		s->map[i].ino = m->at[i].ino;
		s->map[i].wire.slot = slot_of(s, socket, &m->at[i]);
	}
}

void
sent_forget(struct sent *s)
{
	memset(s->slot, 0, sizeof(s->slot));
	s->maps = 0;
}
