/* One mediated call: what the job asked, the accessors that copy it, the
 * question to the rules, and what the kernel shall run instead.
 *
 * The accessors return true, or false after they put the right answer into
 * c->out (EFAULT for a bad pointer, "gone" for a dead task, a fault for our own
 * failure): a handler then returns c->out.  What they read, they copied: the
 * memory is not looked at again.
 *
 * Invariant, asserted when a verdict is carried out: a call whose memory was
 * read (c->read_memory) is never passed to the kernel as it stands.
 */
#ifndef PTS_CALL_CALL_H
#define PTS_CALL_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "audit/event.h"
#include "call/ask.h"
#include "call/bound.h"
#include "call/place.h"
#include "call/verdict.h"
#include "call/who.h"
#include "catalog/catalog.h"
#include "rules.h"
#include "tracee-stub/region.h"
#include "tracee/tracee.h"
#include "view/listing.h"
#include "view/owners.h"

/* A limit on processes: see handle/census.h. */
struct census {
	unsigned most; /* 0: no limit */
	pid_t *ended;  /* those that their parents may yet have to wait for;
	                  owned */
	size_t count, room;
};

/* What every call of a run shares. */
struct mediator {
	struct tracees tracees;
	pid_t self;   /* the supervisor's own process */
	pid_t pgrp;   /* the process group it was started in */
	pid_t keeper; /* see call_hold(); 0: not started yet;
	                 negative: there cannot be one, -errno */
	bool walled;  /* the job and its keeper are behind a wall */
	char **fixed; /* folders that cannot be moved or removed for it: names
	                 of the host; NULL-terminated, or NULL */
	unsigned max_tasks;       /* slots: more tasks cannot be served */
	struct census census;     /* how many processes there may be */
	bool watch_writes;        /* somebody wants to know of unbilled */
	bool unbilled;            /* the job may write files of which the kernel
	                             does not count what is written to disk */
	struct bounds bounds;     /* where its sockets were bound */
	struct listings listings; /* folders that list as the job sees them */
	unsigned char *bays;      /* the supervisor's own mapping of the bays */
	bool bay_taken[BAYS];
	bool tell_args; /* a record is written: arguments belong to it */
	unsigned injection_count;
	uint64_t *injections; /* by inject.id: how many calls it met; owned */
	struct owners owners; /* what files seem to be under `user: root` */
	struct asker asker;   /* answers for rules that ask; put NULL: nobody */
	struct looker looker; /* sees stacks, for rules with `when` */
};

struct kept;

struct call {
	struct mediator *m;
	const struct call_def *def;
	struct tracee *task;
	long nr;
	uint64_t arg[CALL_ARGS];
	struct regs *regs;  /* as the job made the call; until it is carried
	                       out; see call_regs() */
	struct verdict out; /* what an accessor answered */
	bool read_memory;
	bool beside;     /* other calls are served meanwhile: trace/crew.h */
	bool needs_desk; /* it was found out that this one must not be */
	bool tell_alone; /* beside, but what is told of it must not be */
	bool together;   /* beside, and another was when it began */

	/* V_PIN: what the kernel runs.  pin_arg starts as a copy of arg. */
	long pin_nr;
	uint64_t pin_arg[CALL_ARGS];
	size_t pin_used; /* bytes of the slot's room */

	struct kept *kept; /* strings for the audit; owned */
	struct event event;
	struct place place[2]; /* most calls name at most two things */
	char text[PATH_MAX];   /* room for one more string */
};

/* Prepares *c for one stop.  Does not clear the big buffers. */
void call_start(struct call *c, struct mediator *m, struct tracee *t,
    const struct call_def *def, long nr, const uint64_t arg[CALL_ARGS]);

/* Releases what the call holds. */
void call_done(struct call *c);

/* What follows touches more than a call may that is served beside others (see
 * trace/crew.h).  False: this one is, and the handler returns c->out; nothing
 * is written to the job any more, and it is started anew without the others. */
bool call_needs_desk(struct call *c);

/* All registers, as the job made the call; those of a task that is gone are 0.
 */
const struct regs *call_regs(struct call *c);

/* Argument i as the kernel takes an int or unsigned int: the low 32 bits. */
static inline int
call_int(const struct call *c, int i)
{
	return (int)(uint32_t)c->arg[i];
}

/* Copies len bytes in from addr; false answers EFAULT. */
bool call_read(struct call *c, uint64_t addr, void *to, size_t len);

/* Copies a struct whose size the job gives, as openat2(2), clone3(2) and kin
 * take it: at least min bytes (else EINVAL), what is missing up to `size` is
 * zero, what is more must be zero (else E2BIG). */
bool call_read_struct(struct call *c, uint64_t addr, uint64_t given, void *to,
    size_t size, size_t min);

/* Copies len bytes out to addr; false answers EFAULT. */
bool call_write(struct call *c, uint64_t addr, const void *from, size_t len);

/* Copies the string at argument i into to[0..size), false answers EFAULT or,
 * when it is too long, ENAMETOOLONG. */
bool call_string(struct call *c, int i, char *to, size_t size);

