/* The catalogue of system calls: lookup, and questions about a row.  The rows
 * themselves stand in calls.def; nothing else lists system calls. */
#ifndef PTS_CATALOG_CATALOG_H
#define PTS_CATALOG_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct call;
struct verdict;

/* What one argument means.  `ref` in struct arg is the argument that a role
 * depends on. */
enum role {
	R_NONE,
	R_FD,     /* a descriptor */
	R_DIRFD,  /* a folder's descriptor, or AT_FDCWD */
	R_PATH,   /* a name; ref: the argument with its folder, or REF_CWD */
	R_TEXT,   /* a string that the kernel does not walk as a name */
	R_OFLAGS, /* O_* */
	R_ATFLAGS,
	R_MODE,
	R_IN,    /* memory that the kernel reads; ref: its length argument */
	R_OUT,   /* memory that the kernel writes; ref: its length argument */
	R_SADDR, /* a socket address; ref: its length argument */
	R_LEN,
	R_PID,
	R_SIGNAL,
	R_ADDR, /* an address that is not followed as a name or a struct */
	R_NUM,
};

#define REF_NONE (-1)
#define REF_CWD  (-2)

struct arg {
	enum role role;
	int ref;
};

/* What a call touches: the `class` word of the audit. */
enum call_class {
	C_FILE,
	C_NETWORK,
	C_PROGRAM,
	C_PROCESS,
	C_MEMORY,
	C_SYSTEM
};

/* How a call is met. */
enum treat {
	T_FREE,   /* acts only on what was granted before: never stops */
	T_DRAWN,  /* as T_FREE; but where the run has a namespace it stops, and
	             its handler answers as the job sees things */
	T_ROOT,   /* as T_FREE; but where the run has `user: root` it stops, and
	             its handler answers as root would be */
	T_SHORT,  /* as T_FREE; but where rules of the run cut reads and writes
	             short it stops, and its handler does */
	T_ASK,    /* stops; its handler decides */
	T_REFUSE, /* stops; answered with the row's errno and recorded */
	T_QUIET,  /* answered with the row's errno in the filter, no stop:
	             programs that fall back ask for it often */
};

#define CALL_ARGS 6

struct call_def {
	const char *name; /* NULL: no such row */
	int nr;
	enum call_class class;
	enum treat treat;
	int err; /* T_REFUSE, T_QUIET: what the job gets, positive */
	struct arg arg[CALL_ARGS];
	/* T_ASK, T_DRAWN, T_ROOT, T_SHORT; and the T_FREE rows that stop under
	 * GUARD_FIXED when the filter cannot decide them (bpf/filter.h).  Else
	 * NULL. */
	struct verdict (*handler)(struct call *c);
	const char *why; /* one sentence */
	bool beside;     /* T_ASK: may be served while others are, see
	                    trace/crew.h */
};

/* A test of one argument's bits: (arg & mask) == value. */
struct arg_test {
	int arg; /* -1: no test */
	uint64_t mask;
	uint64_t value;
};

/* An exception to a row that arguments alone decide, in the filter: T_FREE,
 * T_ROOT or T_QUIET when every test holds.  Exceptions of one row never
 * overlap.
 */
struct call_when {
	int nr;
	enum treat treat; /* T_FREE, T_ROOT or T_QUIET */
	int err;
	struct arg_test test[2];
	const char *what; /* "F_DUPFD": for the audit and the manual */
	const char *why;
};

/* One more than the largest number that has a row. */
#define CATALOG_END 470

/* The row of a number of this architecture, or NULL. */
const struct call_def *catalog_find(long nr);

/* The row of a name, or NULL. */
const struct call_def *catalog_named(const char *name);

/* All rows with a number on this architecture, in number order: index from 0,
 * NULL at the end. */
const struct call_def *catalog_at(size_t index);

/* All exceptions; NULL at the end. */
const struct call_when *catalog_when_at(size_t index);

/* The words of the audit and the manual. */
const char *catalog_class_name(enum call_class class);
const char *catalog_treat_name(enum treat treat);

/* May the kernel read memory of the job on behalf of this row?  Then letting
 * it run as it stands, after its memory was judged, is a race. */
bool catalog_is_racy(const struct call_def *def);

#endif /* PTS_CATALOG_CATALOG_H */
