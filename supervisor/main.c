/* From the words of the command line to one job: reads options and rules, opens
 * the record, runs, ends the record.  Whatever is wrong before the job exists
 * is said here, in one line each, and ends in 125. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/log.h"
#include "base/str.h"
#include "commands/layer.h"
#include "environment.h"
#include "opts.h"
#include "rules.h"
#include "run.h"

/* More faults than this in one reading are of no help. */
#define FAULTS_TOLD 50u

static int
tell_faults(struct faults *f)
{
	for (size_t i = 0; i < f->count && i < FAULTS_TOLD; i++)
		log_line("%s", f->lines[i]);
	if (f->count > FAULTS_TOLD)
		log_line("and %zu more faults", f->count - FAULTS_TOLD);
	if (f->failed)
		log_line("out of memory");
	fault_done(f);
	return EXIT_OURS;
}

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

static void
grant(struct rules *r, const struct grant *g, struct faults *f)
{
	switch (g->kind) {
	case GRANT_RO: rules_add_ro(r, g->what, f); break;
	case GRANT_RW: rules_add_rw(r, g->what, f); break;
	case GRANT_NET: rules_add_net(r, g->what, f); break;
	case GRANT_MAP: rules_add_map(r, g->what, f); break;
	case GRANT_ROOT: rules_add_root(r, g->what, f); break;
	case GRANT_ENV: rules_add_env(r, g->what, f); break;
	case GRANT_KEEP_ENV: rules_add_keep_env(r, g->what, f); break;
	}
}

/* The grants of one step of drawing: names are followed in what was drawn
 * before. */
static bool
grant_all(struct rules *r, const struct opts *o, unsigned kinds,
    struct faults *f)
{
	bool any = false;

	for (size_t i = 0; i < o->grants_count; i++) {
		if ((kinds & 1u << o->grants[i].kind) == 0)
			continue;
		grant(r, &o->grants[i], f);
		any = true;
	}
	return any;
}

/* Everything that was asked for is read, so that all faults are told at once.
 * A run without -r lives under the profile `lab`. */
static struct rules *
load(const struct opts *o, struct faults *f)
{
	struct rules *r = rules_new();
	bool rooted;

	if (r == NULL) {
		fault_add(f, NULL, 0, 0, "out of memory");
		return NULL;
	}
	rooted = grant_all(r, o, 1u << GRANT_ROOT, f);
	grant_all(r, o, 1u << GRANT_MAP, f);
	grant_all(r, o, ~(1u << GRANT_ROOT | 1u << GRANT_MAP), f);
	for (size_t i = 0; i < o->rules_count; i++)
		rules_add_file(r, o->rules[i], f);
	if (o->rules_count == 0)
		rules_add_profile(r, rooted ? "rootfs" : "lab", f);
	if (!fault_any(f))
		rules_finish(r, f);
	if (!fault_any(f))
		return r;
	rules_free(r);
	return NULL;
}

static int
check(const struct opts *o)
{
	struct faults f = {0};
	struct rules *r = load(o, &f);

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

static int
run(const struct opts *o)
{
	struct faults f = {0};
	struct rules *r = load(o, &f);
	struct environment env;
	struct audit *a = NULL;
	cleanup_str struct str file = {0};
	int err, status;

	if (r == NULL)
		return tell_faults(&f);
	if (rules_environment(r, environ, &env) != 0) {
		rules_free(r);
		f.failed = true;
		return tell_faults(&f);
	}
	if (o->audit != NULL)
		str_add_shown(&file, o->audit, strlen(o->audit));
	err = audit_open(
	    &(struct audit_options){
		.file = o->audit,
		.log = rules_audit_log(r),
		.trace = o->trace,
		.summary = o->summary,
		.quiet = o->quiet,
		.command = o->command,
		.dropped = env.dropped,
		.dropped_count = env.dropped_count,
	    },
	    &a);
	if (err < 0) {
		log_line("--audit %s: %s: nothing was run", str_text(&file),
		    strerror(-err));
		rules_free(r);
		return EXIT_OURS;
	}
	status = end_record(a, str_text(&file), run_job(o, r, &env, a));
	audit_free(a);
	rules_free(r);
	return status;
}

static int
obey(const struct opts *o)
{
	switch (o->task) {
	case DO_RUN: return run(o);
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
	int status;

	if (!fill_standard())
		return EXIT_OURS;
	/* A program of that name is reached behind `--`. */
	if (argc > 1 && strcmp(argv[1], "layer") == 0)
		return layer_command(argc - 1, argv + 1);
	if (opts_read(&o, argc, argv, &f) < 0)
		status = tell_faults(&f);
	else
		status = obey(&o);
	opts_done(&o);
	return status;
}
