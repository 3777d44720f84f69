/* The names of procfs that mean somebody: `self` is the task, pids are the
 * job's or nobody's, and magic links are judged by what they lead to. */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/fd.h"
#include "call/walk.h"
#include "space.h"
#include "tracee/fdinfo.h"
#include "tracee/tracee.h"

/* The walk's way inside procfs, cut into what it means. */
struct inside {
	bool ours;        /* the procfs at /proc, whose pids we know */
	unsigned depth;   /* names below the root */
	pid_t pid;        /* the first of them, if it is a number; else 0 */
	const char *more; /* what follows the pid (and task/TID) */
};

static bool
is_number(const char *name)
{
	return name[0] != '\0' && strspn(name, "0123456789") == strlen(name);
}

bool
place_knows_pids(const struct space *s)
{
	char host[PATH_MAX];
	struct space_way way;

	return s == NULL ||
	    (space_host(s, "/proc", host, &way) && strcmp(host, "/proc") == 0);
}

static void
look_inside(const struct walk *w, struct inside *ret)
{
	const char *s = w->p->shown + w->proc;

	ret->ours = w->proc == 5 && memcmp(w->p->shown, "/proc", 5) == 0 &&
	    place_knows_pids(w->p->space);
	ret->depth = 0;
	ret->pid = 0;
	for (size_t i = w->proc; i < w->len; i++)
		ret->depth += w->p->shown[i] == '/';
	ret->more = w->p->shown + w->len;
	if (ret->depth == 0)
		return;
	ret->pid = tracee_pid_of(s + 1, strcspn(s + 1, "/"));
	if (ret->pid == 0)
		return;
	s += 1 + strcspn(s + 1, "/");
	if (ret->depth >= 3 && strncmp(s, "/task/", 6) == 0)
		s += 6 + strcspn(s + 6, "/");
	ret->more = s;
}

/* The process of the job that a pid or tid belongs to, or NULL. */
static const struct process *
job_process(const struct walk *w, pid_t pid)
{
	struct tracees all = *w->all;
	const struct tracee *t = tracee_find(&all, pid);

	return t != NULL ? t->process : process_find(&all, pid);
}

int
proc_name(struct walk *w, const char *name, bool followed)
{
	bool self = strcmp(name, "self") == 0;
	struct inside in;
	char mine[64];
	int r;

	w->p->shown[w->len] = '\0';
	look_inside(w, &in);
	if (in.depth == 0 && (self || strcmp(name, "thread-self") == 0)) {
		if (!in.ours)
			return walk_fail(w, ENOENT);
		if (!followed)
			return STEP_NEXT;
		r = walk_count(w);
		if (r != STEP_NEXT)
			return r;
		w->at += strlen(name);
		if (self)
			snprintf(mine, sizeof(mine), "%d",
			    (int)w->t->process->tgid);
		else
			snprintf(mine, sizeof(mine), "%d/task/%d",
			    (int)w->t->process->tgid, (int)w->t->tid);
		return walk_push(w, mine) ? STEP_TRY
					  : walk_fail(w, ENAMETOOLONG);
	}
	/* /proc/N, and /proc/N/task/N where `more` is "/task". */
	if (is_number(name) &&
	    (in.depth == 0 ||
		(in.depth == 2 && strcmp(in.more, "/task") == 0))) {
		pid_t pid = tracee_pid_of(name, strlen(name));

		if (!in.ours || pid == 0 || job_process(w, pid) == NULL)
			return walk_refuse(w, ENOENT,
			    "it is no process of the job");
	}
	return STEP_NEXT;
}

bool
proc_has_magic(const struct walk *w)
{
	struct inside in;

	if (w->proc == 0)
		return false;
	look_inside(w, &in);
	return in.pid != 0 || (!in.ours && in.depth == 0);
}

bool
proc_same(const char *name, const struct stat *st)
{
	cleanup_fd int fd = -1;
	struct stat now;

	if (name[0] != '/')
		return false;
	fd = place_open(AT_FDCWD, name, O_PATH | O_NOFOLLOW);
	return fd >= 0 && fstat(fd, &now) == 0 && now.st_dev == st->st_dev &&
	    now.st_ino == st->st_ino &&
	    (now.st_mode & S_IFMT) == (st->st_mode & S_IFMT);
}

