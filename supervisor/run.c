/* One job, from launch to exit status. */
#include "run.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "call/keeper.h"
#include "handle/census.h"
#include "handle/owner.h"
#include "probe.h"
#include "run_state.h"
#include "stack/stacks.h"
#include "trace/job_control.h"
#include "trace/trace.h"
#include "tracee-stub/launch.h"
#include "view/layer.h"

void
run_complain(const struct run *r, const char *fmt, ...)
{
	char text[PATH_MAX + 256];
	struct str shown = {0};
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	str_add_shown(&shown, text, strlen(text));
	log_line("%s", str_text(&shown));
	audit_why(r->audit, str_text(&shown));
	str_done(&shown);
}

void
run_blame(const struct run *r, const char *what)
{
	cleanup_str struct str why = {0};

	/* What is tried is tried on a child of ours. */
	(void)prctl(PR_SET_DUMPABLE, 1);
	probe_blame(&why);
	if (why.len > 0)
		run_complain(r, "%s: %s", what, str_text(&why));
	else
		run_complain(r, "%s", what);
}

/* Returns the exit status, which is `status` if all is well. */
static int
save_owners(struct run *r, int status)
{
	int err;

	if (r->opts->owners == NULL)
		return status;
	err = owners_save(&r->mediator.owners, r->opts->owners);
	if (err == 0)
		return status;
	run_complain(r, "--owners %s: %s: nothing was saved", r->opts->owners,
	    strerror(-err));
	return EXIT_OURS;
}

/* Returns the exit status, which is `status` if all is well. */
static int
end_stops(struct run *r, int status)
{
	int err = r->stops != NULL ? stops_write(r->stops) : 0;

	if (err == 0)
		return status;
	run_complain(r, "--profile-stops %s: %s: the profile is not whole",
	    r->opts->profile_stops, strerror(-err));
	return EXIT_OURS;
}

/* Carries the rest of the job's output.  Returns the exit status, which is
 * `status` if all is well. */
static int
end_streams(struct run *r, int status)
{
	int err;

	if (r->streams.pumps == 0)
		return status;
	/* There is no job to pass signals on to: one ends us, where whoever
	 * reads the output does not go on. */
	job_control_close();
	err = streams_finish(&r->streams);
	if (err == 0)
		return status;
	run_complain(r, "the job's output could not be written: %s",
	    strerror(-err));
	return EXIT_OURS;
}

/* The supervisor's own surroundings, once the launcher has its copy of the
 * person's. */
static void
settle_in(struct run *r)
{
	struct rlimit files;

	job_control_open(r->pid);
	sigprocmask(SIG_SETMASK, &r->mask, NULL);
	/* Nobody of our user may look into us or take our descriptors. */
	(void)prctl(PR_SET_DUMPABLE, 0);
	/* Modes are the job's own business: its umask is asked at each call. */
	(void)umask(0);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &files);
	}
}

/* Returns the exit status. */
static int
failed(const struct run *r, const char *what, int err)
{
	char text[128];

	snprintf(text, sizeof(text), "%s: %s", what, strerror(-err));
	run_blame(r, text);
	return EXIT_OURS;
}

/* What the job gets as its standard output or error; -1: what we have. */
static int
standard(const struct run *r, int fd)
{
	int limited = r->output.job[fd - STDOUT_FILENO];

	return limited >= 0 ? limited : r->streams.standard[fd];
}

/* Goes as far as the launcher's exec.  Returns 0 or the exit status. */
static int
start(struct run *r, const struct trace_options *options, uint64_t *ret_base)
{
	const struct limits *limits = rules_limits(r->rules);
	struct launch l = {
	    .argv = r->opts->command,
	    .envp = r->env->envp,
	    .path = r->path,
	    .folder = r->folder[0] != '\0' ? r->folder : NULL,
	    .standard = {r->streams.standard[STDIN_FILENO],
			 standard(r, STDOUT_FILENO), standard(r, STDERR_FILENO)},
	    .kept = r->opts->kept,
	    .kept_count = r->opts->kept_count,
	    .filter = r->filter,
	    .region_fd = r->region.fd,
	    .region_at = r->region.at,
	    .mseal = r->region.mseal,
	    .open_files = limits->of[LIMIT_OPEN_FILES].most,
	    .file_size = limits->of[LIMIT_FILE_SIZE].most,
	    .mask = r->mask,
	    .fork = r->wall.ruleset >= 0 ? run_wall_fork : NULL,
	    .fork_ctx = r
        };
	int err;

	r->pid = launch_fork(&l, &r->sync);
	if (r->pid < 0) {
		run_complain(r, "cannot start a process: %s",
		    strerror(-r->pid));
		return EXIT_OURS;
	}
	err = trace_seize(r->pid, options);
	if (err != 0) {
		trace_abandon(r->pid);
		return failed(r, "cannot trace the job (PTRACE_SEIZE)", err);
	}
	settle_in(r);
	output_started(&r->output);
	watch_start(&r->watch);
	err = streams_start(&r->streams);
	if (err == 0)
		err = launch_go(r->sync, r->pid, ret_base);
	if (err != 0) {
		trace_abandon(r->pid);
		return failed(r, "cannot set up the job's first process", err);
	}
	return 0;
}

