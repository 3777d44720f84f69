/* Whom a job runs as. */
#ifndef PTS_RULES_USER_H
#define PTS_RULES_USER_H

#include <stddef.h>
#include <sys/types.h>

struct run_user {
	const char *name;
	uid_t uid;
	gid_t gid;
	const char *asked; /* how it was asked for: "--user ann", or "run-as",
	                      quoted */
	const char *file;  /* where; NULL: on the command line */
	size_t line;
};

#endif /* PTS_RULES_USER_H */
