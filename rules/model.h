/* Rules in memory: what the checker makes of the files, and what is asked. */
#ifndef PTS_RULES_MODEL_H
#define PTS_RULES_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "environment.h"
#include "limit.h"
#include "net.h"
#include "paths.h"
#include "pattern.h"
#include "rules.h"
#include "space.h"

struct links;
struct reader;
struct run_user;
struct node;
struct str;

enum section_kind {
	SEC_FILES,
	SEC_NETWORK,
	SEC_PROGRAMS,
	SEC_PROCESSES
};

#define SECTIONS 4

/* One path of a rule, once in each spelling: as it stands there, and as the
 * symlinks in it lead. */
struct rule_path {
	struct rule_path *next;
	const char *text;    /* a pattern's text, absolute */
	const char *written; /* as it stands in the file, as shown */
	size_t line;         /* where */
	size_t column;
	bool led; /* it is the one before, as symlinks lead */
	struct pattern pattern;
};

/* One rule.  What does not belong to its section is empty. */
struct rule {
	struct rule *next;
	enum verb verb;
	unsigned access;  /* enum access bits */
	int err;          /* what a denied call answers */
	const char *file; /* where it stands, as shown */
	int line;
	size_t column;
	const char *text;        /* as it was written, in one line, as shown */
	unsigned number;         /* from 1, of the whole run */
	const struct node *node; /* its value; NULL: typed */
	bool alone;              /* files: not what is below the paths */
	struct rule_path *paths; /* files, programs */
	struct net_target *targets; /* network */
	struct net_object *via;     /* redirect */
	unsigned whom;              /* processes: 1 << enum target */
	bool has_args;              /* programs */
	struct pattern *args;       /* [arg_count] */
	bool *arg_rest;             /* [arg_count]: ** for any number */
	size_t arg_count;
	const struct when *when;     /* NULL: whoever asks */
	const struct inject *inject; /* files, network */
	const char *via_path;        /* programs: canonical; NULL: none */
	const char *profile_name;    /* NULL: as the caller */
	const struct policy *profile;
	const struct reader *reader; /* who read it; NULL: typed */
	const struct node *profile_node;
};

/* The rules of one section, in the order in which they are asked. */
struct section {
	struct rule *first;
	struct rule **last;
	uint32_t count;
	struct rule **rule; /* by number, after compiling */
	struct paths paths; /* files, programs; network: unix sockets */
};

/* One network target, laid out to be walked. */
struct net_line {
	const struct net_target *target;
	uint32_t rule;
	unsigned access;
};

struct policy {
	struct policy *next; /* of the same struct rules */
	struct space *space; /* what is seen; NULL: the host */
	bool begun;          /* a file or a rule set was read into it */
	const char *name;
	const struct reader *reader; /* profiles: who reads its definition, */
	size_t line;                 /* and where that stands */
	size_t column;
	bool resolved;      /* its rules know their profiles */
	struct arena index; /* what was compiled of the rules */
	struct section section[SECTIONS];
	bool default_said;
	enum verb fallback; /* where no rule speaks: allow, deny or ask */
	bool audit_only;
	bool reads_args;
	unsigned possible; /* 1 << enum net_proto */
	struct paths way;  /* folders on the way to what files rules allow */
	struct net_line *lines; /* targets that are not paths */
	size_t line_count;
	bool has_hosts;
};

struct rules {
	struct arena arena;
	struct policy top;
	struct policy *profiles; /* defined in files, or shipped and named */
	struct section typed[SECTIONS]; /* from the command line, last first */
	int typed_count;
	unsigned numbers;          /* of rules, given so far */
	const struct space *space; /* of the rule set that is being read */
	struct space_layer *layers;
	struct source *sources; /* files read into the top, once each */
	struct env_rules environment;
	struct expectation *expect; /* in order */
	struct expectation **expect_last;
	struct run_user *user; /* NULL: who starts the run */
	struct limits limits;
	unsigned injections;
	unsigned inject_most; /* once all files are read; before, 0 */
	bool inject_delays, inject_shorts;
	bool audit_only;
	bool audit_said;
	enum audit_log audit_log;
	enum audit_stacks audit_stacks;
	const char *cwd;     /* absolute; NULL: it has no name */
	struct links *links; /* while the files are read; then NULL */
	struct host **hosts;
	size_t host_count;
	size_t host_cap;
};

/* Appends to a section. */
static inline void
section_append(struct section *s, struct rule *r)
{
	if (s->last == NULL)
		s->last = &s->first;
	*s->last = r;
	s->last = &r->next;
	s->count++;
}

/* policy.c: do the arguments behind argv[0] fit the rule? */
bool policy_rule_args_fit(const struct rule *r, size_t argc,
    const char *const *argv);

/* policy.c: does the target cover the object, which is connected to? */
bool policy_target_covers(const struct net_target *t,
    const struct net_object *to);

/* policy.c: does network rule n cover the object, under this access? */
bool policy_rule_covers_net(const struct policy *p, uint32_t n, enum access one,
    const struct net_object *to);

/* Makes a policy ready to be asked.  Returns 0, or -ENOMEM. */
int policy_compile(struct policy *p);

/* Adds a rule for a person's eyes, on one line. */
void rule_text(const struct rule *rule, struct str *to);

#endif /* PTS_RULES_MODEL_H */
