/* Names of unix sockets in a namespace.  The kernel keeps the name that it was
 * given to bind a socket to, and gives that back to the socket and its peers:
 * it is the host's where the namespace shows the folder by another name, and is
 * turned back where a job asks for it. */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/fd.h"
#include "handle/handle.h"
#include "handle/sock_addr.h"
#include "tracee/mem.h"

#define PATH_AT offsetof(struct sockaddr_un, sun_path)

static void
set_name(struct sock_addr *a, const char *name)
{
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	size_t len = strlen(name);

	memcpy(un.sun_path, name, len);
	memset(&a->sa, 0, sizeof(a->sa));
	memcpy(&a->sa, &un, sizeof(un));
	a->len = PATH_AT + len + 1;
}

/* Does the kernel, which knows no namespace, come to the folder that we hold
 * when it follows the job's own name? */
static bool
kernel_agrees(const struct call *c, const struct place *p)
{
	char link[32], folder[PATH_MAX];
	const char *slash = strrchr(p->named, '/');
	cleanup_fd int cwd = -1;
	struct stat ours, its;

	snprintf(link, sizeof(link), "/proc/%d/cwd", (int)c->task->tid);
	cwd = open(link, O_PATH | O_CLOEXEC);
	snprintf(folder, sizeof(folder), "%.*s",
	    slash != NULL ? (int)(slash + 1 - p->named) : 1,
	    slash != NULL ? p->named : ".");
	/* Links of /proc mean us here, not the job. */
	if (strstr(folder, "proc") != NULL)
		return false;
	return cwd >= 0 && fstatat(cwd, folder, &its, 0) == 0 &&
	    fstat(p->parent, &ours) == 0 && ours.st_dev == its.st_dev &&
	    ours.st_ino == its.st_ino;
}

/* A name that leads through the folder that we hold, for one that would be too
 * long. */
static bool
through_held(struct call *c, const struct place *p, char *to, size_t size)
{
	int fd = fcntl(p->parent, F_DUPFD_CLOEXEC, 0);
	char folder[64];

	if (fd < 0) {
		c->out = v_fault(errno);
		return false;
	}
	if (!call_hold(c, fd, folder, sizeof(folder)))
		return false;
	if ((size_t)snprintf(to, size, "%s/%s", folder, p->last) < size)
		return true;
	c->out = call_refuse(c, ENAMETOOLONG,
	    "the host's name of the socket is too long");
	return false;
}

bool
sock_host_name(struct call *c, const struct place *p, struct sock_addr *a)
{
	char host[PATH_MAX], name[sizeof(((struct sockaddr_un *)0)->sun_path)];

	if (p->space == NULL || kernel_agrees(c, p))
		return true;
	if (!place_host(p, host)) {
		c->out = v_refuse(ENAMETOOLONG);
		return false;
	}
	if (strlen(host) < sizeof(name))
		strcpy(name, host);
	else if (!through_held(c, p, name, sizeof(name)))
		return false;
	set_name(a, name);
	return true;
}

/* A getsockname(2) or getpeername(2) under way. */
struct telling {
	uint64_t name, len; /* addresses in the job */
	int room;           /* how long a name it takes */
};

/* Turns the host's name into the job's.  False: it stays as it is. */
static bool
seen_name(const struct space *s, const struct sockaddr_un *un, size_t len,
    char name[PATH_MAX])
{
	char host[PATH_MAX];

	if (len <= PATH_AT || un->sun_family != AF_UNIX ||
	    un->sun_path[0] != '/')
		return false;
	snprintf(name, PATH_MAX, "%.*s", (int)(len - PATH_AT), un->sun_path);
	strcpy(host, name);
	return place_seen(s, name) && strcmp(host, name) != 0;
}

/* The kernel has written what the socket is called. */
static void
told(struct tracee *t, int64_t *result, void *data)
{
	const struct telling *told = data;
	const struct space *s = policy_space(t->process->policy);
	struct sockaddr_un un = {0};
	struct sock_addr a = {0};
	char name[PATH_MAX];
	int len = 0, have;

	if (*result != 0 || s == NULL ||
	    mem_read(t->tid, told->len, &len, sizeof(len)) != 0)
		return;
	have = len < told->room ? len : told->room;
	if (len <= 0 || have < len || (size_t)len > sizeof(un) ||
	    mem_read(t->tid, told->name, &un, (size_t)len) != 0 ||
	    !seen_name(s, &un, (size_t)len, name) ||
	    strlen(name) >= sizeof(un.sun_path))
		return;
	set_name(&a, name);
	len = (int)a.len;
	have = len < told->room ? len : told->room;
	if (mem_write(t->tid, told->name, &a.sa, (size_t)have) != 0 ||
	    mem_write(t->tid, told->len, &len, sizeof(len)) != 0)
		*result = -EFAULT;
}

struct verdict
h_getsockname(struct call *c)
{
	struct telling *t;
	int room;

	if (!call_read(c, c->arg[2], &room, sizeof(room)))
		return c->out;
	t = malloc(sizeof(*t));
	if (t == NULL)
		return v_fault(ENOMEM);
	*t = (struct telling){c->arg[1], c->arg[2], room};
	call_on_return(c, told, t, free);
	return v_pin();
}
