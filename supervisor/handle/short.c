/* read, write and kin, where a rule cuts some of them short (`inject: short`):
 * the kernel runs the same call with a smaller count.  The buffers stay the
 * job's own: nothing is decided by what is in them. */
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "call/inject.h"
#include "handle/handle.h"
#include "tracee/mem.h"

/* UIO_MAXIOV of linux/uio.h: the kernel answers EINVAL beyond. */
#define VECTOR_MAX 1024u

/* Of a vector that is cut no more than this is given to the kernel: it may move
 * fewer bytes than the rule says, and a slot has room for it. */
#define VECTOR_CUT 512u

/* Lowers *len to what a rule lets move through the descriptor of argument i in
 * one call, and records that.  False answers: the task is gone. */
static bool
cut(struct call *c, int which, int i, enum access one, uint64_t *len)
{
	const struct place *p = &c->place[which];
	const struct who who = call_who(c);
	struct answer says;
	uint64_t most;

	if (!call_place_fd(c, which, i))
		return false;
	if (p->err != 0 || p->nameless || p->shown[0] != '/')
		return true;
	policy_file_by(c->task->process->policy, &who, one, p->shown, &says);
	if (says.inject == NULL)
		return true;
	most = call_inject_short(c, says.inject, *len);
	if (most == *len)
		return true;
	call_note(c, one, NULL, p->shown);
	call_note_injected(c, &says);
	*len = most;
	return true;
}

/* The same call with `len` as argument i, or as it stands. */
static struct verdict
with_count(struct call *c, int i, uint64_t len)
{
	if (len == c->arg[i])
		return v_pass();
	c->pin_arg[i] = len;
	return v_pin();
}

struct verdict
h_short(struct call *c)
{
	bool reads = c->nr == SYS_read || c->nr == SYS_pread64;
	uint64_t len = c->arg[2];

	if (!cut(c, 0, 0, reads ? ACC_READ : ACC_MODIFY, &len))
		return c->out;
	return with_count(c, 2, len);
}

/* From one file into another: either may be cut. */
struct verdict
h_short_copy(struct call *c)
{
	bool sends = c->nr == SYS_sendfile;
	int from = sends ? 1 : 0, to = sends ? 0 : 2, count = sends ? 3 : 4;
	uint64_t len = c->arg[count];

	if (!cut(c, 0, from, ACC_READ, &len) ||
	    !cut(c, 1, to, ACC_MODIFY, &len))
		return c->out;
	return with_count(c, count, len);
}

/* How many bytes a vector is for; 0 also where the kernel takes none of it
 * (import_iovec() in lib/iov_iter.c). */
static uint64_t
vector_len(const struct iovec *v, size_t count)
{
	uint64_t len = 0;

	for (size_t i = 0; i < count; i++) {
		if (v[i].iov_len > SSIZE_MAX)
			return 0;
		if (__builtin_add_overflow(len, v[i].iov_len, &len))
			len = UINT64_MAX;
	}
	return len;
}

/* Makes a vector one for `most` bytes, and returns how many parts it has: those
 * of no bytes are left out, for a vector of nothing else would look like the
 * end of the file. */
static size_t
vector_cut(struct iovec *v, size_t count, uint64_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < count && n < VECTOR_CUT && most > 0; i++) {
		if (v[i].iov_len == 0)
			continue;
		v[n] = v[i];
		if (v[n].iov_len > most)
			v[n].iov_len = most;
		most -= v[n++].iov_len;
	}
	return n;
}

/* The vector is looked at only to know how long it is, which decides no more
 * than whether it is cut: without that, the kernel may well read another one.
 * What is cut is pinned.  A vector that cannot be read is the kernel's to
 * refuse. */
struct verdict
h_short_vector(struct call *c)
{
	bool reads =
	    c->nr == SYS_readv || c->nr == SYS_preadv || c->nr == SYS_preadv2;
	struct iovec v[VECTOR_MAX];
	size_t count = c->arg[2];
	uint64_t len, most;

	if (count == 0 || count > VECTOR_MAX ||
	    mem_read(c->task->tid, c->arg[1], v, count * sizeof(v[0])) != 0)
		return v_pass();
	len = most = vector_len(v, count);
	if (!cut(c, 0, 0, reads ? ACC_READ : ACC_MODIFY, &most))
		return c->out;
	if (most == len)
		return v_pass();
	count = vector_cut(v, count, most);
	c->pin_arg[1] = call_pin(c, v, count * sizeof(v[0]));
	c->pin_arg[2] = count;
	return c->pin_arg[1] != 0 ? v_pin() : c->out;
}
