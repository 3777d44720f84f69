/* From the words of the command line to one job: reads options and rules, opens
 * the record, runs, ends the record.  Whatever is wrong before the job exists
 * is said here, in one line each, and ends in 125. */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/log.h"
#include "base/str.h"
#include "become.h"
#include "commands/commands.h"
#include "environment.h"
#include "grade.h"
#include "load.h"
#include "nested.h"
#include "opts.h"
#include "probe.h"
#include "rules.h"
#include "run.h"
#include "streams.h"

/* A standard descriptor that was closed is filled, so that no file of ours
 * takes its number and is then written to as standard error.  Close-on-exec:
 * the job finds it closed, as it would without us. */
static bool
fill_standard(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", O_RDWR | O_CLOEXEC) != fd)
			return false;
	return true;
}

/* Big tables of which a run touches little, or nothing, are mapped: they cost
 * the pages that are used.  Said, so that the C library learns no other size
 * from what is freed (mallopt(3)). */
#define MAPPED_FROM (64 * 1024)

/* Output that could not be written is a failure: --help on a full disk. */
static int
flush_stdout(void)
{
	if (fflush(stdout) != 0 || ferror(stdout) != 0) {
		log_line("standard output: %s", strerror(errno));
		return EXIT_OURS;
	}
	return EXIT_SUCCESS;
}

static int
print_profile(const char *name)
{
	cleanup_str struct str shown = {0};
	const char *text = rules_profile_text(name);

	if (text != NULL) {
		fputs(text, stdout);
		return flush_stdout();
	}
	str_add_shown(&shown, name, strlen(name));
	str_add(&shown, "; there are:");
	for (const char *const *p = rules_profile_names(); *p != NULL; p++)
		str_addf(&shown, " %s", *p);
	log_line("--print-profile: there is no profile %s", str_text(&shown));
	return EXIT_OURS;
}

static int
check(const struct opts *o)
{
	struct faults f = {0};
	struct rules *r = load_rules(o, &f);

	if (r == NULL)
		return tell_faults(&f);
	rules_free(r);
	puts("the rules are good");
	return flush_stdout();
}

/* Ends the record.  A record that is not whole is a failure, whatever the job
 * made of itself. */
static int
end_record(struct audit *a, const char *file, int status)
{
	int err = audit_end(a, status);

	if (err == 0)
		return status;
	log_line("--audit %s: %s: the record is not whole", file,
	    strerror(-err));
	return EXIT_OURS;
}

/* Writes --meta, which is told of nothing that comes after it. */
static int
end_meta(struct run_meta *m, const struct opts *o, const struct audit *a,
    int status)
{
	cleanup_str struct str file = {0};
	int err;

	if (m->meta == NULL)
		return status;
	m->facts.why = audit_reason(a);
	err = meta_write(m->meta, status, &m->facts);
	meta_free(m->meta);
	if (err == 0)
		return status;
	str_add_shown(&file, o->meta, strlen(o->meta));
	log_line("--meta %s: %s: nothing was written", str_text(&file),
	    strerror(-err));
	return EXIT_OURS;
}

/* Opens the record that the options ask for.  Returns 0 or more, or -errno. */
static int
open_record(const struct opts *o, const struct rules *r,
    const struct environment *env, struct witness *witness, struct audit **ret)
{
	return audit_open(
	    &(struct audit_options){
		.file = o->audit,
		.log = o->audit_only ? AUDIT_ALL : rules_audit_log(r),
		.trace = o->trace,
		.summary = o->summary,
		.quiet = o->quiet,
		.status = o->status,
		.only = o->audit_only,
		.stacks = o->stacks != STACKS_UNSAID ? o->stacks
						     : rules_audit_stacks(r),
		.command = o->command,
		.dropped = env->dropped,
		.dropped_count = env->dropped_count,
		.witness = witness,
		.rules = r,
	    },
	    ret);
}

static int
run(const struct opts *o)
{
	struct faults f = {0};
	struct rules *r = load_rules(o, &f);
	struct environment env;
	struct audit *a = NULL;
	struct grade g;
	cleanup_str struct str file = {0};
	struct run_meta meta = {0};
	int err, status;

	streams_check_kept(o, &f);
	if (r == NULL || fault_any(&f)) {
		rules_free(r);
		return tell_faults(&f);
	}
	if (rules_environment(r, environ, &env) != 0)
		f.failed = true;
	if (f.failed || become(rules_user(r), &f) != 0) {
		rules_free(r);
		return tell_faults(&f);
	}
	if (!grade_open(&g, o, r)) {
		grade_done(&g);
		rules_free(r);
		return EXIT_OURS;
	}
	if (o->audit != NULL)
		str_add_shown(&file, o->audit, strlen(o->audit));
	err = open_record(o, r, &env, g.witness, &a);
	if (err < 0) {
		log_line("--audit %s: %s: nothing was run", str_text(&file),
		    strerror(-err));
		grade_done(&g);
		rules_free(r);
		return EXIT_OURS;
	}
	status = run_job(o, r, &env, a, &meta);
	status = end_record(a, str_text(&file), status);
	status = grade_end(&g, status);
	grade_done(&g);
	status = end_meta(&meta, o, a, status);
	audit_free(a);
	rules_free(r);
	return status;
}

static int
obey(const struct opts *o)
{
	switch (o->task) {
	case DO_RUN:
		return o->nested_ok && probe_nested() ? nested_run(o) : run(o);
	case DO_CHECK: return check(o);
	case DO_PRINT_PROFILE: return print_profile(o->profile);
	case DO_HELP: opts_help(stdout); return flush_stdout();
	case DO_VERSION: puts("ptsandbox " PTS_VERSION); return flush_stdout();
	}
	return EXIT_OURS;
}

int
main(int argc, char **argv)
{
	struct faults f = {0};
	struct opts o;
	command_fn *command;
	int status;

	if (!fill_standard()) {
		log_line("a standard descriptor cannot be had: %s",
		    strerror(errno));
		return EXIT_OURS;
	}
	(void)mallopt(M_MMAP_THRESHOLD, MAPPED_FROM);
	command = argc > 1 ? command_named(argv[1]) : NULL;
	if (command != NULL)
		return command(argc - 1, argv + 1);
	if (opts_read(&o, argc, argv, &f) < 0)
		status = tell_faults(&f);
	else
		status = obey(&o);
	opts_done(&o);
	return status;
}
