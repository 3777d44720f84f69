/* execve and execveat: every file that the kernel would load is found first and
 * judged: the scripts, their interpreters, the program, its loader.  How the
 * kernel is brought to run them is exec_way.c; what came of it is compared with
 * the plan at PTRACE_EVENT_EXEC, before the new program's first instruction
 * (struct exec_plan).
 *
 * A program that may be run but not read is refused (EACCES): its headers are
 * out of our reach, and its memory would be too.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "handle/exec.h"
#include "handle/handle.h"

/* Scripts whose interpreters are scripts: the kernel loads what stands behind
 * five of them, and says ELOOP to more (exec_binprm() in fs/exec.c). */
#define SCRIPTS_MAX 5

static bool
refuse(struct call *c, int err)
{
	c->out = v_refuse(err);
	return false;
}

/* What was recorded of place `which` must outlive it: the place is used again.
 */
static bool
keep_names(struct call *c, int which)
{
	const struct place *p = &c->place[which];

	for (unsigned i = 0; i < c->event.objects; i++) {
		struct event_object *o = &c->event.object[i];

		if (o->path == p->shown)
			o->path = call_keep(c, p->shown);
		if (o->named == p->named)
			o->named = call_keep(c, p->named);
		if (o->path == NULL)
			return false;
	}
	return true;
}

/* Reads the job's arguments, where rules ask for them. */
static bool
want_args(struct call *c, struct chase *x)
{
	if (x->args_read || !policy_run_reads_args(c->task->process->policy))
		return true;
	/* An interpreter of a script's interpreter, under rules that came with
	 * the first: what was put before the arguments stands alone by now. */
	if (x->args.front != 0) {
		c->out = call_refuse(c, EACCES,
		    "its arguments are asked for too late");
		return false;
	}
	x->args_read = exec_args_read(c, x->argv, &x->args);
	return x->args_read;
}

/* Judges the file at place `which` as a program of its own: the rules about
 * files, its mode, the rules about programs.  The first rule that names a
 * profile decides what the new program lives under. */
static bool
judge_program(struct call *c, struct chase *x, int which)
{
	bool may;

	if (!exec_may(c, which) || !want_args(c, x))
		return false;
	may = call_may_run(c, c->place[which].shown, x->args.count,
	    x->args.text, &x->says);
	exec_args_tell(c, &x->args, x->args_read, x->argv);
	if (!may)
		return false;
	if (x->says.profile != NULL && x->plan->policy == x->caller)
		x->plan->policy = x->says.profile;
	return keep_names(c, which);
}

/* A rule has another program run in the place of the one at hand.  That rule is
 * its permission. */
static bool
substitute(struct call *c, struct chase *x, int which)
{
	struct place *p = &c->place[which];
	struct event_object *note;
	const char *kept;

	if (!call_place_text(c, which, x->says.via_path, AT_FDCWD, FOLLOW,
		WANT_OBJECT, NO_EMPTY))
		return false;
	kept = call_keep(c, p->shown);
	if (kept == NULL)
		return false;
	call_note(c, ACC_RUN, NULL, kept);
	note = &c->event.object[c->event.objects - 1];
	note->file = x->says.file;
	note->line = x->says.line;
	if (which == 0) {
		free(x->plan->path);
		x->plan->path = strdup(kept);
		if (x->plan->path == NULL) {
			c->out = v_fault(ENOMEM);
			return false;
		}
	}
	return p->err != 0 ? refuse(c, p->err) : exec_may_load(c, p);
}

/* The name of the file at place p as the new program will see it, into
 * to[0..PATH_MAX).  False: it sees none, and `to` is the caller's name. */
static bool
name_to_be(const struct chase *x, const struct place *p, char *to)
{
	const struct space *s = policy_space(x->plan->policy);

	if (!p->nameless && s != p->space && place_host(p, to) &&
	    place_seen(s, to))
		return true;
	strcpy(to, p->shown);
	return p->nameless || s == p->space;
}

