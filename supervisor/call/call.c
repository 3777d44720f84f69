/* One mediated call: the accessors that copy what the job asked, and what the
 * kernel shall run instead. */
#include "call/call.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/fd.h"
#include "call/keeper.h"
#include "tracee/mem.h"

void
call_start(struct call *c, struct mediator *m, struct tracee *t,
    const struct call_def *def, long nr, const uint64_t arg[CALL_ARGS])
{
	c->m = m;
	c->def = def;
	c->task = t;
	c->nr = nr;
	memcpy(c->arg, arg, sizeof(c->arg));
	t->injected.asked = 0;
	c->out = v_fault(EPROTO);
	c->read_memory = false;
	c->beside = false;
	c->needs_desk = false;
	c->tell_alone = false;
	c->together = false;
	c->pin_nr = nr;
	memcpy(c->pin_arg, arg, sizeof(c->pin_arg));
	c->pin_used = 0;
	c->kept = NULL;
	c->event.def = def;
	c->event.nr = nr;
	memcpy(c->event.arg, arg, sizeof(c->event.arg));
	c->event.pid = t->process->tgid;
	c->event.tid = t->tid;
	c->event.program = t->process->program;
	c->event.profile = policy_name(t->process->policy);
	c->event.objects = 0;
	c->event.weighed = false;
	c->event.stack_asked = false;
	c->event.stack = NULL;
	c->event.stack_why = NULL;
	c->event.killed = false;
	c->event.denied = false;
	c->event.refused = false;
	c->event.would = NULL;
	c->event.injected = false;
	c->event.err = 0;
	c->event.builtin = NULL;
	c->event.bitless = NULL;
	place_init(&c->place[0]);
	place_init(&c->place[1]);
}

void
call_done(struct call *c)
{
	place_done(&c->place[0]);
	place_done(&c->place[1]);
	call_drop_kept(c);
}

bool
call_needs_desk(struct call *c)
{
	if (!c->beside)
		return true;
	c->needs_desk = true;
	c->out = v_wait();
	return false;
}

const struct regs *
call_regs(struct call *c)
{
	(void)regs_fill(c->task->tid, c->regs);
	return c->regs;
}

/* Puts the answer to a failed read or write into c->out. */
static bool
bad_memory(struct call *c, int err)
{
	c->out = err == -ESRCH ? v_gone() : v_return(err);
	return false;
}

/* The same for a failure of our own. */
static bool
our_fault(struct call *c, int err)
{
	c->out = err == -ESRCH ? v_gone() : v_fault(-err);
	return false;
}

bool
call_read(struct call *c, uint64_t addr, void *to, size_t len)
{
	int err = mem_read(c->task->tid, addr, to, len);

	c->read_memory = true;
	return err == 0 ? true : bad_memory(c, err);
}

bool
call_read_struct(struct call *c, uint64_t addr, uint64_t given, void *to,
    size_t size, size_t min)
{
	unsigned char rest[REGION_PAGE];
	size_t more;

	c->read_memory = true;
	if (given < min) {
		c->out = v_refuse(EINVAL);
		return false;
	}
	/* As copy_struct_from_user(): over a page is too big by itself. */
	if (given > sizeof(rest)) {
		c->out = v_refuse(E2BIG);
		return false;
	}
	memset(to, 0, size);
	if (!call_read(c, addr, to, given < size ? (size_t)given : size))
		return false;
	if (given <= size)
		return true;
	more = (size_t)given - size;
	if (!call_read(c, addr + size, rest, more))
		return false;
	for (size_t i = 0; i < more; i++) {
		if (rest[i] != 0) {
			c->out = v_refuse(E2BIG);
			return false;
		}
	}
	return true;
}

bool
call_write(struct call *c, uint64_t addr, const void *from, size_t len)
{
	int err;

	if (c->needs_desk)
		return call_needs_desk(c);
	err = mem_write(c->task->tid, addr, from, len);
	return err == 0 ? true : bad_memory(c, err);
}

bool
call_string(struct call *c, int i, char *to, size_t size)
{
	ssize_t n = mem_read_string(c->task->tid, c->arg[i], to, size);

	c->read_memory = true;
	return n >= 0 ? true : bad_memory(c, (int)n);
}

static bool
resolve(struct call *c, int which, int dirfd, enum follow follow,
    enum want want, enum empty empty)
{
	int err = place_resolve(&c->place[which], &c->m->tracees, c->task,
	    dirfd, follow, want, empty);

	return err == 0 ? true : our_fault(c, err);
}

/* The descriptor of the folder that argument `path` is relative to. */
static int
folder_of(const struct call *c, int path)
{
	int ref = c->def->arg[path].ref;

	return ref >= 0 ? call_int(c, ref) : AT_FDCWD;
}

bool
call_place(struct call *c, int which, int path, enum follow follow,
    enum want want, enum empty empty)
{
	struct place *p = &c->place[which];

	return call_string(c, path, p->named, sizeof(p->named)) &&
	    resolve(c, which, folder_of(c, path), follow, want, empty);
}

