/* Nodes -> rules, with every fault told at its place.  Inside rules/ only. */
#ifndef PTS_RULES_CHECK_H
#define PTS_RULES_CHECK_H

#include <sys/types.h>

#include "model.h"
#include "node.h"

/* One file or shipped profile that is being read. */
struct reader {
	struct rules *rules;
	struct faults *faults;
	const struct reader *from; /* who includes it; NULL: the operator */
	const struct node *at;     /* from where in `from` */
	const char *file;          /* as shown, quoted */
	const char *folder;        /* that ./ means, absolute; NULL: none */
	const char *shipped;       /* the profile's name; NULL: a file */
	const char *bytes;         /* its text, while it is read */
	const uint32_t *line_at;   /* [lines + 1]: where each begins in it */
	size_t lines;
	bool expects; /* it holds expectations only */
	bool typed;   /* on the command line: any relative path */
	dev_t dev;
	ino_t ino;
	unsigned depth; /* includes above */
};

/* Keys of a mapping: its words, and where their values go. */
struct key {
	const char *word;
	const struct node **ret;
};

/* A reader for what the operator names himself; it lives as long as the
 * rules.  NULL when memory runs out, which is told. */
struct reader *check_reader(struct rules *r, struct faults *f);

/* The same for the word of an option that gives no rule: faults name it. */
struct reader *check_typed(struct rules *r, const char *option,
    const char *word, struct faults *f);

/* 0, or -1 when there are more faults than before. */
int check_outcome(const struct faults *f, size_t before);

