/* Host names in rules, and the addresses that they had when last asked. */
#ifndef PTS_RULES_HOST_H
#define PTS_RULES_HOST_H

#include <stdbool.h>
#include <stddef.h>

#include "rules.h"

/* How long a look-up may keep its caller waiting; it goes on behind that, and
 * what it finds is there for the next question. */
#define HOST_WAIT_MS 2000

/* How long an answer (or the lack of one) stands before a name is looked up
 * again. */
#define HOST_AGE_MS 5000

/* One name.  Shared by the rules and by look-ups under way; safe from any
 * thread. */
struct host;

/* A host that was not looked up yet; the name is copied.  NULL when memory
 * runs out. */
struct host *host_new(const char *name);

/* Gives up one's share. */
void host_release(struct host *h);

const char *host_name(const struct host *h);

/* Looks up those of the hosts whose answers are old, all at once, waiting at
 * most HOST_WAIT_MS in all.  Returns whether anything was looked up. */
bool host_refresh(struct host *const *hosts, size_t count);

/* Had the name any address, when it was last looked up? */
bool host_known(struct host *h);

/* Is this one of the addresses that the name had?  (The last 64 different ones
 * count: names that are served in turn lose none.) */
bool host_has(struct host *h, const struct net_object *o);

#endif /* PTS_RULES_HOST_H */
