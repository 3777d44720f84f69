/* Processes of ours that are nobody's children, so that whoever waits for
 * children does not meet them. */
#ifndef PTS_BASE_ORPHAN_H
#define PTS_BASE_ORPHAN_H

/* Starts one, which runs `run` and ends when that returns.  Returns 0 or
 * -errno. */
int orphan_start(void (*run)(const void *arg), const void *arg);

#endif /* PTS_BASE_ORPHAN_H */
