/* The job's names in a layer: what stands behind one, and what a folder lists.
 */
#ifndef PTS_VIEW_LAYER_NAMES_H
#define PTS_VIEW_LAYER_NAMES_H

#include <stdbool.h>

struct layer;
struct listing;
struct space;

/* As space_host(), for what is there now: of a layer, the layer's own or the
 * lower one.  To be asked before the job runs; a call asks its place. */
bool layer_space_host(const struct space *s, const char *seen, char *to);

/* Has the folder that the job calls `seen` names of both?  Also while it has
 * none of its own yet: that may change while it is being listed. */
bool layer_lists(const struct space *s, const char *seen);

/* Adds the layer's own names, and hides those that are gone; the lower folder's
 * are then to be added by the caller, who holds that one open.  Does nothing
 * where layer_lists() says false.  Returns 0 or -errno. */
int layer_names(const struct space *s, const char *seen, struct listing *to);

#endif /* PTS_VIEW_LAYER_NAMES_H */
