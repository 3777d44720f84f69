/* The words for a network object, as the record has them, read back. */
#ifndef PTS_RULES_NET_OBJECT_H
#define PTS_RULES_NET_OBJECT_H

#include <stdbool.h>

#include "rules.h"

/* Reads "tcp:127.0.0.1:80", "udp:[::1]:53", "any:...", "unix:/run/x.sock",
 * "unix:@name" or "family:16", as addr_text() (call/addr.h) writes them;
 * ret->name points into `text`.  False: it is none of these. */
bool net_object_read(const char *text, struct net_object *ret);

#endif /* PTS_RULES_NET_OBJECT_H */
