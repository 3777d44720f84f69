/* Removing a tree that a stranger made. */
#ifndef PTS_VIEW_REMOVE_H
#define PTS_VIEW_REMOVE_H

/* Empties the folder behind `dir`, whatever modes and depth the job gave to
 * what is in it, without following links.  Returns 0, or -errno of what could
 * not be removed (somebody may still be writing: try again). */
int remove_contents(int dir);

#endif /* PTS_VIEW_REMOVE_H */
