/* What a network rule may name: PROTO:ADDRESS:PORTS. */
#ifndef PTS_RULES_NET_H
#define PTS_RULES_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "pattern.h"
#include "rules.h"

enum net_target_kind {
	NT_INET,     /* addresses and ports */
	NT_HOST,     /* a name and ports */
	NT_PATH,     /* unix sockets in the file system */
	NT_ABSTRACT, /* abstract unix sockets */
	NT_FAMILY,   /* sockets of another family */
};

/* One thing that a network rule names.  Owned by the arena. */
struct net_target {
	struct net_target *next;
	enum net_target_kind kind;
	unsigned protos; /* 1 << enum net_proto */
	int family;      /* INET: AF_INET, AF_INET6, 0: both; FAMILY: which */
	unsigned char ip[16]; /* network order */
	unsigned bits;        /* how many of them count */
	uint16_t low;         /* ports, host order, both included */
	uint16_t high;
	const char *host;        /* HOST: the name */
	struct host *names;      /* HOST: its addresses; the rules' share */
	struct pattern *pattern; /* PATH, ABSTRACT; NULL: whatever the name */
};

/* Reads tcp:..., udp:... or any:... .  Returns 0, or -EINVAL with a sentence
 * in `why`, or -ENOMEM. */
int net_target_parse(struct arena *a, const char *text, struct net_target *ret,
    char *why, size_t why_size);

/* Does an INET or HOST target cover this object?  A host's addresses are those
 * known so far. */
bool net_target_covers(const struct net_target *t, const struct net_object *o);

/* The same, but for the address: could it be meant, if the name has it? */
bool net_target_may_cover(const struct net_target *t,
    const struct net_object *o);

/* A family by its word ("netlink"); 0 when there is no such word. */
int net_family(const char *word);

/* The words that net_family() knows, NULL-terminated. */
const char *const *net_family_words(void);

#endif /* PTS_RULES_NET_H */
