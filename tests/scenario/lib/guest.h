/* What the scenario guests share: a fresh tree for every check, the names that
 * every call on a name is tried with, and one way to print a result.
 *
 * A guest makes its call by number, so that the row of that very call is met,
 * whatever the C library would have chosen.  It prints a line for each check,
 * `label: result`, where the result is a number or the name of an errno, and
 * nothing that differs between two runs: the runner compares a bare run and a
 * mediated one byte for byte.
 */
#ifndef PTS_SCENARIO_GUEST_H
#define PTS_SCENARIO_GUEST_H

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Numbers newer than the headers. */
#include "catalog/nr.h"

/* The call under test, on one name seen from a folder.  Returns what syscall(2)
 * returned; descriptors are closed and 0 returned instead. */
typedef long (*name_fn)(int dirfd, const char *path);

/* One check that is not about a name. */
typedef void (*check_fn)(void);

enum takes {
	PLAIN = 0,
	AT = 1,      /* a folder's descriptor */
	CHANGES = 2, /* it changes what it names: names outside the tree are
	                left out */
};

/* Each guest defines these two.  scenario() prints its checks; denied() makes
 * the plain use of the call on at("file") and kin, whose folder no rule allows,
 * and returns its result. */
void scenario(void);
long denied(void);

/* Tries fn with every kind of name, each in a fresh tree, and prints the result
 * and what became of the tree. */
void names(const char *what, enum takes takes, name_fn fn);

/* A fresh tree, which becomes the working folder:
 *
 *   file ("hello\n", 644)  dir/inner  link -> file  dlink -> dir
 *   loop -> loop  dangling -> nowhere  private (600)  script (755)
 */
void scene(void);

/* The absolute name of something in the tree; good until the next call but
 * three. */
const char *at(const char *name);

/* Prints `label: result`, then the details kept by detail(), then what changed
 * in the tree since scene().  The errno is that of r < 0. */
void say(const char *label, long r);

/* Adds to the next say() line. */
void detail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Closes a descriptor that a call returned: 0, or the error as it was. */
long closed(long fd);

/* Runs fn in a child and adds how the child ended as a detail. */
long in_child(check_fn fn);

/* A pid that was a child's and is nobody's now. */
pid_t dead_pid(void);

/* A child that waits until it is killed.  end_child() kills and reaps it. */
pid_t idle_child(void);
void end_child(pid_t pid);

/* Three bad pointers: none, the first page, and one with no NUL before the end
 * of the mapped memory. */
const char *unterminated(void);

#endif /* PTS_SCENARIO_GUEST_H */