int
proc_fd_mode(const char *fdinfo, int held)
{
	struct fdinfo info, ours;
	struct stat st;

	if (fdinfo_read_file(fdinfo, &info) != 0 ||
	    fdinfo_read(getpid(), held, &ours) != 0)
		return -1;
	/* Another thread may have put another file under the number meanwhile.
	 * Without inode numbers that cannot be seen: then a descriptor grants
	 * what is no file at all, a pipe. */
	if (info.ino != ours.ino || info.mount != ours.mount)
		return -1;
	if (info.ino == 0 && (fstat(held, &st) != 0 || !S_ISFIFO(st.st_mode)))
		return -1;
	/* An O_PATH descriptor grants nothing; mode 3 is for ioctl only. */
	if ((info.flags & O_PATH) != 0 || (info.flags & O_ACCMODE) == O_ACCMODE)
		return -1;
	return (int)(info.flags & O_ACCMODE);
}

/* What the descriptor of the link `name` of here, which led to `held`, grants
 * the task: that of its own process, or of one that lives under the same rules.
 */
static int
granted(const struct walk *w, const struct inside *in, const char *name,
    int held)
{
	const struct process *owner = job_process(w, in->pid);
	char fdinfo[PATH_MAX];

	if (strcmp(in->more, "/fd") != 0 || owner == NULL ||
	    owner->policy != w->t->process->policy || !is_number(name))
		return -1;
	snprintf(fdinfo, sizeof(fdinfo), "%.*sinfo/%.12s", (int)(w->len),
	    w->p->shown, name);
	return proc_fd_mode(fdinfo, held);
}

/* Without a name to go on by: it is held, and nothing can be below it. */
static int
arrive_nameless(struct walk *w, int *fd, const struct stat *st,
    const char *text, int mode)
{
	struct place *p = w->p;
	const char *rest = w->room + w->at;

	w->len = 0;
	snprintf(p->shown, sizeof(p->shown), "%s", text);
	if (rest[strspn(rest, "/.")] != '\0' || strstr(rest, "..") != NULL) {
		w->len = strlen(p->shown);
		return walk_fail(w, S_ISDIR(st->st_mode) ? ENOENT : ENOTDIR);
	}
	p->slash = rest[0] == '/';
	if (p->slash && !S_ISDIR(st->st_mode))
		p->err = ENOTDIR;
	p->object = steal_fd(fd);
	p->exists = true;
	p->nameless = true;
	p->fd_mode = mode;
	return STEP_DONE;
}

/* The name of a program that we mapped beside its loader, which is what the
 * kernel shows; NULL: the kernel knows it. */
static const char *
loaded_image(const struct walk *w, pid_t pid)
{
	const struct process *p = job_process(w, pid);

	return p != NULL && p->loaded && p->policy == w->t->process->policy
	    ? p->image
	    : NULL;
}

