/* Is the folder below a layer still what its changes were made to? */
#ifndef PTS_COMMANDS_LAYER_CHECK_H
#define PTS_COMMANDS_LAYER_CHECK_H

struct layer;

/* Tells each name that somebody changed since, on standard error.  Returns the
 * exit status: 0, 1 for conflicts, 125 when it could not be seen. */
int layer_check(const struct layer *l);

#endif /* PTS_COMMANDS_LAYER_CHECK_H */