/* Do the rules deny one of the accesses to p->shown, whoever asks? */
static bool
is_denied(const struct call *c, const struct place *p, unsigned accesses)
{
	const struct policy *policy = c->task->process->policy;
	struct answer a;

	for (unsigned bit = 1; bit <= ACC_EXEC; bit <<= 1) {
		if ((accesses & bit) == 0)
			continue;
		/* Who is not known may be anybody: no rule with `when` comes
		 * before one without that is found. */
		policy_file_by(policy, &who_unknown, (enum access)bit, p->shown,
		    &a);
		if (a.verb == VERB_DENY && a.when == NULL)
			return true;
	}
	return false;
}

bool
call_place_for(struct call *c, unsigned accesses, int path, enum follow follow,
    enum want want, enum empty empty)
{
	struct place *p = &c->place[0];

	if (!call_string(c, path, p->named, sizeof(p->named)))
		return false;
	if (accesses != 0 && place_spelt(p, c->task) &&
	    is_denied(c, p, accesses) && place_is_plain(p))
		return call_may(c, 0, accesses);
	return resolve(c, 0, folder_of(c, path), follow, want, empty);
}

bool
call_place_text(struct call *c, int which, const char *text, int dirfd,
    enum follow follow, enum want want, enum empty empty)
{
	struct place *p = &c->place[which];
	size_t len = strlen(text);

	if (len >= sizeof(p->named)) {
		c->out = v_refuse(ENAMETOOLONG);
		return false;
	}
	memcpy(p->named, text, len + 1);
	return resolve(c, which, dirfd, follow, want, empty);
}

bool
call_place_fd(struct call *c, int which, int i)
{
	int err = place_of_fd(&c->place[which], c->task, call_int(c, i));

	return err == 0 ? true : our_fault(c, err);
}

uint64_t
call_pin(struct call *c, const void *bytes, size_t len)
{
	size_t at = (c->pin_used + 7) & ~(size_t)7;
	struct tracee *t = c->task;

	if (t->process->base == 0 || at > SLOT_ROOM || len > SLOT_ROOM - at) {
		c->out = v_fault(ENOBUFS);
		return 0;
	}
	memcpy(t->slot->room + at, bytes, len);
	c->pin_used = at + len;
	return t->process->base + REGION_PAGE +
	    (uint64_t)t->slot_index * SLOT_SIZE + offsetof(struct slot, room) +
	    at;
}

/* Takes a free bay for the task; its number from 1, or 0. */
static unsigned
take_bay(struct mediator *m)
{
	for (unsigned i = 0; i < BAYS; i++) {
		if (m->bay_taken[i])
			continue;
		m->bay_taken[i] = true;
		return i + 1;
	}
	return 0;
}

uint64_t
call_pin_big(struct call *c, const void *bytes, size_t len)
{
	size_t at = (c->pin_used + 7) & ~(size_t)7;
	struct tracee *t = c->task;
	size_t bay;

	if (at <= SLOT_ROOM && len <= SLOT_ROOM - at)
		return call_pin(c, bytes, len);
	if (len > BAY_SIZE || c->m->bays == NULL || t->bay != 0) {
		c->out = v_refuse(E2BIG);
		return 0;
	}
	t->bay = take_bay(c->m);
	if (t->bay == 0) {
		c->out = v_refuse(EAGAIN);
		return 0;
	}
	bay = (size_t)(t->bay - 1) * BAY_SIZE;
	memcpy(c->m->bays + bay, bytes, len);
	return t->process->base + BAYS_AT + bay;
}

void
call_let_go(struct mediator *m, struct tracee *t)
{
	fd_close(&t->held_fd);
	if (t->bay != 0)
		m->bay_taken[t->bay - 1] = false;
	t->bay = 0;
}

bool
call_pin_string(struct call *c, int i, const char *text)
{
	c->pin_arg[i] = call_pin(c, text, strlen(text) + 1);
	return c->pin_arg[i] != 0;
}

bool
call_hold(struct call *c, int fd, char *to, size_t size)
{
	fd_close(&c->task->held_fd);
	c->task->held_fd = fd;
	if (c->m->keeper == 0) {
		if (!call_needs_desk(c))
			return false;
		c->m->keeper = keeper_start();
	}
	if (c->m->keeper < 0) {
		c->out = v_fault(-c->m->keeper);
		return false;
	}
	snprintf(to, size, "/proc/%d/fd/%d", (int)c->m->keeper, fd);
	return true;
}

bool
call_is_fixed(const struct call *c, const struct place *p)
{
	char host[PATH_MAX];

	if (c->m->fixed == NULL || !place_host(p, host))
		return false;
	for (size_t i = 0; c->m->fixed[i] != NULL; i++)
		if (strcmp(c->m->fixed[i], host) == 0)
			return true;
	return false;
}

void
call_on_return(struct call *c, return_fn fn, void *data,
    void (*free_data)(void *data))
{
	tracee_forget_return(c->task);
	c->task->on_return = fn;
	c->task->on_return_data = data;
	c->task->free_return_data = free_data;
}

enum target
call_target(const struct call *c, pid_t pid)
{
	const struct process *self = c->task->process;
	const struct process *p;
	const struct tracee *t;

	t = tracee_find(&c->m->tracees, pid);
	p = t != NULL ? t->process : process_find(&c->m->tracees, pid);
	if (p == NULL)
		return TARGET_OUTSIDE;
	if (p == self)
		return TARGET_SELF;
	return p->ppid == self->tgid ? TARGET_CHILD : TARGET_JOB;
}