/* Adds a fault at a node, and the way there. */
void check_fault(const struct reader *r, const struct node *n, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

/* Notes that memory ran out. */
void check_nomem(const struct reader *r);

/* The lines of a node as they stand in the file, joined to one and cut where it
 * is long, as they may be shown.  Arena memory. */
const char *check_lines(const struct reader *r, const struct node *n);

/* A word as it may be shown, cut where it is long.  Arena memory. */
const char *check_shown(const struct reader *r, const char *text);

/* Sorts a mapping's members; unknown and repeated keys are faults.  `what` is
 * for the message: "a files rule".  Returns false when n is no mapping. */
bool check_keys(const struct reader *r, const struct node *n, const char *what,
    const struct key *keys, size_t count);

/* The word that was probably meant, or NULL. */
const char *check_closest(const char *word, const char *const *words);

/* The first value of a word-or-list, or NULL with a fault when it is neither
 * or empty.  Walk on with ->next; each is checked by check_word(). */
const struct node *check_values(const struct reader *r, const struct node *n,
    const char *what);

/* The text of a node that must be a word, or NULL with a fault. */
const char *check_word(const struct reader *r, const struct node *n,
    const char *what);

/* Compiles the pattern that a node says.  False with a fault. */
bool check_pattern(const struct reader *r, const struct node *n,
    const char *text, enum pattern_kind kind, struct pattern *ret);

/* Adds a rule's paths, expanded and in both spellings.  Returns false when
 * there was a fault. */
bool check_paths(const struct reader *r, const struct node *n,
    struct rule_path **ret);

/* One path into *tail; returns the new tail, or NULL with a fault. */
struct rule_path **check_path(const struct reader *r, const struct node *n,
    const char *text, struct rule_path **tail);

/* Each reads one rule of its section from a mapping; NULL with faults. */
typedef struct rule *check_rule(const struct reader *r, const struct node *n);

struct rule *check_file_rule(const struct reader *r, const struct node *n);
struct rule *check_network_rule(const struct reader *r, const struct node *n);
struct rule *check_program_rule(const struct reader *r, const struct node *n);
struct rule *check_process_rule(const struct reader *r, const struct node *n);

/* Reads a network target, or a list of them. */
bool check_targets(const struct reader *r, const struct node *n,
    struct net_target **ret);

/* The verbs of a rule as they stand in its mapping, and when they hold. */
struct verb_nodes {
	const struct node *allow, *deny, *ask, *kill, *redirect;
	const struct node *when;
};

/* Makes a rule of its verb, access words, errno and `when`.  `redirects`: may
 * it be a redirect.  NULL with faults. */
struct rule *check_head(const struct reader *r, const struct node *n,
    enum section_kind kind, const struct verb_nodes *verbs,
    const struct node *err);

/* Reads `inject` of an allowing rule; false with a fault. */
bool check_inject(const struct reader *r, const struct node *n,
    struct rule *rule);

/* when.c: what a `when` says; NULL with a fault.  `asks`: the rule asks. */
const struct when *check_when(const struct reader *r, const struct node *n,
    bool asks);

/* when.c: the `when` of a rule whose verb and accesses were read.  False with a
 * fault: one line of Python forges a frame, so it may only take away. */
bool check_rule_when(const struct reader *r, const struct node *n,
    struct rule *rule);

/* The errno that a node names, or 0 with a fault. */
int check_errno(const struct reader *r, const struct node *n);

/* Reads a rule set (the keys of a file, or of a profile in it) into p. */
void check_rule_set(const struct reader *r, const struct node *n,
    struct policy *p);

/* Reads `python`: modules that are denied, before the files rules of p. */
void check_python(const struct reader *r, const struct node *n,
    struct policy *p);

/* Reads `environment` of a file whose rules go into p. */
void check_environment(const struct reader *r, const struct node *n,
    const struct policy *p);

/* Reads an item of the processes that says whom the job runs as.  False: it
 * says no such thing, and is a rule. */
bool check_run_as(const struct reader *r, const struct node *item,
    const struct policy *p);
/* Reads `limits` of a file whose rules go into p; and one limit from the
 * command line, which r names. */
void check_limits(const struct reader *r, const struct node *n,
    const struct policy *p);
void check_limit_typed(const struct reader *r, enum limit which,
    const char *text);

/* Puts a pattern for names of variables, or a variable that is set, before a
 * list.  False with a fault. */
bool check_env_pattern(const struct reader *r, const struct node *n,
    struct env_pattern **list);
bool check_env_set(const struct reader *r, const struct node *n,
    const char *name, const char *value, struct env_set **list);

/* Reads `expect`, behind the namespace; n may be NULL. */
void check_expect(const struct reader *r, const struct node *n);

/* Reads a namespace, before the rules of its rule set. */
void check_space(const struct reader *r, const struct node *n,
    struct policy *p);

/* Reads `hide`, behind the maps. */
void check_hidden(const struct reader *r, const struct node *n,
    struct space *s);

/* The canonical name of a place: links on the way are followed as the job sees
 * them so far, and the last one where `last` says so.  NULL with a fault. */
const char *check_canonical(const struct reader *r, const struct node *n,
    const struct space *s, const char *path, bool last);

/* What was drawn at this name, or NULL. */
const struct space_place *check_drawn_at(const struct space *s, const char *at);

/* May anything be drawn at this name?  False with a fault. */
bool check_may_draw(const struct reader *r, const struct node *n,
    const char *at);

/* Draws one place.  False where there is one already. */
bool check_draw(const struct reader *r, const struct node *n, struct space *s,
    enum space_kind kind, const char *at, const char *from);

/* p's namespace, made when there is none; NULL when memory runs out. */
struct space *check_new_space(const struct reader *r, struct policy *p);

/* The layer that keeps its changes in the folder that n names, above `from`;
 * NULL with a fault.  The folder need not exist, but what it is in must. */
struct space_layer *check_layer(const struct reader *r, const struct node *n,
    const char *from);

/* Draws what an option asks for: `from`, of the host, at the name `at`.
 * `folder`: it must be one.  False with a fault. */
bool check_draw_typed(const struct reader *r, struct policy *p, const char *at,
    const char *from, bool folder);

/* A path without wildcards, in plain letters; NULL with a fault, or where an
 * optional variable leaves it out.  `what` is for the message. */
const char *check_plain_path(const struct reader *r, const struct node *n,
    const char *what);

/* The canonical name of a regular file in the namespace of the rule set that is
 * being read; NULL with a fault. */
const char *check_program(const struct reader *r, const struct node *n,
    const char *path);

/* Reads a whole file's tree. */
void check_root(const struct reader *r, const struct node *root,
    struct policy *p);

/* Reads what an include names, once, behind the rules that p has. */
void check_include(const struct reader *r, const struct node *n,
    struct policy *p);

/* Does r read this file, or this shipped profile? */
bool source_same(const struct reader *r, const char *shipped, dev_t dev,
    ino_t ino);

/* A new, empty profile, which is asked under this name.  NULL when memory runs
 * out, which is told. */
struct policy *check_add_profile(const struct reader *r, const char *name);

/* Opens and reads a file or a shipped profile and checks it. */
void source_read_file(struct reader *r, const char *path, struct policy *p);
void source_read_text(struct reader *r, const char *path, const char *folder,
    const char *text, size_t len, struct policy *p);
void source_read_profile(struct reader *r, const char *name, struct policy *p);

/* Expands ~, ./, ${NAME} and ${NAME?} of a path; the result is a pattern's
 * text, absolute, without . and .. and doubled slashes, in arena memory.
 * Returns 0; 1 when the path is left out (an unset ${NAME?}); -1 with a
 * fault. */
int expand_path(const struct reader *r, const struct node *n, const char *text,
    const char **ret);

/* The same path as its symlinks lead; NULL when that is the same, or memory
 * ran out (r->faults says so). */
const char *expand_links(const struct reader *r, const char *text);

#endif /* PTS_RULES_CHECK_H */
