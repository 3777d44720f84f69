/* The rule language: reading it, and asking it.  Free of ptrace: a policy is a
 * pure function of what it is asked, and of the rules of its moment. */
#ifndef PTS_RULES_RULES_H
#define PTS_RULES_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/access.h"
#include "base/fault.h"
#include "limit.h"
#include "when.h"

/* One rule set: what one program lives under.  Owned by its struct rules. */
struct policy;

/* Everything that one run was given: its own rule set, the profiles that it
 * names, where each rule stands.  After rules_finish() only rules_insert() and
 * rules_remove() change it. */
struct rules;

enum verb {
	VERB_ALLOW,
	VERB_DENY,
	VERB_ASK,
	VERB_KILL,
	VERB_REDIRECT
};

struct environment;
struct net_object;
struct run_user;
struct str;
struct space;
struct space_layer;
struct space_place;

/* What goes wrong on purpose in a call that a rule allows. */
struct inject {
	unsigned id;        /* see rules_injections() */
	int err;            /* the call's errno; 0: it goes on */
	unsigned delay_ms;  /* how late it is answered */
	uint64_t short_len; /* the most that one read or write moves; 0: all */
	uint64_t after;     /* how many calls pass before the first */
	uint64_t every;     /* then each so many-th: 1 for all */
	const struct when *when; /* only of calls by such a module; NULL: of
	                            all */
};

/* What the rules say to one access. */
struct answer {
	enum verb verb;
	const struct inject *inject; /* what goes wrong on purpose; or NULL */
	enum verb would;  /* --audit-only: what verb would have been; else
	                     VERB_ALLOW */
	int err;          /* errno for the job when the verb is not allow */
	const char *file; /* where the rule stands; NULL: no rule spoke */
	int line;         /* from 1 */
	const struct policy *profile; /* run: what the new program lives under;
	                                 NULL: as its caller */
	const struct net_object *via; /* redirect: where it goes instead */
	const char *via_path;    /* run: the program that runs in its place, a
	                            name that the job sees; NULL: itself */
	bool args;               /* run: the rule looks at arguments */
	const struct when *when; /* the rule holds for some modules only */
	bool guessed; /* and it could not be told whether for this one */
};

enum audit_log {
	AUDIT_ALL,
	AUDIT_DENIED,
	AUDIT_NONE
};

/* Whose stacks are read with a call: those of the script, of the native code
 * beneath it. */
enum audit_stacks {
	STACKS_UNSAID, /* the script's, of denied calls alone */
	STACKS_NONE,
	STACKS_PYTHON,
	STACKS_NATIVE,
	STACKS_BOTH
};

enum net_proto {
	NET_TCP,
	NET_UDP,
	NET_UNIX,
	NET_OTHER
};

/* A network object, normalised: an IPv4 address in IPv6 clothes is IPv4. */
struct net_object {
	enum net_proto proto;
	int family;           /* AF_INET, AF_INET6, AF_UNIX, or another */
	unsigned char ip[16]; /* network order; 4 bytes used for AF_INET */
	uint16_t port;        /* host order */
	bool abstract;    /* AF_UNIX: name does not stand in the file system */
	const char *name; /* AF_UNIX: canonical path, or the abstract name */
	size_t name_len;  /* bytes; an abstract name may hold NULs */
};

/* Whom a signal (or a priority, a limit) is for, seen from the sender. */
enum target {
	TARGET_SELF,
	TARGET_CHILD,
	TARGET_JOB,
	TARGET_OUTSIDE
};

/* A new, empty set of rules.  NULL when memory runs out. */
struct rules *rules_new(void);

/* Adds a rules file (-r), read whole, includes followed.  Files added earlier
 * are asked first.  Faults are added to f.  Returns 0, or -1 when there were
 * faults. */
int rules_add_file(struct rules *r, const char *path, struct faults *f);

/* The same for the text of a file that is not there yet: `path` is the name
 * that faults give it, and ./ means `folder`, which is absolute. */
int rules_add_text(struct rules *r, const char *path, const char *folder,
    const char *text, size_t len, struct faults *f);

