/* One exec, while it is followed: what exec.c judges and exec_way.c carries to
 * the kernel. */
#ifndef PTS_HANDLE_EXEC_H
#define PTS_HANDLE_EXEC_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "call/call.h"
#include "handle/exec_args.h"
#include "handle/image.h"

struct chase {
	const struct policy *caller;
	int dirfd;    /* from where the name goes; AT_FDCWD */
	int path_arg; /* the argument with the name */
	uint64_t argv;
	struct exec_args args; /* as the file at hand will get them */
	bool args_read;
	struct exec_plan *plan;
	struct answer says; /* of the rules about the file at hand */
	int fd;             /* the file at hand, open for reading; owned */
	char head[IMAGE_HEAD];

	/* The first file as the new program is told of it: AT_EXECFN, and the
	 * name that a script's interpreter opens. */
	char name[PATH_MAX + 32];
	bool renamed; /* that is not the name that the job gave */
	bool by_fd;   /* that is a descriptor of the job's */
	bool script;

	/* The kernel, given `name`, or the job's own, finds each file by
	 * itself, as far as the loader, for which plan->load speaks. */
	bool natural;
};

/* exec_file.c.  Each answers when it says false. */

/* The checks of the kernel on the file at place p, and that we can read it. */
bool exec_may_load(struct call *c, const struct place *p);

/* Asks the rules about files whether place `which` may be run, then the same.
 */
bool exec_may(struct call *c, int which);

/* Takes p's object over into *ret, which may hold another. */
bool exec_hold(struct call *c, struct place *p, struct exec_file *ret);

/* Makes f, which is regular, the file at hand. */
bool exec_open(struct call *c, struct chase *x, const struct exec_file *f);

/* The file at hand is the program that runs in the end: judges its loader, and
 * plans to load it where the kernel would take another. */
bool exec_judge_elf(struct call *c, struct chase *x);

/* exec_way.c.  Would the kernel, following `name` from dirfd on the host, find
 * what was held as *f and judged as place p? */
bool exec_leads_to(const struct call *c, int dirfd, const char *name,
    const struct place *p, const struct exec_file *f);

/* Has the kernel run what was judged; the plan is complete but for the name.
 * False answers. */
bool exec_pin(struct call *c, struct chase *x);

#endif /* PTS_HANDLE_EXEC_H */
