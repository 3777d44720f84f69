/* A call as a person would write it, from the roles in its row:
 * openat(AT_FDCWD, "/etc/x", O_RDONLY|O_CLOEXEC). */
#ifndef PTS_CALL_TEXT_H
#define PTS_CALL_TEXT_H

#include <stdint.h>

#include "audit/event.h"
#include "base/str.h"

/* Adds the call to *to.  Names and addresses come from the event, in the order
 * in which the arguments stand: what was not copied from the job when the call
 * was judged is shown as a number, and the job's memory is not read.  A call
 * that names its object by a descriptor alone shows it as 3</tmp/x>.  All bytes
 * from the job are quoted. */
void call_text(const struct event *e, const uint64_t arg[CALL_ARGS],
    struct str *to);

#endif /* PTS_CALL_TEXT_H */
