/* Who makes a call, for rules with `when` (rules/when.h): the modules on the
 * Python stack of its thread.  They are read when the first rule asks for them,
 * once for each stop, and hold until the call is decided. */
#ifndef PTS_CALL_WHO_H
#define PTS_CALL_WHO_H

#include <sys/types.h>

#include "rules.h"

struct call;
struct modules;
struct regs;

/* Who can look at stacks; modules NULL: nobody, and no stack can be told. */
struct looker {
	void *ctx;
	/* See stacks_modules(). */
	struct modules *(*modules)(void *ctx, pid_t tgid, pid_t tid,
	    const struct regs *regs);
};

/* The one who makes the call, to be given to the policy. */
struct who call_who(struct call *c);

/* Of a thread that can be looked at no more: no rule's module is known not to
 * stand there. */
extern const struct who who_unknown;

/* The rule of the answer decided although the stack cannot be told whole: adds
 * why to the event. */
void call_note_guess(struct call *c, const struct answer *a);

#endif /* PTS_CALL_WHO_H */
