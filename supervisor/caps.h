/* The supervisor holds no more privilege than the job. */
#ifndef PTS_CAPS_H
#define PTS_CAPS_H

/* Empties the bounding set as far as it may: no exec gives a capability. */
void caps_bound(void);

/* Drops every capability of the calling process for good: permitted, effective,
 * inheritable, ambient, and the bounding set as far as it may.  An ordinary
 * user has none: nothing happens.  Returns 0 or -errno. */
int caps_drop_all(void);

#endif /* PTS_CAPS_H */
