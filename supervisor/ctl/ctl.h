/* --ctl: answers requests about a running job's rules, and changes them. */
#ifndef PTS_CTL_CTL_H
#define PTS_CTL_CTL_H

#include <stdbool.h>
#include <stdint.h>

#include "ask/ask.h"
#include "audit/audit.h"
#include "base/str.h"
#include "call/call.h"
#include "rules.h"

/* What requests are about; nothing is owned. */
struct ctl_view {
	struct rules *rules;
	struct asking *asking; /* NULL: nobody is asked */
	const struct mediator *m;
	struct audit *audit;
};

/* Who is connected. */
struct ctl_client {
	int fd; /* owned; -1: none */
	pid_t pid;
	uint64_t until_ns; /* monotonic: no longer is it waited for */
	struct str answer; /* empty: its request did not come yet */
	size_t sent;
};

#define CTL_CLIENTS 4

struct ctl {
	int fd; /* owned; -1: there is no socket */
	struct ctl_view view;
	struct ctl_client client[CTL_CLIENTS];
};

/* Begins to listen.  Returns 0, or -errno. */
int ctl_open(struct ctl *c, const struct ctl_view *view);

/* Serves who is there, and waits for nobody.  To be called when no call is
 * being judged.  Returns whether rules changed. */
bool ctl_tick(struct ctl *c);

/* Ends it; idempotent. */
void ctl_done(struct ctl *c);

/* request.c: carries out one request of len bytes, from process `pid`, and
 * writes the answer.  Returns whether rules changed. */
bool ctl_request(const struct ctl_view *v, const char *bytes, size_t len,
    pid_t pid, struct str *answer);

#endif /* PTS_CTL_CTL_H */
