/* The files of an exec, one by one: may it be loaded, what is in it, and the
 * program at the end with its loader. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/fd.h"
#include "handle/elf.h"
#include "handle/exec.h"

static bool
refuse(struct call *c, int err)
{
	c->out = v_refuse(err);
	return false;
}

/* A memfd or a deleted file has no name that rules could speak of: it runs only
 * where everything may that no rule forbids. */
static bool
may_nameless(struct call *c, const struct place *p)
{
	const struct who who = call_who(c);
	struct answer a;

	policy_file_by(c->task->process->policy, &who, ACC_EXEC, p->shown, &a);
	call_note(c, ACC_EXEC, p->named, p->shown);
	if (a.verb == VERB_ALLOW && a.file == NULL)
		return true;
	c->out = call_refuse(c, EACCES, "a file without a name cannot be run");
	return false;
}

/* The checks of open_exec() in fs/exec.c, the mount's noexec among them
 * (do_faccessat() looks at it), and that we can read it. */
bool
exec_may_load(struct call *c, const struct place *p)
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

bool
exec_may(struct call *c, int which)
{
	const struct place *p = &c->place[which];

	if (p->nameless ? !may_nameless(c, p) : !call_may(c, which, ACC_EXEC))
		return false;
	return exec_may_load(c, p);
}

bool
exec_hold(struct call *c, struct place *p, struct exec_file *ret)
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
		ssize_t n =
		    TEMP_FAILURE_RETRY(pread(fd, at, size, (off_t)offset));

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
bool
exec_open(struct call *c, struct chase *x, const struct exec_file *f)
{
	char name[32];
	ssize_t n;

	place_proc_name(f->fd, name, sizeof(name));
	fd_close(&x->fd);
	x->fd = open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (x->fd < 0)
		return refuse(c, errno == EWOULDBLOCK ? ETXTBSY : EACCES);
	memset(x->head, 0, sizeof(x->head));
	n = TEMP_FAILURE_RETRY(pread(x->fd, x->head, sizeof(x->head), 0));
	return n >= 0 ? true : refuse(c, EIO);
}

/* The program headers of the file at hand; NULL with an answer. */
static void *
read_headers(struct call *c, const struct chase *x, struct image_span *at)
{
	cleanup_free void *phdrs = NULL;

	if (image_elf(x->head, at) != 0) {
		c->out = v_refuse(ENOEXEC);
		return NULL;
	}
	phdrs = malloc(at->size);
	if (phdrs == NULL)
		c->out = v_fault(ENOMEM);
	else if (!read_at(x->fd, at->offset, phdrs, at->size))
		c->out = v_refuse(ENOEXEC);
	else
		return steal_ptr(&phdrs);
	return NULL;
}

/* The kernel would take another loader: it is to run the judged one as a
 * program, and we map the program at hand beside it. */
static bool
plan_load(struct call *c, struct chase *x, const void *phdrs, size_t size)
{
	struct exec_load *load = calloc(1, sizeof(*load));
	cleanup_free void *of_loader = NULL;
	struct image_span at;

	x->plan->load = load;
	if (load == NULL) {
		c->out = v_fault(ENOMEM);
		return false;
	}
	if (elf_layout(x->head, phdrs, size, load) != 0)
		return refuse(c, ENOEXEC);
	if (!exec_open(c, x, &x->plan->loader))
		return false;
	of_loader = read_headers(c, x, &at);
	if (of_loader == NULL)
		return false;
	return elf_loader(x->head, of_loader, at.size, &load->loader_entry) == 0
	    ? true
	    : refuse(c, ENOEXEC);
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
	return exec_may(c, 1) && exec_hold(c, p, &x->plan->loader);
}

/* The job has no_new_privs: the bits of a program, and the capabilities of its
 * file, give it nothing (prctl(2)).  Records that of the program at hand. */
static void
note_rights(struct call *c, const struct chase *x)
{
	struct stat st;

	if (fstat(x->plan->program.fd, &st) != 0)
		return;
	if (((st.st_mode & S_ISUID) != 0 && st.st_uid != geteuid()) ||
	    ((st.st_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP) &&
		st.st_gid != getegid()) ||
	    fgetxattr(x->fd, "security.capability", NULL, 0) > 0)
		c->event.bitless = x->plan->image;
}

bool
exec_judge_elf(struct call *c, struct chase *x)
{
	const struct place *p = &c->place[1];
	cleanup_free void *phdrs = NULL;
	struct image_span at, loader;

	note_rights(c, x);
	phdrs = read_headers(c, x, &at);
	if (phdrs == NULL)
		return false;
	if (image_loader(phdrs, at.size, &loader) != 0)
		return refuse(c, ENOEXEC);
	if (loader.size == 0)
		return true;
	if (!judge_loader(c, x, &loader))
		return false;
	if (p->space == NULL ||
	    exec_leads_to(c, AT_FDCWD, p->named, p, &x->plan->loader))
		return true;
	return plan_load(c, x, phdrs, at.size);
}