/* Adds a shipped profile by name.  Returns as rules_add_file(). */
int rules_add_profile(struct rules *r, const char *name, struct faults *f);

/* Adds rules from the command line, which are asked before all files:
 * --ro PATH, --rw PATH (as typed: ~, ./ and ${NAME} are understood, relative
 * names are relative to where the run was started), --allow-net TARGET. */
int rules_add_ro(struct rules *r, const char *path, struct faults *f);
int rules_add_rw(struct rules *r, const char *path, struct faults *f);
int rules_add_net(struct rules *r, const char *target, struct faults *f);

/* For --safe-output: the terminal of this name is not written to. */
int rules_add_terminal(struct rules *r, const char *name, struct faults *f);

/* -m HOST:VIRT:ro or :rw: HOST is seen at VIRT, and may be read, or read and
 * written, there.  --root DIR: DIR is seen as /, with the /proc, the devices
 * and the /etc/resolv.conf of the host.  To be added before all else. */
int rules_add_map(struct rules *r, const char *map, struct faults *f);
int rules_add_root(struct rules *r, const char *dir, struct faults *f);

/* --env NAME=VALUE: the job finds it so.  --keep-env PATTERN: what matches is
 * passed on to it.  Both count before what files say. */
int rules_add_env(struct rules *r, const char *entry, struct faults *f);
int rules_add_keep_env(struct rules *r, const char *pattern, struct faults *f);

/* --user NAME or NAME:GROUP: the job runs as this user, and not as a file
 * says. */
int rules_add_user(struct rules *r, const char *text, struct faults *f);

/* Whom the job runs as; NULL: who starts the run. */
const struct run_user *rules_user(const struct rules *r);
/* A limit from the command line: `option` is how it is called there, for
 * faults.  To be added before all files. */
int rules_add_limit(struct rules *r, enum limit which, const char *option,
    const char *text, struct faults *f);

/* How much the job may use. */
const struct limits *rules_limits(const struct rules *r);

/* The environment of a job, made of `from` (see env_build()); it lives as long
 * as the rules.  Returns 0, or -ENOMEM. */
int rules_environment(struct rules *r, char *const *from,
    struct environment *ret);

/* Has any rule set of the run a namespace? */
bool rules_draw(const struct rules *r);

/* Has any of them `user: root`? */
bool rules_root_user(const struct rules *r);

/* Gives each namespace the run's own folders: `area` is their folder, on the
 * host; `make` makes a place's folder in it and returns its name, or NULL.
 * Returns 0, or -errno. */
int rules_place(struct rules *r, const char *area,
    const char *(*make)(void *ctx, const struct space_place *place), void *ctx);

/* The run's layers, to be opened before its job starts; NULL: none. */
struct space_layer *rules_layers(const struct rules *r);

/* Do the namespaces need such folders? */
bool rules_need_area(const struct rules *r);

/* How many rules that inject may be granted while the job runs. */
#define INJECT_GRANTS 256u

/* How many rules inject something: their ids are below it, and those of granted
 * ones below INJECT_GRANTS more. */
unsigned rules_injections(const struct rules *r);

/* Does any of them delay?  Does any cut reads and writes short? */
bool rules_inject_delays(const struct rules *r);
bool rules_inject_shorts(const struct rules *r);

/* --audit-only: nothing that rules decide is denied; answers say in `would`
 * what the rules have said.  To be called before rules_finish(). */
void rules_audit_only(struct rules *r);

/* Compiles what was added.  Until this was called nothing may be asked.
 * Returns 0, or -1 with faults. */
int rules_finish(struct rules *r, struct faults *f);

/* Adds a warning for each thing in the rules of files that is good and perhaps
 * not meant: "rules.yaml:12:7: warning: ...", with a remedy.  After
 * rules_finish(). */
void rules_warn(const struct rules *r, struct faults *to);

/* The rule set that the job's first program lives under. */
const struct policy *rules_top(const struct rules *r);

/* The rule sets of the run one after the other, the top first: n counts from 0.
 * NULL: no more. */
const struct policy *rules_set(const struct rules *r, size_t n);
/* May a question ever be put: does a rule or a default say ask? */
bool rules_ask(const struct rules *r);

