/* The command line, read with getopt_long(3) from the table in opts.def. */
#include "opts.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

/* As many as one can wish for; the crew takes what it has room for. */
#define THREADS_MAX 1024

/* Above every character, so that no letter is mistaken for an option. */
#define OPT_FIRST 256
#define OPT_OWN   1024 /* of a command, in their order */
#define OWN_MAX   8

/* No descriptor has a greater number (fs.nr_open of proc(5), by default). */
#define KEPT_FD_MAX 1048575

enum option_id {
	OPT_BEFORE = OPT_FIRST - 1,
#define OPTION(id, letter, name, argument, help) id,
#define HIDDEN(id, name, help)                   id,
#include "opts.def"
};

struct row {
	enum option_id id;
	int letter;
	const char *name;
	const char *argument;
};

static const struct row rows[] = {
#define OPTION(id, letter, name, argument, help) {id, letter, name, argument},
#define HIDDEN(id, name, help)                   {id, 0, name, NULL},
#include "opts.def"
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static const struct row *
row_of(int found)
{
	for (size_t i = 0; i < ROWS; i++)
		if (found == (int)rows[i].id ||
		    (rows[i].letter != 0 && found == rows[i].letter))
			return &rows[i];
	return NULL;
}

/* What getopt_long(3) wants.  "+": options end at the first word that is none
 * (POSIX); ":": a missing argument is told apart from an unknown option. */
static void
tables(const struct opts_own *own, char letters[2 * ROWS + 3],
    struct option longs[ROWS + OWN_MAX + 1])
{
	size_t at = 0, n = 0;

	/* Before the others, so that of one name they count. */
	for (size_t i = 0; own != NULL && own[i].name != NULL; i++)
		longs[n++] = (struct option){
		    .name = own[i].name,
		    .has_arg =
			own[i].value != NULL ? required_argument : no_argument,
		    .val = OPT_OWN + (int)i,
		};
	letters[at++] = '+';
	letters[at++] = ':';
	for (size_t i = 0; i < ROWS; i++) {
		if (rows[i].letter != 0) {
			letters[at++] = (char)rows[i].letter;
			if (rows[i].argument != NULL)
				letters[at++] = ':';
		}
		if (rows[i].name != NULL)
			longs[n++] = (struct option){
			    .name = rows[i].name,
			    .has_arg = rows[i].argument != NULL
				? required_argument
				: no_argument,
			    .val = (int)rows[i].id,
			};
	}
	letters[at] = '\0';
	longs[n] = (struct option){0};
}

static void
add_grant(struct opts *o, enum grant_kind kind, const char *what)
{
	o->grants[o->grants_count++] =
	    (struct grant){.kind = kind, .what = what};
}

/* An option that may stand once. */
static void
take_once(const char **to, const char *option, const char *value,
    struct faults *f)
{
	if (*to != NULL)
		fault_add(f, NULL, 0, 0, "%s is given twice; keep one", option);
	else
		*to = value;
}

static void
take_audit(struct opts *o, const char *file, struct faults *f)
{
	if (strcmp(file, "-") == 0)
		fault_add(f, NULL, 0, 0,
		    "--audit -: standard output belongs to the command; name a "
		    "file, or /dev/fd/3 with 3> given to the shell");
	else
		take_once(&o->audit, "--audit", file, f);
}

static void
take_kept(struct opts *o, const char *text, struct faults *f)
{
	cleanup_str struct str shown = {0};
	char *end;
	long n = strtol(text, &end, 10);

	if (text[0] >= '0' && text[0] <= '9' && *end == '\0' && n > 2 &&
	    n <= KEPT_FD_MAX) {
		o->kept[o->kept_count++] = (int)n;
		return;
	}
	str_add_shown(&shown, text, strlen(text));
	fault_add(f, NULL, 0, 0,
	    "--keep-fd takes the number of a descriptor, from 3 to %d: %s",
	    KEPT_FD_MAX, str_text(&shown));
}

static void
take_stacks(struct opts *o, const char *word, struct faults *f)
{
	cleanup_str struct str shown = {0};

	o->stacks = rules_stacks_word(word);
	if (o->stacks != STACKS_UNSAID)
		return;
	str_add_shown(&shown, word, strlen(word));
	fault_add(f, NULL, 0, 0,
	    "--stacks is none, python, native or both, not '%s'",
	    str_text(&shown));
}

static void
take_threads(struct opts *o, const char *value, struct faults *f)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(value, &end, 10);
	if (value[0] < '1' || value[0] > '9' || *end != '\0' || errno != 0 ||
	    n > THREADS_MAX)
		fault_add(f, NULL, 0, 0,
		    "--threads takes a number from 1 to %d", THREADS_MAX);
	else
		o->threads = (unsigned)n;
}

