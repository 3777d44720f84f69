/* A duel: one side flips something between an allowed and a forbidden object,
 * the other makes the call in a loop.  Zero wins is the promise; that both
 * objects were met shows that the duel was real. */
#ifndef PTS_TESTS_DUEL_H
#define PTS_TESTS_DUEL_H

#include "guest.h"

enum hit {
	HIT_ALLOWED, /* the allowed object was reached */
	HIT_DENIED,  /* an errno */
	HIT_WON,     /* the forbidden object was reached */
};

/* One kind of duel; the race file ends its table with a NULL name.  A win that
 * the guest cannot see (a file of b/ deleted) is found by the harness, which
 * compares b/ and c/ afterwards. */
struct duel {
	const char *name;
	void (*prepare)(void);
	void (*flip)(int side); /* 0 allowed, 1 forbidden */
	enum hit (*strike)(void);
};
extern const struct duel duels[];

/* Memory shared by thread, process and CLONE_VM flippers alike. */
struct arena {
	int stop;
	int started;
	char path[4096];
	char second[4096];
	_Alignas(16) char object[1024]; /* sockaddr, open_how, ... */
	char *pointer;
	char *argv[4];
};
extern struct arena *arena;

/* 'a' and 'b' in arena->path, at the first name below the folder. */
void path_prepare(const char *below);
void path_flip(int side);

/* HIT_ALLOWED for a result >= 0. */
enum hit hit(long result);

/* Reads fd: allowed, denied or won by what it holds. */
enum hit hit_read(int fd);

/* Runs strike in a forked child that execs, and judges by the tool's exit. */
enum hit hit_exec(const char *path, char *const argv[]);

#endif /* PTS_TESTS_DUEL_H */