/* What the end means for the exit status. */
static int
exit_status(struct run *r, const struct trace_end *end)
{
	int err = launch_exec_error(r->sync);

	if (end->failed) {
		char what[sizeof(end->why) + 32];

		snprintf(what, sizeof(what), "%s; the job was ended", end->why);
		run_blame(r, what);
		return EXIT_OURS;
	}
	if (end->left > 0)
		run_complain(r,
		    "tasks that hang in the kernel, and end when it lets them: "
		    "%u",
		    end->left);
	if (end->killed_by_rule)
		run_complain(r, "a rule ended the job");
	if (r->ended_asking) {
		run_complain(r, "the job was ended at a question");
		return EXIT_SIGNAL + SIGINT;
	}
	if (err != 0) {
		run_complain(r, "cannot run %s: %s", r->opts->command[0],
		    err == ENOENT ? "not found" : strerror(err));
		return err == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
	}
	if (WIFSIGNALED(end->status))
		return EXIT_SIGNAL + WTERMSIG(end->status);
	return WEXITSTATUS(end->status);
}

static bool
may_write(void *ctx, const char *path)
{
	const struct run *r = ctx;

	return rules_may_write(r->rules, path, true);
}

static int
run(struct run *r)
{
	struct trace_options options = {.end_when = r->opts->wait
		? END_WITH_LAST
		: END_WITH_FIRST,
	    .no_seat = r->opts->no_seat,
	    .keep_code = r->opts->keep_code,
	    .threads = r->opts->threads};
	struct trace_hooks hooks;
	struct trace_end end;
	uint64_t base;
	int status = run_prepare(r);

	r->stacks = stacks_new(may_write, r);
	if (status == 0 && r->stacks == NULL) {
		run_complain(r, "out of memory");
		status = EXIT_OURS;
	}
	if (status == 0)
		status = run_limits_held(r);
	if (status != 0)
		return status;
	options.see_exits = watch_sees_exits(&r->watch);
	status = start(r, &options, &base);
	if (status != 0)
		return status;
	run_hooks(r, &hooks);
	options.tick_ms = run_tick_ms(r);
	r->mediator.self = getpid();
	r->mediator.pgrp = getpgrp();
	r->mediator.max_tasks = REGION_SLOTS;
	r->mediator.tell_args = r->opts->audit != NULL;
	r->mediator.looker = run_looker(r);
	trace_run(&r->mediator, &r->region, r->pid, base, rules_top(r->rules),
	    &hooks, &options, &end);
	run_wall_end(r);
	if (WIFSIGNALED(end.status))
		r->meta->facts.signal = WTERMSIG(end.status);
	status = run_limits_end(r, exit_status(r, &end));
	return end_streams(r, end_stops(r, save_owners(r, status)));
}

int
run_job(const struct opts *o, struct rules *rules,
    const struct environment *env, struct audit *a, struct run_meta *meta)
{
	struct run r = {
	    .opts = o,
	    .rules = rules,
	    .env = env,
	    .audit = a,
	    .record = PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP,
	    .meta = meta,
	    .output = OUTPUT_NONE,
	    .sync = -1,
	    .region.fd = -1,
	    .wall.ruleset = -1,
	    .ctl.fd = -1,
	    .area = {.alive = -1, .ended = -1}
        };
	int status;

	streams_init(&r.streams);
	status = run(&r);
	streams_done(&r.streams);
	ctl_done(&r.ctl);
	asking_free(r.asking);
	stacks_free(r.stacks);
	stops_free(r.stops);
	fd_close(&r.sync);
	free(r.filter.filter);
	/* The loop has stopped it, if there was one. */
	keeper_stop(r.mediator.keeper);
	wall_done(&r.wall);
	output_done(&r.output);
	census_done(&r.mediator.census);
	listings_done(&r.mediator.listings);
	layers_close(rules);
	area_done(&r.area);
	owners_done(&r.mediator.owners);
	free(r.mediator.injections);
	region_done(&r.region);
	return status;
}