static void
take(struct opts *o, enum option_id id, const char *value, struct faults *f)
{
	switch (id) {
	case OPT_RULES: o->rules[o->rules_count++] = value; break;
	case OPT_RO: add_grant(o, GRANT_RO, value); break;
	case OPT_RW: add_grant(o, GRANT_RW, value); break;
	case OPT_ALLOW_NET: add_grant(o, GRANT_NET, value); break;
	case OPT_MAP: add_grant(o, GRANT_MAP, value); break;
	case OPT_ROOT: add_grant(o, GRANT_ROOT, value); break;
	case OPT_ENV: add_grant(o, GRANT_ENV, value); break;
	case OPT_KEEP_ENV: add_grant(o, GRANT_KEEP_ENV, value); break;
	case OPT_OWNERS: take_once(&o->owners, "--owners", value, f); break;
	case OPT_PROFILE_STOPS:
		take_once(&o->profile_stops, "--profile-stops", value, f);
		break;
	case OPT_EXPECT: take_once(&o->expect, "--expect", value, f); break;
	case OPT_EXPECT_REPORT:
		take_once(&o->expect_report, "--expect-report", value, f);
		break;
	case OPT_USER: take_once(&o->user, "--user", value, f); break;
	case OPT_STDIN: take_once(&o->stream[0], "--stdin", value, f); break;
	case OPT_STDOUT: take_once(&o->stream[1], "--stdout", value, f); break;
	case OPT_STDERR: take_once(&o->stream[2], "--stderr", value, f); break;
	case OPT_SAFE_OUTPUT: o->safe_output = true; break;
	case OPT_KEEP_FD: take_kept(o, value, f); break;
	case OPT_NESTED_OK: o->nested_ok = true; break;
	case OPT_META: take_once(&o->meta, "--meta", value, f); break;
#define LIMIT(id, key, takes)                                                  \
	case OPT_##id:                                                         \
		take_once(&o->limits[id], opts_limit_name(id), value, f);      \
		break;
#include "limit.def"
	case OPT_CTL: o->ctl = true; break;
	case OPT_NO_LANDLOCK: o->no_landlock = true; break;
	case OPT_KEEP_CODE: o->keep_code = true; break;
	case OPT_NO_ASK: o->no_ask = true; break;
	case OPT_SAVE_ANSWERS:
		take_once(&o->save, "--save-answers", value, f);
		break;
	case OPT_AUDIT: take_audit(o, value, f); break;
	case OPT_STACKS: take_stacks(o, value, f); break;
	case OPT_AUDIT_ONLY: o->audit_only = true; break;
	case OPT_TRACE: o->trace = true; break;
	case OPT_SUMMARY: o->summary = true; break;
	case OPT_STATUS: o->status = true; break;
	case OPT_QUIET: o->quiet = true; break;
	case OPT_WAIT: o->wait = true; break;
	case OPT_THREADS: take_threads(o, value, f); break;
	case OPT_CHECK: o->task = DO_CHECK; break;
	case OPT_PRINT_PROFILE:
		o->task = DO_PRINT_PROFILE;
		o->profile = value;
		break;
	case OPT_VERSION: o->task = DO_VERSION; break;
	case OPT_HELP: o->task = DO_HELP; break;
	case OPT_NO_MSEAL: o->no_mseal = true; break;
	case OPT_NO_SEAT: o->no_seat = true; break;
	case OPT_BEFORE: break;
	}
}

static void
complain(int found, char **argv, struct faults *f)
{
	cleanup_str struct str word = {0};
	char letter[] = {'-', (char)optopt, '\0'};
	const struct row *row = optopt != 0 ? row_of(optopt) : NULL;
	const char *as = argv[optind - 1];

	if (optopt > 0 && optopt < OPT_FIRST)
		as = letter;
	str_add_shown(&word, as, strlen(as));
	if (found == ':')
		fault_add(f, NULL, 0, 0, "%s needs an argument: %s",
		    str_text(&word), row != NULL ? row->argument : "VALUE");
	else if (row != NULL)
		fault_add(f, NULL, 0, 0, "%s takes no argument",
		    str_text(&word));
	else
		fault_add(f, NULL, 0, 0,
		    "unknown option %s; see ptsandbox --help", str_text(&word));
}

