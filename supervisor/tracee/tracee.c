/* The tables of tasks and processes. */
#include "tracee/tracee.h"

#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "base/now.h"

struct tracee *
tracee_find(const struct tracees *all, pid_t tid)
{
	struct tracee *t;

	HASH_FIND_INT(all->by_tid, &tid, t);
	return t;
}

struct process *
process_find(const struct tracees *all, pid_t tgid)
{
	struct process *p;

	HASH_FIND_INT(all->by_tgid, &tgid, p);
	return p;
}

static void
process_free(struct process *p)
{
	creds_done(&p->creds);
	free(p->program);
	free(p->image);
	free(p);
}

/* Copies a string that may be NULL.  False: out of memory. */
static bool
copy_name(const char *from, char **to)
{
	*to = from != NULL ? strdup(from) : NULL;
	return from == NULL || *to != NULL;
}

/* What a new process takes from the one that made it.  False: out of memory. */
static bool
inherit(struct process *p, const struct process *parent)
{
	p->ppid = parent->tgid;
	p->base = parent->base;
	p->policy = parent->policy;
	p->loaded = parent->loaded;
	return creds_copy(&p->creds, &parent->creds) == 0 &&
	    copy_name(parent->program, &p->program) &&
	    copy_name(parent->image, &p->image);
}

static struct process *
process_add(struct tracees *all, pid_t tgid, const struct process *parent)
{
	struct process *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->tgid = tgid;
	p->started_ns = now_ns();
	creds_start(&p->creds);
	if (parent != NULL && !inherit(p, parent)) {
		process_free(p);
		return NULL;
	}
	HASH_ADD_INT(all->by_tgid, tgid, p);
	all->made++;
	return p;
}

static void
process_remove(struct tracees *all, struct process *p)
{
	HASH_DEL(all->by_tgid, p);
	process_free(p);
}

pid_t
tracee_pid_of(const char *name, size_t len)
{
	pid_t n = 0;

	if (len == 0 || len > 9 || strspn(name, "0123456789") < len)
		return 0;
	for (size_t i = 0; i < len; i++)
		n = n * 10 + (name[i] - '0');
	return n;
}

struct tracee *
tracee_add(struct tracees *all, pid_t tid, pid_t tgid,
    const struct process *parent)
{
	struct tracee *t = calloc(1, sizeof(*t));
	struct process *p;

	if (t == NULL)
		return NULL;
	p = process_find(all, tgid);
	if (p == NULL)
		p = process_add(all, tgid, parent);
	if (p == NULL) {
		free(t);
		return NULL;
	}
	t->tid = tid;
	t->process = p;
	t->held_fd = -1;
	p->tasks++;
	HASH_ADD_INT(all->by_tid, tid, t);
	all->tasks++;
	return t;
}

void
tracee_making(struct tracees *all, struct tracee *t, bool making)
{
	if (making && !t->making)
		all->making++;
	if (!making && t->making)
		all->making--;
	t->making = making;
}

void
tracee_forget_return(struct tracee *t)
{
	if (t->free_return_data != NULL)
		t->free_return_data(t->on_return_data);
	t->on_return = NULL;
	t->on_return_data = NULL;
	t->free_return_data = NULL;
	t->exclusive = false;
}

void
tracee_forget_call(struct tracee *t)
{
	free(t->modules);
	t->modules = NULL;
}

void
tracee_remove(struct tracees *all, struct tracee *t)
{
	HASH_DEL(all->by_tid, t);
	all->tasks--;
	tracee_making(all, t, false);
	if (--t->process->tasks == 0)
		process_remove(all, t->process);
	tracee_forget_return(t);
	tracee_forget_call(t);
	exec_plan_free(t->exec);
	fd_close(&t->held_fd);
	free(t);
}

void
tracee_rename(struct tracees *all, struct tracee *t, pid_t tid)
{
	HASH_DEL(all->by_tid, t);
	t->tid = tid;
	HASH_ADD_INT(all->by_tid, tid, t);
}

void
exec_plan_free(struct exec_plan *plan)
{
	if (plan == NULL)
		return;
	fd_close(&plan->program.fd);
	fd_close(&plan->loader.fd);
	fd_close(&plan->folder.fd);
	free(plan->path);
	free(plan->image);
	free(plan->load);
	free(plan->name);
	free(plan->args);
	free(plan);
}

void
tracees_done(struct tracees *all)
{
	struct tracee *t, *next;

	HASH_ITER(hh, all->by_tid, t, next)
		tracee_remove(all, t);
}