/* Records in the plan that the file at place `which` is what will run. */
static bool
plan_program(struct call *c, struct chase *x, int which)
{
	struct place *p = &c->place[which];
	char image[PATH_MAX];

	name_to_be(x, p, image);
	free(x->plan->image);
	x->plan->image = strdup(image);
	if (x->plan->image == NULL) {
		c->out = v_fault(ENOMEM);
		return false;
	}
	return exec_hold(c, p, &x->plan->program) &&
	    exec_open(c, x, &x->plan->program);
}

/* How the kernel names the first file, to its interpreter too: by the
 * descriptor where it was found from one (alloc_bprm() in fs/exec.c). */
static void
name_first(const struct call *c, struct chase *x)
{
	const char *named = c->place[0].named;

	x->by_fd = x->dirfd != AT_FDCWD && named[0] != '/';
	if (!x->by_fd)
		snprintf(x->name, sizeof(x->name), "%s", named);
	else if (named[0] == '\0')
		snprintf(x->name, sizeof(x->name), "/dev/fd/%d", x->dirfd);
	else
		snprintf(x->name, sizeof(x->name), "/dev/fd/%d/%s", x->dirfd,
		    named);
}

/* A script with rules of its own: its interpreter opens it by name, under those
 * rules, and the job's name may lead elsewhere by then. */
static bool
rename_script(struct call *c, struct chase *x)
{
	const struct place *p = &c->place[0];

	if (!x->script || p->nameless || x->plan->policy == x->caller)
		return true;
	x->renamed = true;
	x->by_fd = false;
	if (name_to_be(x, p, x->name))
		return true;
	c->out = call_refuse(c, EACCES,
	    "its profile does not see the script that it is for");
	return false;
}

/* The file that was asked for, or the one that runs in its place. */
static bool
judge_first(struct call *c, struct chase *x)
{
	const struct place *p = &c->place[0];
	const char *named = p->named;

	name_first(c, x);
	if (!judge_program(c, x, 0))
		return false;
	if (x->says.via_path != NULL) {
		if (!substitute(c, x, 0))
			return false;
		x->renamed = true;
		x->by_fd = false;
		snprintf(x->name, sizeof(x->name), "%s", x->says.via_path);
	}
	if (!plan_program(c, x, 0))
		return false;
	x->script = image_is_script(x->head);
	if (!rename_script(c, x))
		return false;
	if (x->renamed)
		named = x->name;
	x->natural = (p->space == NULL && !x->renamed) ||
	    exec_leads_to(c, x->renamed ? AT_FDCWD : x->dirfd, named, p,
		&x->plan->program);
	return true;
}

/* From a script to its interpreter: what the kernel will run for it, and with
 * which arguments. */
static bool
judge_interpreter(struct call *c, struct chase *x, const char *script,
    const struct image_script *line)
{
	const struct place *p = &c->place[1];

	if (!want_args(c, x) ||
	    !exec_args_prepend(c, &x->args, line->interpreter,
		line->has_arg ? line->arg : NULL, script))
		return false;
	if (!call_place_text(c, 1, line->interpreter, AT_FDCWD, FOLLOW,
		WANT_OBJECT, NO_EMPTY) ||
	    !judge_program(c, x, 1))
		return false;
	if (x->says.via_path != NULL && !substitute(c, x, 1))
		return false;
	if (!plan_program(c, x, 1))
		return false;
	x->natural &= x->says.via_path == NULL &&
	    (p->space == NULL ||
		exec_leads_to(c, AT_FDCWD, line->interpreter, p,
		    &x->plan->program));
	return true;
}

/* Whose names and rules say what loads the file at hand?  With a namespace of
 * its own, the program's: its libraries are found there too. */
static void
enter_world(struct call *c, const struct chase *x)
{
	struct process *p = c->task->process;

	if (policy_space(x->plan->policy) != policy_space(p->policy))
		p->policy = x->plan->policy;
}

/* The rule for an interpreter named a profile with a namespace of its own: its
 * script is known by another name there. */
static bool
follow_profile(struct call *c, struct chase *x)
{
	if (x->renamed ||
	    policy_space(x->plan->policy) == policy_space(x->caller))
		return true;
	if (!rename_script(c, x))
		return false;
	x->natural &= !x->renamed;
	return !x->renamed || exec_args_rename(c, &x->args, x->name);
}