/* Each word of the command line is at most one rules file or one grant. */
static bool
make_room(struct opts *o, int argc)
{
	size_t words = argc > 0 ? (size_t)argc : 1;

	o->rules = calloc(words, sizeof(*o->rules));
	o->grants = calloc(words, sizeof(*o->grants));
	o->kept = calloc(words, sizeof(*o->kept));
	return o->rules != NULL && o->grants != NULL && o->kept != NULL;
}

static void
take_command(struct opts *o, int argc, char **argv, struct faults *f)
{
	bool given = optind < argc;

	switch (o->task) {
	case DO_RUN:
		if (given)
			o->command = argv + optind;
		else if (!fault_any(f))
			fault_add(f, NULL, 0, 0,
			    "no command; say ptsandbox [options] command "
			    "[argument ...], or see ptsandbox --help");
		break;
	case DO_CHECK:
		if (o->rules_count == 0 && o->grants_count == 0)
			fault_add(f, NULL, 0, 0,
			    "--check has nothing to read; name a rules file "
			    "with -r");
		break;
	case DO_PRINT_PROFILE:
	case DO_HELP:
	case DO_VERSION: break;
	}
}

/* Options that give rules, which commands about rules take as a run does. */
static bool
gives_rules(enum option_id id)
{
	static const enum option_id ids[] = {OPT_RULES, OPT_RO, OPT_RW,
	    OPT_ALLOW_NET, OPT_MAP, OPT_ROOT, OPT_ENV, OPT_KEEP_ENV, OPT_EXPECT,
	    OPT_HELP};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (ids[i] == id)
			return true;
	return false;
}

static void
take_found(struct opts *o, const struct opts_own *own, int found,
    struct faults *f)
{
	const struct row *row = row_of(found);

	if (own != NULL && found >= OPT_OWN) {
		own += found - OPT_OWN;
		if (own->value != NULL)
			*own->value = optarg;
		else
			*own->given = true;
	} else if (own != NULL && !gives_rules(row->id)) {
		fault_add(f, NULL, 0, 0,
		    "-%s%s goes with a run only; see ptsandbox --help",
		    row->name != NULL ? "-" : "",
		    row->name != NULL ? row->name
				      : (char[]){(char)row->letter, '\0'});
	} else {
		take(o, row->id, optarg, f);
	}
}

/* Reads the options; `own`: of a command, NULL: of a run.  False with a
 * fault. */
static bool
read_options(struct opts *ret, int argc, char **argv,
    const struct opts_own *own, struct faults *f)
{
	char letters[2 * ROWS + 3];
	struct option longs[ROWS + OWN_MAX + 1];
	int found;

	*ret = (struct opts){.task = DO_RUN};
	if (!make_room(ret, argc)) {
		fault_add(f, NULL, 0, 0, "out of memory");
		return false;
	}
	tables(own, letters, longs);
	opterr = 0;
	optind = 0; /* glibc: start anew, whatever was read before */
	while (optopt = 0,
	    (found = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		if (found == '?' || found == ':')
			complain(found, argv, f);
		else
			take_found(ret, own, found, f);
	}
	return true;
}

int
opts_read(struct opts *ret, int argc, char **argv, struct faults *f)
{
	if (read_options(ret, argc, argv, NULL, f))
		take_command(ret, argc, argv, f);
	return fault_any(f) ? -1 : 0;
}

int
opts_read_own(struct opts *ret, int argc, char **argv,
    const struct opts_own *own, struct faults *f)
{
	if (read_options(ret, argc, argv, own, f))
		ret->command = argv + optind;
	return fault_any(f) ? -1 : 0;
}

const char *
opts_limit_name(enum limit which)
{
	switch (which) {
	case LIMIT_WALL: return "--timeout";
	case LIMIT_CPU: return "--cpu";
	case LIMIT_MEMORY: return "--memory";
	case LIMIT_PROCESSES: return "--processes";
	case LIMIT_OPEN_FILES: return "--open-files";
	case LIMIT_FILE_SIZE: return "--file-size";
	case LIMIT_WRITTEN: return "--written";
	case LIMIT_OUTPUT: return "--output";
	}
	return "";
}

void
opts_done(struct opts *o)
{
	free(o->rules);
	free(o->grants);
	free(o->kept);
	*o = (struct opts){0};
}
