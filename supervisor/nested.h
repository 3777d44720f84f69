/* A job of another ptsandbox that calls ptsandbox. */
#ifndef PTS_NESTED_H
#define PTS_NESTED_H

#include "opts.h"

/* Runs the command of o under the outer rules alone, with its standard streams
 * where o says.  Returns the exit status if it cannot be run. */
int nested_run(const struct opts *o);

#endif /* PTS_NESTED_H */
