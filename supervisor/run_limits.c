/* A run's limits, its output and what --meta tells of them: what is said to the
 * person, and what it means for the exit status. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/now.h"
#include "run.h"
#include "run_state.h"
#include "trace/job_control.h"

/* Signals wait from here on until they can be passed to the job, so that none
 * ends us before the file is written. */
static int
open_meta(struct run *r)
{
	int err;

	if (r->opts->meta == NULL)
		return 0;
	err = meta_open(r->opts->meta, r->opts->command, &r->meta->meta);
	if (err != 0) {
		run_complain(r,
		    "--meta %s: %s: nothing was run; name a regular file in a "
		    "folder that you may write",
		    r->opts->meta, strerror(-err));
		return EXIT_OURS;
	}
	job_control_hold(&r->mask);
	return 0;
}

int
run_limits_open(struct run *r)
{
	const struct limits *l = rules_limits(r->rules);
	uint64_t processes = l->of[LIMIT_PROCESSES].most;
	int err, status;

	sigprocmask(SIG_BLOCK, NULL, &r->mask);
	status = open_meta(r);
	if (status != 0)
		return status;
	watch_open(&r->watch, l, &r->mediator, r->meta->meta != NULL);
	/* More tasks than that cannot be served. */
	r->mediator.census.most =
	    processes < REGION_SLOTS ? (unsigned)processes : REGION_SLOTS;
	err = output_open(&r->output, l->of[LIMIT_OUTPUT].most,
	    &r->streams.standard[STDOUT_FILENO]);
	if (err != 0) {
		run_complain(r, "cannot make a pipe for the output: %s",
		    strerror(-err));
		return EXIT_OURS;
	}
	r->watch.output = &r->output;
	return 0;
}

int
run_limits_held(struct run *r)
{
	int sig = r->meta->meta != NULL ? job_control_held() : 0;

	if (sig == 0)
		return 0;
	run_complain(r, "SIG%s came before the job was started",
	    sigabbrev_np(sig));
	r->meta->facts.signal = sig;
	return EXIT_SIGNAL + sig;
}

/* "wall: 10s (rules.yaml:3)" */
static void
name_limit(struct str *to, const struct run *r, enum limit which)
{
	const struct limit_set *set = &rules_limits(r->rules)->of[which];

	str_addf(to, "limit %s: %s (%s", limit_name(which), set->text,
	    set->file);
	if (set->line != 0)
		str_addf(to, ":%zu", set->line);
	str_add_char(to, ')');
}

void
run_limits_tell(struct run *r)
{
	cleanup_str struct str what = {0};

	name_limit(&what, r, r->watch.which);
	audit_limit(r->audit, limit_name(r->watch.which));
	run_complain(r, "%s: the job was ended", str_text(&what));
}

void
run_limits_ended(struct run *r, const struct process *p, int status)
{
	cleanup_str struct str what = {0};

	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGXFSZ ||
	    rules_limits(r->rules)->of[LIMIT_FILE_SIZE].most == 0)
		return;
	name_limit(&what, r, LIMIT_FILE_SIZE);
	run_complain(r, "%s: pid %d was ended (SIGXFSZ)", str_text(&what),
	    (int)p->tgid);
}

/* Until when the job's output may be passed on, in ms from now. */
static int
patience(const struct run *r)
{
	uint64_t wall = rules_limits(r->rules)->of[LIMIT_WALL].most;
	uint64_t gone = (now_ns() - r->watch.start_ns) / NS_PER_MS;

	if (r->watch.hit || (wall != 0 && gone >= wall))
		return 0;
	if (wall == 0)
		return -1;
	return wall - gone < INT_MAX ? (int)(wall - gone) : INT_MAX;
}

/* Returns the exit status. */
static int
end_output(struct run *r, int status)
{
	int err = output_end(&r->output, patience(r));

	switch (err) {
	case 0:
	case -EINTR: return status;
	case -ETIME:
		/* Nobody read what the job wrote. */
		if (!r->watch.hit) {
			r->watch.hit = true;
			r->watch.which = LIMIT_WALL;
			run_limits_tell(r);
		}
		return status;
	default:
		run_complain(r, "cannot pass the job's output on: %s",
		    strerror(-err));
		return EXIT_OURS;
	}
}

/* What --meta is to tell. */
static void
note_facts(struct run *r)
{
	const struct watch *w = &r->watch;
	struct meta_facts *f = &r->meta->facts;

	f->limit = w->hit ? limit_name(w->which) : NULL;
	f->wall_ns = w->end_ns - w->start_ns;
	f->cpu_ns = w->cpu_ns;
	f->resident = w->peak;
	f->read = w->read;
	f->written = watch_written(w);
}

int
run_limits_end(struct run *r, int status)
{
	int after = end_output(r, status);

	if (watch_end(&r->watch))
		run_limits_tell(r);
	note_facts(r);
	if (status == EXIT_OURS || after == EXIT_OURS)
		return EXIT_OURS;
	if (r->watch.hit)
		return r->watch.which == LIMIT_WALL ? EXIT_TIMEOUT
						    : EXIT_SIGNAL + SIGKILL;
	return status;
}