/* Turns the name at argument `path` (which the row says is R_PATH, with its
 * folder argument) into a place; `which` is 0 or 1, the place's index.
 * False answers EFAULT, ENAMETOOLONG.  p->err is not answered yet: it may be
 * known only to who may stat the name (call_may). */
bool call_place(struct call *c, int which, int path, enum follow follow,
    enum want want, enum empty empty);

/* The same of place 0 for a call that needs these accesses, whatever there is
 * (0: that is not known): where the rules deny one of them to a name without
 * links, false answers that, as call_may() does, and nothing is held. */
bool call_place_for(struct call *c, unsigned accesses, int path,
    enum follow follow, enum want want, enum empty empty);

/* The same for a name that was already copied, from a given folder. */
bool call_place_text(struct call *c, int which, const char *text, int dirfd,
    enum follow follow, enum want want, enum empty empty);

/* The object behind descriptor argument i. */
bool call_place_fd(struct call *c, int which, int i);

/* Asks the rules about each access in the set, for place `which`, and records
 * it.  False answers the rule's errno (or ends the job, for `kill`).  When the
 * rules allow it and the name itself cannot be had (p->err), false answers
 * that.  ENOENT of a last name is left to the caller. */
bool call_may(struct call *c, int which, unsigned accesses);

/* As call_may, without an answer: does no rule forbid it?  False too where a
 * question would have to be put first.  Records nothing. */
bool call_would(struct call *c, int which, enum access one);

/* As call_would, but true where a question would be put: the answer is not
 * known to be no. */
bool call_might(struct call *c, int which, enum access one);

/* Asks about a network object; `text` is what the audit shows (copied).  False
 * answers the rule's errno.  The rule may have been to redirect: see *ret. */
bool call_may_net(struct call *c, enum access one, const struct net_object *to,
    const char *text, struct answer *ret);

/* Asks whether a program may be run (argv may be NULL with argc 0 when no rule
 * looks at arguments). */
bool call_may_run(struct call *c, const char *path, size_t argc,
    const char *const *argv, struct answer *ret);

/* The last object is a program that would get these arguments: for the record,
 * where it has room for them. */
void call_tell_args(struct call *c, size_t argc, const char *const *argv);

/* A process-section access; `text` names the object ("pid 12"). */
bool call_may_process(struct call *c, enum access one, enum target to,
    const char *text);

/* What is known of it without a question. */
enum asked call_process_known(struct call *c, enum access one, enum target to,
    struct answer *ret);

/* Records a refusal that no rule of the user's decided, and answers err. */
struct verdict call_refuse(struct call *c, int err, const char *why);

/* Records an object without a question (already judged, or for the record). */
void call_note(struct call *c, unsigned access, const char *named,
    const char *path);

/* Records, of the object recorded last, accesses that the call asks after and
 * does not need. */
void call_note_asks(struct call *c, unsigned access);

/* The object noted last is not reached, but what `text` (copied) says.  False
 * answers a fault. */
bool call_note_instead(struct call *c, const char *text);

/* A copy of text that lives until call_done; NULL answers a fault. */
const char *call_keep(struct call *c, const char *text);
void call_drop_kept(struct call *c);

/* Puts bytes into the task's slot and returns their address in the job, 8-byte
 * aligned; 0, with a fault in c->out, when there is no room. */
uint64_t call_pin(struct call *c, const void *bytes, size_t len);

/* The same for what may be bigger than a slot, as far as BAY_SIZE: one for each
 * call.  Without room, 0 with E2BIG in c->out, or EAGAIN where other calls use
 * it all. */
uint64_t call_pin_big(struct call *c, const void *bytes, size_t len);

/* The task's next stop: what it held for a pinned call is needed no more. */
void call_let_go(struct mediator *m, struct tracee *t);

/* Puts a string into the slot and points pinned argument i to it. */
bool call_pin_string(struct call *c, int i, const char *text);

/* Hands descriptor fd (taken over by the task until its next stop) to the
 * kernel under a name that leads to it whatever the job does: writes
 * "/proc/KEEPER/fd/N" to `to` (size >= 40).  The keeper is a sleeping process
 * that shares the supervisor's descriptors and, unlike the supervisor, lets the
 * kernel look at them on behalf of the job; the job's own calls never reach
 * it.  False answers a fault. */
bool call_hold(struct call *c, int fd, char *to, size_t size);

/* Must the name stay what it is for the sake of the second wall? */
bool call_is_fixed(const struct call *c, const struct place *p);

/* Asks for the pinned call's exit stop: fn is called there with the result.
 * `data` is freed with free_data when the task ends before. */
void call_on_return(struct call *c, return_fn fn, void *data,
    void (*free_data)(void *data));

/* What a pid (or tid) is to the caller. */
enum target call_target(const struct call *c, pid_t pid);

/* The answer of the kernel to one of our own calls: result >= 0 or errno. */
static inline struct verdict
call_result(int64_t result, int err)
{
	return result >= 0 ? v_return(result) : v_refuse(err);
}

#endif /* PTS_CALL_CALL_H */
