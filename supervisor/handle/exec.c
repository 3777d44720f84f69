/* execve and execveat: every file that the kernel would load is found first and
 * judged: the scripts, their interpreters, the program, its loader.
 *
 * The kernel is given the name as the job wrote it, pinned, so that AT_EXECFN,
 * comm and the script's name are natural; it resolves the name once more, and
 * what came of that is compared with the plan at PTRACE_EVENT_EXEC, before the
 * new program's first instruction (struct exec_plan).
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
#include "handle/exec_args.h"
#include "handle/handle.h"
#include "handle/image.h"

/* Scripts whose interpreters are scripts: the kernel loads what stands behind
 * five of them, and says ELOOP to more (exec_binprm() in fs/exec.c). */
#define SCRIPTS_MAX 5

/* One exec, while it is followed. */
struct chase {
	int path_arg; /* the argument with the name */
	uint64_t argv;
	struct exec_args args; /* as the file at hand will get them */
	bool args_read;
	struct exec_plan *plan;
	int fd; /* the file at hand, open for reading; owned */
	char head[IMAGE_HEAD];
	bool canonical; /* the kernel gets the judged name, not the job's */
};

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

/* A memfd or a deleted file has no name that rules could speak of: it runs only
 * where everything may that no rule forbids. */
static bool
may_nameless(struct call *c, const struct place *p)
{
	struct answer a;

	policy_file(c->task->process->policy, ACC_EXEC, p->shown, &a);
	call_note(c, ACC_EXEC, p->named, p->shown);
	if (a.verb == VERB_ALLOW && a.file == NULL)
		return true;
	c->out = call_refuse(c, EACCES, "a file without a name cannot be run");
	return false;
}

/* The checks of open_exec() in fs/exec.c, the mount's noexec among them
 * (do_faccessat() looks at it), and that we can read it. */
static bool
may_load(struct call *c, const struct place *p)
{
	struct stat st;

	if (!p->exists && !p->nameless)
		return refuse(c, ENOENT);
	if (fstat(p->object, &st) != 0)
		return refuse(c, errno);
	if (S_ISLNK(st.st_mode))
		return refuse(c, ELOOP);
	if (!S_ISREG(st.st_mode))
		return refuse(c, EACCES);
	if (syscall(SYS_faccessat2, p->object, "", X_OK | R_OK,
		AT_EMPTY_PATH | AT_EACCESS) != 0)
		return refuse(c, EACCES);
	return true;
}

static bool
hold(struct call *c, struct place *p, struct exec_file *ret)
{
	struct stat st;

	if (fstat(p->object, &st) != 0) {
		c->out = v_fault(errno);
		return false;
	}
	fd_close(&ret->fd);
	ret->dev = st.st_dev;
	ret->ino = st.st_ino;
	ret->fd = steal_fd(&p->object);
	return true;
}

/* Reads exactly size bytes of the file.  Returns false where it is shorter. */
static bool
read_at(int fd, uint64_t offset, void *to, size_t size)
{
	char *at = to;

	while (size != 0) {
		ssize_t n = pread(fd, at, size, (off_t)offset);

		if (n <= 0)
			return false;
		at += n;
		offset += (uint64_t)n;
		size -= (size_t)n;
	}
	return true;
}

/* Opens the file at hand, which is regular, and reads its head.  O_NONBLOCK: a
 * lease that somebody holds on it must not stall us (fcntl(2), F_SETLEASE). */
static bool
open_head(struct call *c, struct chase *x, const struct place *p)
{
	char name[32];
	ssize_t n;

	place_proc_name(p->object, name, sizeof(name));
	fd_close(&x->fd);
	x->fd = open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (x->fd < 0)
		return refuse(c, errno == EWOULDBLOCK ? ETXTBSY : EACCES);
	memset(x->head, 0, sizeof(x->head));
	n = pread(x->fd, x->head, sizeof(x->head), 0);
	return n >= 0 ? true : refuse(c, EIO);
}

/* Judges the file at place `which` as a program of its own: the rules about
 * files, its mode, the rules about programs.  The first rule that names a
 * profile decides what the new program lives under. */
static bool
judge_program(struct call *c, struct chase *x, int which)
{
	struct place *p = &c->place[which];
	const struct policy *policy = c->task->process->policy;
	struct answer says;

	if (p->nameless ? !may_nameless(c, p) : !call_may(c, which, ACC_EXEC))
		return false;
	if (!may_load(c, p))
		return false;
	if (!x->args_read && policy_run_reads_args(policy)) {
		if (!exec_args_read(c, x->argv, &x->args))
			return false;
		x->args_read = true;
	}
	if (!call_may_run(c, p->shown, x->args.count, x->args.text, &says))
		return false;
	if (says.profile != NULL && x->plan->policy == policy)
		x->plan->policy = says.profile;
	return keep_names(c, which);
}

/* The loader of a dynamically linked program: it runs what the rules let the
 * program be, so the rules about files are enough. */