/* Does any rule set let its programs write, make or remove this file of the
 * host (a canonical name), by any name that they have for it?  `asked`: or ask
 * about that. */
bool rules_may_write(const struct rules *r, const char *host, bool asked);

/* `audit: {log: ...}`; AUDIT_ALL where nothing is said. */
enum audit_log rules_audit_log(const struct rules *r);

/* Changes while a job runs, at a moment when nobody asks; whoever holds a
 * policy is answered by the new rules from then on.
 *
 * Puts a rule, written as in a file ("{allow: read, path: /x}"), before all
 * others of the rule set `set`.  Its place is "ctl:NUMBER".  Returns 0 with its
 * number, or -1 with faults. */
int rules_insert(struct rules *r, const char *set, const char *text,
    unsigned *ret_number, struct faults *f);

/* Takes a rule away; tells the name of its set and its text.  Returns 0, or -1
 * with a fault. */
int rules_remove(struct rules *r, unsigned number, const char **ret_set,
    struct str *ret_text, struct faults *f);

/* Lists all rules in the order in which they are asked, with number and place,
 * one a line, quoted. */
void rules_list(const struct rules *r, struct str *to);
/* `audit: {stacks: ...}`; STACKS_UNSAID where nothing is said. */
enum audit_stacks rules_audit_stacks(const struct rules *r);

/* One of the words for `stacks`, or STACKS_UNSAID. */
enum audit_stacks rules_stacks_word(const char *word);

void rules_free(struct rules *r);

/* The text of a shipped profile, or NULL; and the names, NULL-terminated. */
const char *rules_profile_text(const char *name);
const char *const *rules_profile_names(void);

/* The four questions below are put for a thread of the job, `who`: see when.h.
 *
 * May one file access (a single bit) happen to this canonical absolute path?
 * A folder on the way to an allowed path may be stat-ed. */
void policy_file_by(const struct policy *p, const struct who *who,
    enum access one, const char *path, struct answer *ret);

/* May this be connected to, bound, listened on?  ACC_SOCKET asks for the
 * family alone (only families other than inet, inet6 and unix are asked). */
void policy_net_by(const struct policy *p, const struct who *who,
    enum access one, const struct net_object *to, struct answer *ret);

/* Could any rule ever allow this protocol (connect, bind or accept)?  A socket
 * that nothing may be done with is refused when it is made. */
bool policy_net_possible(const struct policy *p, enum net_proto proto);

/* May this program be run with these arguments (argv[0] included)? */
void policy_run_by(const struct policy *p, const struct who *who,
    const char *path, size_t argc, const char *const *argv, struct answer *ret);

/* Does any `programs` rule look at arguments?  If not, argv need not be read.
 */
bool policy_run_reads_args(const struct policy *p);

/* ACC_FORK (target ignored) or ACC_SIGNAL. */
void policy_process_by(const struct policy *p, const struct who *who,
    enum access one, enum target to, struct answer *ret);

/* The same without a thread that asks: rules with `when` do not hold.  Nothing
 * that a thread of the job does is decided so. */
static inline void
policy_file(const struct policy *p, enum access one, const char *path,
    struct answer *ret)
{
	policy_file_by(p, &who_nobody, one, path, ret);
}

static inline void
policy_net(const struct policy *p, enum access one, const struct net_object *to,
    struct answer *ret)
{
	policy_net_by(p, &who_nobody, one, to, ret);
}

static inline void
policy_run(const struct policy *p, const char *path, size_t argc,
    const char *const *argv, struct answer *ret)
{
	policy_run_by(p, &who_nobody, path, argc, argv, ret);
}

static inline void
policy_process(const struct policy *p, enum access one, enum target to,
    struct answer *ret)
{
	policy_process_by(p, &who_nobody, one, to, ret);
}

/* What a job under this policy sees; NULL: what the host has. */
const struct space *policy_space(const struct policy *p);

/* The profile's name, or "main" for the top. */
const char *policy_name(const struct policy *p);

#endif /* PTS_RULES_RULES_H */