int
proc_link(struct walk *w, const char *name)
{
	char mine[32], text[PATH_MAX];
	cleanup_fd int fd = -1;
	struct inside in;
	const char *to = NULL;
	struct stat st;
	ssize_t n;
	int mode;

	w->p->shown[w->len] = '\0';
	look_inside(w, &in);
	if (!in.ours || strcmp(in.more, "/ns") == 0)
		return walk_refuse(w, EACCES,
		    "a link of /proc that may not be followed");
	w->p->magic = true;
	/* Nothing of the job may change its root. */
	if (in.more[0] == '\0' && strcmp(name, "root") == 0)
		to = "";
	else if (in.more[0] == '\0' && strcmp(name, "exe") == 0)
		to = loaded_image(w, in.pid);
	if (to != NULL) {
		w->at += strlen(name);
		walk_restart(w);
		return walk_push(w, to) ? STEP_TRY : walk_fail(w, ENAMETOOLONG);
	}
	fd = openat(w->here, name, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return walk_ours(errno) ? -errno : walk_fail(w, errno);
	if (fstat(fd, &st) != 0)
		return -errno;
	if (S_ISLNK(st.st_mode))
		return walk_fail(w, ELOOP);
	mode = granted(w, &in, name, fd);
	place_proc_name(fd, mine, sizeof(mine));
	n = readlink(mine, text, sizeof(text) - 1);
	if (n < 0)
		return walk_fail(w, errno);
	text[n] = '\0';
	w->at += strlen(name);
	if (!walk_named(w->p->space, text, &st))
		return arrive_nameless(w, &fd, &st, text, mode);
	walk_restart(w);
	if (!walk_push(w, text))
		return walk_fail(w, ENAMETOOLONG);
	fd_close(&w->via);
	w->via = steal_fd(&fd);
	w->via_mode = mode;
	return STEP_TRY;
}

int
proc_guard(const struct walk *w)
{
	/* Files by which one process changes another. */
	static const char *const own[] = {"mem", "clear_refs", "uid_map",
	    "gid_map", "projid_map", "setgroups", "timerslack_ns",
	    "coredump_filter", "make-it-fail", "fail-nth"};
	const char *name = strrchr(w->p->shown, '/');
	struct inside in;

	look_inside(w, &in);
	if (in.pid == 0 || job_process(w, in.pid) == w->t->process)
		return 0;
	if (strncmp(in.more, "/attr/", 6) == 0)
		return EACCES;
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		if (strcmp(name + 1, own[i]) == 0)
			return EACCES;
	}
	return 0;
}

/* The pid whose magic link /proc/PID/... or /proc/PID/task/TID/... `name` is,
 * with what stands behind in *ret_more; else 0. */
static pid_t
link_owner(const char *name, const char **ret_more)
{
	size_t digits;
	pid_t pid;

	if (strncmp(name, "/proc/", 6) != 0)
		return 0;
	digits = strcspn(name + 6, "/");
	pid = tracee_pid_of(name + 6, digits);
	name += 6 + digits;
	if (strncmp(name, "/task/", 6) == 0)
		name += 6 + strcspn(name + 6, "/");
	*ret_more = name;
	return pid;
}

/* What the text of a magic link is in the job's namespace. */
static void
seen_text(const struct place *p, const struct tracees *all, pid_t owner,
    const char *more, char text[PATH_MAX])
{
	const struct process *process = process_find(all, owner);

	if (strcmp(more, "/root") == 0) {
		strcpy(text, "/");
		return;
	}
	if (strcmp(more, "/exe") == 0 && process != NULL &&
	    process->image != NULL) {
		snprintf(text, PATH_MAX, "%s", process->image);
		return;
	}
	if (text[0] != '/')
		return;
	if (!place_seen_text(p->space, text))
		strcpy(text,
		    walk_deleted(text) ? "(unreachable) (deleted)"
				       : "(unreachable)");
}

ssize_t
place_link_text(const struct place *p, const struct tracees *all,
    const struct tracee *t, char *to, size_t size)
{
	struct statfs fs;
	char text[PATH_MAX] = "";
	const char *more = "";
	bool on_proc;
	pid_t owner;
	ssize_t n;

	on_proc = fstatfs(p->object, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC;
	if (on_proc && strcmp(p->shown, "/proc/self") == 0) {
		n = snprintf(text, sizeof(text), "%d", (int)t->process->tgid);
	} else if (on_proc && strcmp(p->shown, "/proc/thread-self") == 0) {
		n = snprintf(text, sizeof(text), "%d/task/%d",
		    (int)t->process->tgid, (int)t->tid);
	} else {
		n = readlinkat(p->object, "", text, sizeof(text) - 1);
		if (n < 0)
			return -errno;
		text[n] = '\0';
	}
	owner = on_proc ? link_owner(p->shown, &more) : 0;
	if (p->space != NULL && owner != 0) {
		seen_text(p, all, owner, more, text);
		n = (ssize_t)strlen(text);
	}
	if ((size_t)n > size)
		n = (ssize_t)size;
	memcpy(to, text, (size_t)n);
	return n;
}
