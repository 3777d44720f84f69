/* Giving sockets a name, and waiting for peers at it.
 *
 * What these two calls did is looked at when they return, before any other call
 * of the job is served (exclusive): a descriptor or a symbolic link that was
 * swapped under them leaves a trace that the job cannot undo meanwhile, and
 * ends it.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/fd.h"
#include "call/addr.h"
#include "ctl/name.h"
#include "handle/handle.h"
#include "handle/layered.h"
#include "handle/sock_addr.h"

/* What a bind(2) under way was judged to do. */
struct bind_plan {
	struct bounds *bounds;
	struct bound bound;
	int parent; /* unix path: the folder; owned; -1: none */
	char last[NAME_MAX + 2];
};

static void
bind_plan_free(void *data)
{
	struct bind_plan *plan = data;

	fd_close(&plan->parent);
	free(plan);
}

/* A socket at the judged name, where nothing was before: no other call can have
 * put it there. */
static bool
stands_there(const struct bind_plan *plan)
{
	struct stat st;

	return fstatat(plan->parent, plan->last, &st, AT_SYMLINK_NOFOLLOW) ==
	    0 &&
	    S_ISSOCK(st.st_mode);
}

static void
bind_done(struct tracee *t, int64_t *result, void *data)
{
	struct bind_plan *plan = data;

	t->exclusive = false;
	if (*result != 0)
		return;
	if (plan->parent >= 0 && !stands_there(plan))
		t->betrayed = true;
	bounds_add(plan->bounds, &plan->bound);
}

static struct verdict
bind_pinned(struct call *c, const struct sock_addr *a,
    const struct sock_kind *kind, const struct net_object *o,
    const struct place *path)
{
	struct verdict v = sock_pin(c, a, 1, 2);
	struct bind_plan *plan;

	if (v.kind != V_PIN)
		return v;
	plan = calloc(1, sizeof(*plan));
	if (plan == NULL)
		return v_fault(ENOMEM);
	plan->bounds = &c->m->bounds;
	bound_set(&plan->bound, kind->inode, o);
	plan->parent = -1;
	if (path != NULL) {
		plan->parent = fcntl(path->parent, F_DUPFD_CLOEXEC, 0);
		memcpy(plan->last, path->last, sizeof(plan->last));
	}
	call_on_return(c, bind_done, plan, bind_plan_free);
	c->task->exclusive = path != NULL;
	if (path != NULL && plan->parent < 0)
		return v_fault(errno);
	return v;
}

/* The name is a new file too.  The kernel gets the name as the job wrote it,
 * which getsockname(2) gives back to it and to its peers; but where that would
 * lead it past the namespace, the host's. */
static struct verdict
bind_path(struct call *c, struct sock_addr *a, const struct sock_kind *kind,
    struct net_object *o)
{
	struct place *p = &c->place[0];
	char text[sizeof(struct sockaddr_un)];
	struct answer says;
	struct stat st;
	bool layered, there;

