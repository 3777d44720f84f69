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
#include "handle/owner.h"
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

/* The heart of the matter: one call, decided by its row. */
static struct verdict
judge(void *ctx, struct call *c)
{
	(void)ctx;
	if (c->def == NULL)
		return call_refuse(c, ENOSYS,
		    "a system call that this version does not know");
	switch (c->def->treat) {
	case T_ASK: return c->def->handler(c);
	case T_DRAWN:
		return policy_space(c->task->process->policy) != NULL
		    ? c->def->handler(c)
		    : v_pass();
	case T_ROOT: return owner_root(c) ? c->def->handler(c) : v_pass();
	case T_FREE:
		/* Its exceptions stop only where the filter guards the region
		 * (see bpf/filter.h). */
		return c->def->handler != NULL ? c->def->handler(c) : v_pass();
	case T_REFUSE:
	case T_QUIET: break;
	}
	return call_refuse(c, c->def->err, c->def->why);
}

/* Who made the call, where anybody is to be told. */
static void
look_at_stack(struct run *r, struct call *c)
{
	enum audit_stacks kind = audit_wants(r->audit, &c->event);
	struct stack_answer got;

	if (kind == STACKS_NONE)
		return;
	stacks_take(r->stacks, kind, c->event.pid, c->event.tid, c->regs, &got);
	c->event.stack_asked = true;
	c->event.stack = got.stack;
	c->event.stack_why = got.why;
}

static int
decided(void *ctx, struct call *c, const struct verdict *v)
{
	struct run *r = ctx;

	if (c->event.err == 0 && v->kind == V_RETURN && v->value < 0)
		c->event.err = (int)-v->value;
	look_at_stack(r, c);
	return audit_call(r->audit, &c->event, v);
}

static int
born(void *ctx, const struct process *p)
{
	struct run *r = ctx;

	stacks_born(r->stacks, p->tgid, p->ppid);
	return audit_process(r->audit, LIFE_START, p->tgid, p->ppid, p->program,
	    0);
}

static int
execed(void *ctx, const struct process *p)
{
	struct run *r = ctx;

	stacks_forget(r->stacks, p->tgid);
	return audit_process(r->audit, LIFE_EXEC, p->tgid, p->ppid, p->program,
	    0);
}

static int
ended(void *ctx, const struct process *p, int status)
{
	struct run *r = ctx;

	stacks_forget(r->stacks, p->tgid);
	return audit_process(r->audit, LIFE_EXIT, p->tgid, p->ppid, p->program,
	    status);
}

static int
betrayed(void *ctx, const struct process *p, const char *why)
{
	struct run *r = ctx;

	run_complain(r, "pid %d was killed as it started a program: %s",
	    (int)p->tgid, why);
	return 0;
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

/* The supervisor's own surroundings, once the launcher has its copy of the
 * person's. */
static void
settle_in(struct run *r)
{
	struct rlimit files;

	job_control_open(r->pid);
	/* Nobody of our user may look into us or take our descriptors. */
	(void)prctl(PR_SET_DUMPABLE, 0);
	/* Modes are the job's own business: its umask is asked at each call. */
	(void)umask(0);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &files);
	}
}

/* Goes as far as the launcher's exec.  Returns 0 or the exit status. */
static int
start(struct run *r, uint64_t *ret_base)
{
	struct launch l = {.argv = r->opts->command,
	    .envp = r->env->envp,
	    .path = r->path,
	    .folder = r->folder[0] != '\0' ? r->folder : NULL,
	    .filter = r->filter,
	    .region_fd = r->region.fd,
	    .region_at = r->region.at,
	    .mseal = r->region.mseal};
	int err;

	r->pid = launch_fork(&l, &r->sync);
	if (r->pid < 0) {
		run_complain(r, "cannot start a process: %s",
		    strerror(-r->pid));
		return EXIT_OURS;
	}
	err = trace_seize(r->pid);
	if (err != 0) {
		run_complain(r,
		    "cannot trace the job (PTRACE_SEIZE): %s; a container or "
		    "the kernel forbids ptrace",
		    strerror(-err));
		kill(r->pid, SIGKILL);
		return EXIT_OURS;
	}
	settle_in(r);
	err = launch_go(r->sync, ret_base);
	if (err != 0) {
		run_complain(r, "cannot set up the job's first process: %s",
		    strerror(-err));
		kill(r->pid, SIGKILL);
		return EXIT_OURS;
	}
	return 0;
}

/* What the end means for the exit status. */
static int
exit_status(struct run *r, const struct trace_end *end)
{
	int err = launch_exec_error(r->sync);

	if (end->failed) {
		run_complain(r, "%s; the job was ended", end->why);
		return EXIT_OURS;
	}
	if (end->killed_by_rule)
		run_complain(r, "a rule ended the job");
	if (err != 0) {
		run_complain(r, "cannot run %s: %s", r->opts->command[0],
		    err == ENOENT ? "not found" : strerror(err));
		return err == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
	}
	if (WIFSIGNALED(end->status))
		return EXIT_SIGNAL + WTERMSIG(end->status);
	return WEXITSTATUS(end->status);
}

static void
over(void *ctx)
{
	struct run *r = ctx;

	stacks_free(r->stacks);
	r->stacks = NULL;
}

static bool
may_write(void *ctx, const char *path)
{
	const struct run *r = ctx;

	return rules_may_write(r->rules, path);
}

static unsigned
tick(void *ctx)
{
	struct run *r = ctx;

	audit_tick(r->audit);
	return 0;
}

static int
run(struct run *r)
{
	struct trace_options options = {.end_when = r->opts->wait
		? END_WITH_LAST
		: END_WITH_FIRST,
	    .no_seat = r->opts->no_seat,
	    .tick_ms = audit_tick_ms(r->audit)};
	struct trace_hooks hooks = {r, judge, decided, born, execed, ended,
	    betrayed, over, tick};
	struct trace_end end;
	uint64_t base;
	int status = run_prepare(r);

	r->stacks = stacks_new(may_write, r);
	if (status == 0 && r->stacks == NULL) {
		run_complain(r, "out of memory");
		status = EXIT_OURS;
	}
	if (status == 0)
		status = start(r, &base);
	if (status != 0)
		return status;
	r->mediator.self = getpid();
	r->mediator.pgrp = getpgrp();
	r->mediator.max_tasks = REGION_SLOTS;
	r->mediator.tell_args = r->opts->audit != NULL;
	trace_run(&r->mediator, &r->region, r->pid, base, rules_top(r->rules),
	    &hooks, &options, &end);
	return save_owners(r, exit_status(r, &end));
}

int
run_job(const struct opts *o, struct rules *rules,
    const struct environment *env, struct audit *a)
{
	struct run r = {
	    .opts = o,
	    .rules = rules,
	    .env = env,
	    .audit = a,
	    .sync = -1,
	    .region.fd = -1,
	    .area = {.alive = -1, .ended = -1}
        };
	int status;

	status = run(&r);
	stacks_free(r.stacks);
	fd_close(&r.sync);
	free(r.filter.filter);
	listings_done(&r.mediator.listings);
	layers_close(rules);
	area_done(&r.area);
	owners_done(&r.mediator.owners);
	region_done(&r.region);
	return status;
}
