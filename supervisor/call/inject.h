/* What goes wrong on purpose: a rule's `inject`, counted and carried out. */
#ifndef PTS_CALL_INJECT_H
#define PTS_CALL_INJECT_H

#include <stdbool.h>

#include "call/call.h"

/* Counts one call that the rule of `i` allowed for object o, and injects where
 * it is due.  Returns true when the call goes on, or false with the answer in
 * c->out: the rule's errno, or V_WAIT while it is delayed, after which the call
 * is judged anew and decided the same. */
bool call_inject(struct call *c, struct event_object *o,
    const struct inject *i);

/* Counts one read or write of `len` bytes, and returns how many it may move. */
uint64_t call_inject_short(struct call *c, const struct inject *i,
    uint64_t len);

/* Records that what was noted last was made to go wrong, by the rule of *by. */
void call_note_injected(struct call *c, const struct answer *by);

#endif /* PTS_CALL_INJECT_H */
