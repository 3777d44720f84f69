/* A small tree of files that a second wall is tried on. */
#ifndef PTS_TESTS_WALL_TREE_H
#define PTS_TESTS_WALL_TREE_H

#include <limits.h>
#include <stdbool.h>

#include "rules.h"
#include "wall/wall.h"

/* The tree's names, and others that rules may name in it. */
#define NODES  20
#define OTHERS 11
extern const char *const tree[];
extern const char *const others[];

/* The folder that it stands in. */
extern char root[64];

/* Makes it; HOME is in it.  Takes it away. */
void plant(void);
void fell(void);

/* The absolute name of a node, and making that one. */
void name_of(const char *node, char to[PATH_MAX]);
void make_node(const char *node);

/* Rules, in which ^ stands for the root. */
struct rules *read_rules(const char *text);
bool allows(const struct rules *r, enum access one, const char *name);

/* Makes the wall of a job that starts at a node; skips the test where the
 * kernel has none. */
void open_wall(struct wall *w, const struct rules *r, const char *start);

/* Runs `test` in a child behind the wall. */
bool behind(const struct wall *w, bool (*test)(const struct rules *r),
    const struct rules *r);

/* Tests: is everything open that the rules allow, in the tree and one name
 * below each folder of it? */
bool all_open(const struct rules *r);

/* Opens a name as the mediator has the job do; 0 or errno. */
int try_open(const char *name, int flags);

#endif /* PTS_TESTS_WALL_TREE_H */