/* Follows scripts to the program at the end. */
static bool
follow_scripts(struct call *c, struct chase *x)
{
	struct image_script line;
	char script[sizeof(x->name)]; /* as its interpreter is told of it */

	memcpy(script, x->name, sizeof(script));
	for (int scripts = 1; image_is_script(x->head); scripts++) {
		if (scripts > SCRIPTS_MAX)
			return refuse(c, ELOOP);
		if (image_script(x->head, &line) != 0)
			return refuse(c, ENOEXEC);
		enter_world(c, x);
		if (!judge_interpreter(c, x, script, &line) ||
		    !follow_profile(c, x))
			return false;
		strcpy(script, line.interpreter);
	}
	enter_world(c, x);
	return exec_judge_elf(c, x);
}

static bool
follow(struct call *c, struct chase *x)
{
	bool ok;

	x->caller = c->task->process->policy;
	if (!judge_first(c, x))
		return false;
	ok = follow_scripts(c, x);
	if (!ok)
		c->event.profile = policy_name(c->task->process->policy);
	c->task->process->policy = x->caller;
	return ok;
}

/* The folder in which the program starts, where its profile names one. */
static bool
plan_folder(struct call *c, struct chase *x)
{
	const struct policy *policy = x->plan->policy;
	int fd;

	if (policy == x->caller)
		return true;
	fd = place_start(policy_space(policy));
	if (fd == -ENODATA)
		return true;
	if (fd == -EMFILE || fd == -ENFILE || fd == -ENOMEM) {
		c->out = v_fault(-fd);
		return false;
	}
	if (fd < 0) {
		c->out = call_refuse(c, -fd,
		    "the folder that its profile starts in cannot be opened");
		return false;
	}
	x->plan->folder.fd = fd;
	return true;
}

/* The name is copied and resolved; execveat(2) takes two flags.  A newer kernel
 * has AT_EXECVE_CHECK too: refused as by an older one. */
static bool
read_name(struct call *c, struct chase *x)
{
	enum follow links = FOLLOW;
	enum empty empty = NO_EMPTY;
	int flags;

	x->argv = c->arg[1];
	x->dirfd = AT_FDCWD;
	if (c->nr == SYS_execveat) {
		flags = call_int(c, 4);
		if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0)
			return refuse(c, EINVAL);
		links = flags & AT_SYMLINK_NOFOLLOW ? NO_FOLLOW : FOLLOW;
		empty = flags & AT_EMPTY_PATH ? EMPTY_OK : NO_EMPTY;
		x->dirfd = call_int(c, 0);
		x->path_arg = 1;
		x->argv = c->arg[2];
	}
	return call_place(c, 0, x->path_arg, links, WANT_OBJECT, empty);
}

static bool
make_plan(struct call *c, struct chase *x)
{
	x->plan = calloc(1, sizeof(*x->plan));
	if (x->plan != NULL) {
		x->plan->program.fd = -1;
		x->plan->loader.fd = -1;
		x->plan->folder.fd = -1;
		x->plan->policy = c->task->process->policy;
		x->plan->path = strdup(c->place[0].shown);
		if (x->plan->path != NULL)
			return true;
	}
	c->out = v_fault(ENOMEM);
	return false;
}

static bool
decide(struct call *c, struct chase *x)
{
	if (!read_name(c, x) || !make_plan(c, x) || !follow(c, x) ||
	    !plan_folder(c, x))
		return false;
	if (x->args_read && !exec_args_plan(c, &x->args, x->plan))
		return false;
	return exec_pin(c, x);
}

struct verdict
h_exec(struct call *c)
{
	struct chase x = {.fd = -1};
	bool ok = decide(c, &x);

	fd_close(&x.fd);
	exec_args_done(&x.args);
	if (!ok) {
		exec_plan_free(x.plan);
		return c->out;
	}
	exec_plan_free(c->task->exec);
	c->task->exec = x.plan;
	return v_pin();
}