static bool
judge_loader(struct call *c, struct chase *x, const struct image_span *at)
{
	struct place *p = &c->place[1];

	if (!read_at(x->fd, at->offset, c->text, at->size))
		return refuse(c, EIO);
	if (c->text[at->size - 1] != '\0')
		return refuse(c, ENOEXEC);
	if (!call_place_text(c, 1, c->text, AT_FDCWD, FOLLOW, WANT_OBJECT,
		NO_EMPTY))
		return false;
	if (p->nameless ? !may_nameless(c, p) : !call_may(c, 1, ACC_EXEC))
		return false;
	return may_load(c, p) && hold(c, p, &x->plan->loader);
}

static bool
judge_elf(struct call *c, struct chase *x)
{
	cleanup_free void *phdrs = NULL;
	struct image_span at, loader;

	if (image_elf(x->head, &at) != 0)
		return refuse(c, ENOEXEC);
	phdrs = malloc(at.size);
	if (phdrs == NULL) {
		c->out = v_fault(ENOMEM);
		return false;
	}
	if (!read_at(x->fd, at.offset, phdrs, at.size) ||
	    image_loader(phdrs, at.size, &loader) != 0)
		return refuse(c, ENOEXEC);
	return loader.size == 0 || judge_loader(c, x, &loader);
}

/* From a script to its interpreter: what the kernel will run for it, and with
 * which arguments. */
static bool
judge_interpreter(struct call *c, struct chase *x, const char *script)
{
	struct image_script line;

	if (image_script(x->head, &line) != 0)
		return refuse(c, ENOEXEC);
	if (x->args_read &&
	    !exec_args_prepend(c, &x->args, line.interpreter,
		line.has_arg ? line.arg : NULL, script))
		return false;
	if (!call_place_text(c, 1, line.interpreter, AT_FDCWD, FOLLOW,
		WANT_OBJECT, NO_EMPTY))
		return false;
	return judge_program(c, x, 1);
}

/* Records in the plan that the file at place `which` is what will run. */
static bool
plan_program(struct call *c, struct chase *x, int which)
{
	struct place *p = &c->place[which];

	free(x->plan->image);
	x->plan->image = strdup(p->shown);
	if (x->plan->image == NULL) {
		c->out = v_fault(ENOMEM);
		return false;
	}
	return open_head(c, x, p) && hold(c, p, &x->plan->program);
}

/* How the kernel names the first file to its interpreter: by the descriptor
 * where it was found from one (alloc_bprm() in fs/exec.c). */
static void
name_script(const struct call *c, char *to, size_t size)
{
	const char *named = c->place[0].named;
	bool by_fd = c->nr == SYS_execveat && named[0] != '/' &&
	    call_int(c, 0) != AT_FDCWD;

	if (!by_fd)
		snprintf(to, size, "%s", named);
	else if (named[0] == '\0')
		snprintf(to, size, "/dev/fd/%d", call_int(c, 0));
	else
		snprintf(to, size, "/dev/fd/%d/%s", call_int(c, 0), named);
}

/* Follows scripts to the program at the end. */
static bool
follow(struct call *c, struct chase *x)
{
	char script[PATH_MAX + 32]; /* as its interpreter is told of it */

	if (!judge_program(c, x, 0) || !plan_program(c, x, 0))
		return false;
	/* A script with rules of its own: its interpreter opens it by name,
	 * under those rules, and the job's name may lead elsewhere by then. */
	x->canonical = image_is_script(x->head) && !c->place[0].nameless &&
	    x->plan->policy != c->task->process->policy;
	if (x->canonical)
		snprintf(script, sizeof(script), "%s", c->place[0].shown);
	else
		name_script(c, script, sizeof(script));
	for (int scripts = 1; image_is_script(x->head); scripts++) {
		if (scripts > SCRIPTS_MAX)
			return refuse(c, ELOOP);
		if (!judge_interpreter(c, x, script) || !plan_program(c, x, 1))
			return false;
		memcpy(script, c->place[1].named, PATH_MAX);
	}
	return judge_elf(c, x);
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
	if (c->nr == SYS_execveat) {
		flags = call_int(c, 4);
		if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0)
			return refuse(c, EINVAL);
		links = flags & AT_SYMLINK_NOFOLLOW ? NO_FOLLOW : FOLLOW;
		empty = flags & AT_EMPTY_PATH ? EMPTY_OK : NO_EMPTY;
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
	if (!read_name(c, x) || !make_plan(c, x) || !follow(c, x))
		return false;
	if (x->args_read && !exec_args_plan(c, &x->args, x->plan))
		return false;
	if (!x->canonical)
		return call_pin_string(c, x->path_arg, c->place[0].named);
	c->pin_nr = SYS_execve;
	c->pin_arg[1] = c->arg[x->path_arg + 1];
	c->pin_arg[2] = c->arg[x->path_arg + 2];
	return call_pin_string(c, 0, c->place[0].shown);
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
