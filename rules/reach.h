/* What the rules of a run could ever allow, to any of its programs, whatever is
 * asked and answered: for a wall that stands before the job does and cannot be
 * moved.  All of it is more rather than less. */
#ifndef PTS_RULES_REACH_H
#define PTS_RULES_REACH_H

#include <stdbool.h>
#include <stdint.h>

struct rules;

/* Does it go beyond what rules name: does a default allow or ask, or is nothing
 * denied? */
bool rules_reach_all(const struct rules *r);

/* One name of the host under which something may be done. */
struct reach {
	const char *host;
	bool inside;     /* some of what is in this folder, and below it; else
	                    the name itself and what is below it */
	unsigned access; /* enum access */
};

/* Calls `tell` for each.  Names may be told more than once.  The run's own
 * folders must be there (rules_place()).  Stops, and returns what it returned,
 * when that is not 0; else 0. */
int rules_reach_files(const struct rules *r,
    int (*tell)(void *ctx, const struct reach *one), void *ctx);

/* Could a program of the job put something else where this name of the host
 * leads: remove, rename or make what stands there? */
bool rules_reach_replaces(const struct rules *r, const char *host);

/* The TCP ports of this access (ACC_CONNECT, ACC_BIND): a bit for each number,
 * port n at bit n % 8 of byte n / 8. */
#define PORT_BYTES (65536u / 8)
void rules_reach_ports(const struct rules *r, unsigned access,
    uint8_t to[PORT_BYTES]);

/* May a unix socket outside be spoken to by an abstract name? */
bool rules_reach_abstract(const struct rules *r);

#endif /* PTS_RULES_REACH_H */
