/* The tree that a scenario works on, and what became of it. */
#ifndef PTS_SCENARIO_TREE_H
#define PTS_SCENARIO_TREE_H

/* Trees will be made in this folder (absolute). */
void tree_start(const char *folder);

/* at() shall speak of the first tree in this folder, which is already there
 * and may be out of reach. */
void tree_assume(const char *folder);

/* Prints what changed since the tree was made or last told, indented, each line
 * beginning with the label: `label + file f 644 6`. */
void tree_tell(const char *label);

#endif /* PTS_SCENARIO_TREE_H */