	memcpy(text, o->name, o->name_len);
	text[o->name_len] = '\0';
	if (!call_place_text(c, 0, text, AT_FDCWD, NO_FOLLOW, WANT_PARENT,
		NO_EMPTY) ||
	    !call_may(c, 0, ACC_CREATE))
		return c->out;
	o->name = p->shown;
	o->name_len = strlen(p->shown);
	if (!sock_may(c, ACC_BIND, o, &says))
		return c->out;
	/* filename_create() of fs/namei.c looks for the bare name first. */
	if (p->slash && p->last[0] != '/')
		p->last[strcspn(p->last, "/")] = '\0';
	there = layered_stands(p, &layered, &st);
	if (layered
		? there
		: fstatat(p->parent, p->last, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return v_refuse(EADDRINUSE);
	if (p->slash)
		return v_refuse(ENOENT);
	switch (place_border(p)) {
	case BORDER_NONE: break;
	case BORDER_MAPPED: return v_refuse(EADDRINUSE);
	case BORDER_HIDDEN:
		return call_refuse(c, EACCES, "the namespace hides this name");
	}
	if (!layered_make(c, 0) || !sock_host_name(c, p, a))
		return c->out;
	return bind_pinned(c, a, kind, o, p);
}

static struct verdict
bind_unix(struct call *c, struct sock_addr *a, const struct sock_kind *kind,
    struct net_object *o)
{
	struct answer says;

	o->proto = NET_UNIX;
	/* /proc/net/unix, by which listen(2) is checked, writes names as they
	 * are: one with a newline could forge a line of it. */
	if (o->name_len != 0 && memchr(o->name, '\n', o->name_len) != NULL)
		return call_refuse(c, EINVAL,
		    "a socket's name may hold no newline");
	if (!o->abstract)
		return bind_path(c, a, kind, o);
	if (ctl_is_name(o->name, o->name_len))
		return call_refuse(c, EACCES,
		    "such names are of those who change rules");
	if (!sock_may(c, ACC_BIND, o, &says))
		return c->out;
	return bind_pinned(c, a, kind, o, NULL);
}

struct verdict
h_bind(struct call *c)
{
	struct sock_kind kind;
	struct sock_addr a;
	struct net_object o;
	struct answer says;

	if (!sock_copy(c, c->arg[1], call_int(c, 2), &a) ||
	    !sock_kind(c, call_int(c, 0), &kind))
		return c->out;
	/* inet_bind() reads AF_UNSPEC as AF_INET. */
	if (a.len >= sizeof(sa_family_t) && a.sa.ss_family == AF_UNSPEC)
		a.sa.ss_family = AF_INET;
	if (addr_parse((const struct sockaddr *)&a.sa, a.len, &o) != 0)
		return v_refuse(EINVAL);
	if (o.family == AF_UNIX)
		return bind_unix(c, &a, &kind, &o);
	o.proto = kind.proto;
	if (!sock_may(c,
		o.family == AF_INET || o.family == AF_INET6 ? ACC_BIND
							    : ACC_SOCKET,
		&o, &says))
		return c->out;
	return bind_pinned(c, &a, &kind, &o, NULL);
}

/* The address in one line of /proc/net/tcp or tcp6: 32-bit words in this
 * machine's byte order (get_tcp4_sock, get_tcp6_sock). */
static bool
read_address(const char *hex, unsigned port, struct net_object *ret)
{
	size_t words = strlen(hex) / 8;
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	struct sockaddr_in in = {.sin_family = AF_INET};
	uint32_t word[4];

	if (words != 1 && words != 4)
		return false;
	for (size_t i = 0; i < words; i++)
		if (sscanf(hex + 8 * i, "%8x", &word[i]) != 1)
			return false;
	if (words == 1) {
		in.sin_port = htons((uint16_t)port);
		memcpy(&in.sin_addr, word, 4);
		return addr_parse((const struct sockaddr *)&in, sizeof(in),
			   ret) == 0;
	}
	in6.sin6_port = htons((uint16_t)port);
	memcpy(&in6.sin6_addr, word, 16);
	return addr_parse((const struct sockaddr *)&in6, sizeof(in6), ret) == 0;
}

static bool
read_tcp_line(const char *line, ino_t inode, struct net_object *ret)
{
	char hex[33];
	unsigned port, state;
	unsigned long at;

	if (sscanf(line, "%*s %32[0-9A-Fa-f]:%x %*s %x %*s %*s %*s %*s %*s %lu",
		hex, &port, &state, &at) != 4)
		return false;
	return at == inode && state == TCP_LISTEN &&
	    read_address(hex, port, ret);
}

static bool
read_unix_line(const char *line, ino_t inode)
{
	const unsigned accepting = 1u << 16; /* __SO_ACCEPTCON */
	unsigned flags;
	unsigned long at;

	if (sscanf(line, "%*s %*s %*s %x %*s %*s %lu", &flags, &at) != 2)
		return false;
	return at == inode && (flags & accepting) != 0;
}

enum listens {
	LISTENS,
	LISTENS_NOT,
	LISTENS_UNKNOWN
};

/* Is this socket listening, and where?  Asked of the kernel; *ret is set for
 * TCP only. */
static enum listens
listens_at(pid_t tid, const struct sock_kind *kind, struct net_object *ret)
{
	char name[40], line[512];
	enum listens found = LISTENS_NOT;
	FILE *f;

	snprintf(name, sizeof(name), "/proc/%d/net/%s", (int)tid,
	    kind->family == AF_UNIX        ? "unix"
		: kind->family == AF_INET6 ? "tcp6"
					   : "tcp");
	f = fopen(name, "re");
	if (f == NULL)
		return LISTENS_UNKNOWN;
	while (found == LISTENS_NOT && fgets(line, sizeof(line), f) != NULL)
		if (kind->proto == NET_UNIX
			? read_unix_line(line, kind->inode)
			: read_tcp_line(line, kind->inode, ret))
			found = LISTENS;
	if (ferror(f) != 0 && found == LISTENS_NOT)
		found = LISTENS_UNKNOWN;
	fclose(f);
	return found;
}

struct listen_plan {
	struct sock_kind kind;
	struct net_object at; /* as judged; names are not compared */
};

/* Does the socket wait where it was judged to, or where it also might? */
static bool
may_listen_at(const struct tracee *t, const struct net_object *judged,
    struct net_object *at)
{
	struct answer says;

	at->proto = NET_TCP;
	if (at->family == judged->family &&
	    memcmp(at->ip, judged->ip, sizeof(at->ip)) == 0 &&
	    (judged->port == 0 || judged->port == at->port))
		return true;
	policy_net_by(t->process->policy, &who_unknown, ACC_ACCEPT, at, &says);
	return says.verb == VERB_ALLOW;
}

static void
listen_done(struct tracee *t, int64_t *result, void *data)
{
	const struct listen_plan *plan = data;
	struct net_object at = {0};

	t->exclusive = false;
	if (*result != 0)
		return;
	if (listens_at(t->tid, &plan->kind, &at) != LISTENS ||
	    (plan->kind.proto == NET_TCP && !may_listen_at(t, &plan->at, &at)))
		t->betrayed = true;
}

/* What listen(2) waits at: where the socket was bound, or, for a TCP socket
 * that never was, a port of the kernel's choice on every address. */
static bool
name_listener(struct call *c, const struct sock_kind *kind,
    struct net_object *ret)
{
	const struct bound *b = bounds_find(&c->m->bounds, kind->inode);

	*ret =
	    (struct net_object){.proto = kind->proto, .family = kind->family};
	if (b != NULL)
		*ret = b->at;
	return b != NULL || kind->proto == NET_TCP;
}

struct verdict
h_listen(struct call *c)
{
	struct listen_plan *plan;
	struct sock_kind kind;
	struct net_object o, now;
	struct answer says;

	if (!sock_kind(c, call_int(c, 0), &kind))
		return c->out;
	if (kind.proto != NET_TCP && kind.proto != NET_UNIX)
		return v_refuse(EOPNOTSUPP);
	switch (listens_at(c->task->tid, &kind, &now)) {
	case LISTENS: return v_return(0); /* its queue keeps its length */
	case LISTENS_NOT: break;
	case LISTENS_UNKNOWN:
		return call_refuse(c, EACCES,
		    "what it waits at cannot be known without /proc/net");
	}
	if (!name_listener(c, &kind, &o))
		return v_refuse(EINVAL);
	if (!sock_may(c, ACC_ACCEPT, &o, &says))
		return c->out;

	plan = malloc(sizeof(*plan));
	if (plan == NULL)
		return v_fault(ENOMEM);
	*plan = (struct listen_plan){.kind = kind, .at = o};
	plan->at.name = NULL;
	call_on_return(c, listen_done, plan, free);
	c->task->exclusive = true;
	return v_pass();
}
