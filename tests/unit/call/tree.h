/* A tree of names of every kind, and a task to walk it: the test itself. */
#ifndef PTS_TESTS_CALL_TREE_H
#define PTS_TESTS_CALL_TREE_H

#include <limits.h>

#include "tracee/tracee.h"

/* Made by tree_make(); the current folder is `top`. */
extern char top[64];
extern struct tracees all;
extern struct tracee *task;

/* The namespace that the test lives in; NULL: the host. */
extern const struct space *drawn_space;

void tree_make(void);
void tree_remove(void);

/* "top/name", valid until the fourth call after this one. */
const char *in_top(const char *name);

#endif /* PTS_TESTS_CALL_TREE_H */
