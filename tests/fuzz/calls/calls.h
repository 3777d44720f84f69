/* The random-call job: what its parts share.  See tests/fuzz/calls.c. */
#ifndef PTS_FUZZ_CALLS_H
#define PTS_FUZZ_CALLS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What the job is told of the world around it. */
struct world {
	const char *out;   /* a folder that no rule opens for writing */
	const char *ro;    /* one that may be read */
	const char *token; /* part of names that nobody else makes */
	const char *self;  /* this program */
	pid_t outside;     /* a process that is not of the job */
	pid_t first;       /* the job's first process */
	pid_t supervisor;
	uint16_t port; /* of an outside listener that must not be reached */
};
extern struct world world;

/* Numbers that follow from a seed alone (splitmix64). */
struct dice {
	uint64_t state;
};
uint64_t dice_next(struct dice *d);

/* A number below n, which is not 0. */
static inline uint64_t
below(struct dice *d, uint64_t n)
{
	return dice_next(d) % n;
}

static inline bool
one_in(struct dice *d, uint64_t n)
{
	return below(d, n) == 0;
}

#define PICK(d, list) ((list)[below(d, sizeof(list) / sizeof((list)[0]))])

/* memory.c: pages that arguments point to: some can be read alone, some not at
 * all, some come and go. */
#define SCRATCH 2048u /* bytes for the arguments of one call */

struct pages {
	unsigned char *scratch; /* writable; an unmapped page behind it */
	size_t size;
	unsigned char *fixed;  /* readable alone */
	unsigned char *none;   /* no access */
	unsigned char *victim; /* for calls that map and unmap; VICTIM bytes */
	size_t used;           /* of scratch, by the call that is being made */
};
#define VICTIM 65536u

bool pages_make(struct pages *p);

/* Room for len bytes of an argument, perhaps up to an unmapped page. */
unsigned char *pages_room(struct pages *p, struct dice *d, size_t len);

/* An address of any kind: good, bad, of the sandbox's own pages. */
uint64_t pages_address(struct pages *p, struct dice *d);

/* Fills memory with words that calls may take for something. */
void pages_fill(struct pages *p, struct dice *d, unsigned char *to, size_t len);

/* names.c: a name that a call may take, NUL-terminated, in pages. */
uint64_t name_any(struct pages *p, struct dice *d);

/* structs.c: structs that calls take; each returns its address. */
uint64_t make_sockaddr(struct pages *p, struct dice *d, uint64_t *ret_len);
uint64_t make_msghdr(struct pages *p, struct dice *d, unsigned count);
uint64_t make_iovec(struct pages *p, struct dice *d, unsigned count);
uint64_t make_open_how(struct pages *p, struct dice *d, uint64_t *ret_len);
uint64_t make_clone_args(struct pages *p, struct dice *d, uint64_t *ret_len);
uint64_t make_strings(struct pages *p, struct dice *d);
uint64_t make_time(struct pages *p, struct dice *d);

/* args.c: one call: a number, and arguments that suit it more or less. */
struct wish {
	long nr;
	uint64_t arg[6];
};
void wish_any(struct wish *w, struct pages *p, struct dice *d);
int any_fd(struct dice *d);
uint64_t any_number(struct dice *d);
uint64_t any_length(struct dice *d);
uint64_t open_flags(struct dice *d);
uint64_t clone_flags(struct dice *d);

/* raw.c: makes it, without the C library. */
long raw_call(const struct wish *w);

/* Makes a call that a new process or thread may come out of; that one makes a
 * few calls of its own, and ends. */
long raw_birth(const struct wish *w);

/* A call of another ABI, in a process of its own. */
void raw_foreign(struct dice *d);

#endif /* PTS_FUZZ_CALLS_H */
