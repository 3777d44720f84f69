/* ptsandbox layer diff|commit|discard DIR: what becomes of a layer's changes.
 */
#ifndef PTS_COMMANDS_LAYER_H
#define PTS_COMMANDS_LAYER_H

struct layer;

/* The commands on an open layer; each tells what is to be told and returns the
 * exit status: 0; 1 for conflicts of a commit, with nothing changed; 125 for
 * what could not be done. */
int layer_diff(const struct layer *l);
int layer_commit(struct layer *l);

/* One line on standard error about a failure: what, a name (NULL: none), and
 * err, a negative errno.  Returns 125. */
int layer_failed(const char *what, const char *name, int err);

#endif /* PTS_COMMANDS_LAYER_H */
