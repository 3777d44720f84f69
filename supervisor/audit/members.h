/* The processes of the job, as far as they were told of. */
#ifndef PTS_AUDIT_MEMBERS_H
#define PTS_AUDIT_MEMBERS_H

#include <stdbool.h>
#include <sys/types.h>

struct member;

/* All zero is empty. */
struct members {
	struct member *first;
};

bool members_has(const struct members *all, pid_t pid);

/* False: it is there already, or memory ran out. */
bool members_add(struct members *all, pid_t pid);

/* False: it is not there. */
bool members_remove(struct members *all, pid_t pid);

/* Forgets all; idempotent. */
void members_done(struct members *all);

#endif /* PTS_AUDIT_MEMBERS_H */
