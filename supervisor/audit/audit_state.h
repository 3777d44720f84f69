/* What the record's own files share: inside audit/ only. */
#ifndef PTS_AUDIT_AUDIT_STATE_H
#define PTS_AUDIT_AUDIT_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/audit.h"
#include "audit/denials.h"
#include "audit/members.h"
#include "audit/out.h"
#include "audit/status.h"
#include "audit/summary.h"
#include "base/str.h"

struct audit {
	enum audit_log log;
	enum audit_stacks stacks;
	bool trace, summarize, quiet;
	struct status status;
	uint64_t start_ns;
	struct out out;
	struct str line; /* for the terminal */
	struct denials denials;
	struct summary summary;
	struct witness *witness;
	struct members members; /* for hints */
	unsigned told;
	unsigned unseen;           /* names that might not even be looked for */
	unsigned would_be_unseen;  /* --audit-only: so many more */
	const struct denial *held; /* see hold_back() */
	char *why;                 /* see audit_why() */
	const char *limit;         /* see audit_limit() */
};

#endif /* PTS_AUDIT_AUDIT_STATE_H */
