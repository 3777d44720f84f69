/* One line on the terminal while the job runs. */
#ifndef PTS_AUDIT_STATUS_H
#define PTS_AUDIT_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* How often it changes at most. */
#define STATUS_MS 500u

struct status {
	bool on;
	uint64_t calls, denied; /* mediated so far */
	unsigned processes;     /* that live */
	uint64_t next_ns;       /* when it is shown again */
};

/* Would it stand in nobody's way?  Only where standard error is a terminal, and
 * standard output, on which a job writes as a rule, is none: what the job wrote
 * would run into it. */
bool status_possible(void);

/* The line's words, of `width` characters at most. */
void status_text(struct str *to, const struct status *s, uint64_t t_ns,
    unsigned width);

/* Shows it, as often as is due, or takes it away; nothing where it is off. */
void status_show(struct status *s, uint64_t t_ns);
void status_hide(const struct status *s);

#endif /* PTS_AUDIT_STATUS_H */
