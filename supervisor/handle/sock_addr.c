/* Judging socket addresses.
 *
 * The protocol is asked of the kernel for the descriptor; a thread that swaps
 * the descriptor before the kernel looks can make an address that was judged as
 * tcp be used by a udp socket of the job (or the reverse), never another
 * address.  Where the rules leave one protocol no use at all, its sockets
 * cannot be made (h_socket), and nothing is left of that.
 */
#include "handle/sock_addr.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/xattr.h>

#include "base/fd.h"
#include "base/str.h"
#include "call/addr.h"
#include "call/place.h"
#include "ctl/name.h"

bool
sock_copy(struct call *c, uint64_t addr, int64_t len, struct sock_addr *ret)
{
	memset(ret, 0, sizeof(*ret));
	/* move_addr_to_kernel() in net/socket.c */
	if (len < 0 || len > (int64_t)sizeof(ret->sa)) {
		c->out = v_refuse(EINVAL);
		return false;
	}
	ret->len = (size_t)len;
	return len == 0 || call_read(c, addr, &ret->sa, ret->len);
}

struct known_proto {
	const char *name; /* the protocol's name in the kernel (struct proto) */
	enum net_proto proto;
	int family;
};

static const struct known_proto known_protos[] = {
    {"TCP",         NET_TCP,  AF_INET },
    {"TCPv6",       NET_TCP,  AF_INET6},
    {"UDP",         NET_UDP,  AF_INET },
    {"UDPv6",       NET_UDP,  AF_INET6},
    {"UNIX",        NET_UNIX, AF_UNIX },
    {"UNIX-STREAM", NET_UNIX, AF_UNIX },
};

bool
sock_kind(struct call *c, int fd, struct sock_kind *ret)
{
	char link[48], name[32] = "";
	struct stat st;
	size_t i;

	*ret = (struct sock_kind){.proto = NET_OTHER, .family = AF_UNSPEC};
	snprintf(link, sizeof(link), "/proc/%d/fd/%d", (int)c->task->tid, fd);
	if (stat(link, &st) != 0) {
		c->out = v_refuse(EBADF);
		return false;
	}
	/* sockfs gives each socket this attribute: net/socket.c */
	if (!S_ISSOCK(st.st_mode) ||
	    getxattr(link, "system.sockprotoname", name, sizeof(name) - 1) <=
		0) {
		c->out = v_refuse(ENOTSOCK);
		return false;
	}
	ret->inode = st.st_ino;
	for (i = 0; i < sizeof(known_protos) / sizeof(known_protos[0]); i++) {
		if (strcmp(known_protos[i].name, name) != 0)
			continue;
		ret->proto = known_protos[i].proto;
		ret->family = known_protos[i].family;
	}
	return true;
}

/* False answers a fault. */
static bool
spell(struct call *c, const struct net_object *o, struct str *to)
{
	addr_text(o, to);
	if (to->failed)
		c->out = v_fault(ENOMEM);
	return !to->failed;
}

bool
sock_may(struct call *c, enum access one, const struct net_object *to,
    struct answer *ret)
{
	cleanup_str struct str text = {0};

	return spell(c, to, &text) &&
	    call_may_net(c, one, to, str_text(&text), ret);
}

static bool
refuse(struct call *c, int err)
{
	c->out = v_refuse(err);
	return false;
}

/* Leads the kernel to a unix socket that is held, whatever stands at its name
 * by then (unix(7) follows symbolic links).  Takes fd over. */
static bool
hold_socket(struct call *c, int fd, struct sock_addr *a)
{
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISSOCK(st.st_mode)) {
		fd_close(&fd);
		return refuse(c, ECONNREFUSED);
	}
	if (!call_hold(c, fd, un.sun_path, sizeof(un.sun_path)))
		return false;
	memset(&a->sa, 0, sizeof(a->sa));
	memcpy(&a->sa, &un, sizeof(un));
	a->len =
	    offsetof(struct sockaddr_un, sun_path) + strlen(un.sun_path) + 1;
	return true;
}

/* The name was made canonical when the rules were read: a link on the way is
 * somebody's who came later. */
static bool
hold_instead(struct call *c, const struct net_object *via, struct sock_addr *a)
{
	char name[PATH_MAX];
	int fd;

	snprintf(name, sizeof(name), "%.*s", (int)via->name_len, via->name);
	fd = place_open(AT_FDCWD, name, O_PATH);
	if (fd >= 0)
		return hold_socket(c, fd, a);
	if (fd != -ELOOP)
		return refuse(c, -fd);
	c->out = call_refuse(c, EACCES,
	    "there is a link on the way to where it is redirected");
	return false;
}

/* Where a rule says that it goes instead: `via`, which is entered with the
 * object that was judged last. */
static bool
redirect(struct call *c, const struct net_object *via, int family,
    struct sock_addr *a)
{
	bool path = family == AF_UNIX && via->family == AF_UNIX;
	cleanup_str struct str text = {0};

	a->len = addr_unparse(via, family, &a->sa);
	if (a->len == 0 && !path) {
		c->out = call_refuse(c, EACCES,
		    "the redirection does not fit this socket");
		return false;
	}
	if (!spell(c, via, &text) || !call_note_instead(c, str_text(&text)))
		return false;
	return !path || hold_instead(c, via, a);
}

/* The unspecified address is a name of this machine when it is connected or
 * sent to: ip_route_output_key() and tcp_v6_connect() take the loopback.  It is
 * judged, and given to the kernel, as that. */
static void
name_loopback(struct sock_addr *a, struct net_object *o)
{
	static const unsigned char none[16];
	struct sockaddr_in *in = (struct sockaddr_in *)&a->sa;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&a->sa;
	const struct in_addr v4 = {htonl(INADDR_LOOPBACK)};

	if (o->family == AF_INET && memcmp(o->ip, none, 4) == 0) {
		memcpy(o->ip, &v4, 4);
		if (a->sa.ss_family == AF_INET)
			in->sin_addr = v4;
		else /* ::ffff:0.0.0.0 */
			memcpy(in6->sin6_addr.s6_addr + 12, &v4, 4);
	} else if (o->family == AF_INET6 && memcmp(o->ip, none, 16) == 0) {
		o->ip[15] = 1;
		in6->sin6_addr = in6addr_loopback;
	}
}

static bool
reach_inet(struct call *c, const struct sock_kind *kind, struct sock_addr *a,
    struct net_object *o)
{
	struct answer says;

	o->proto = kind->proto;
	name_loopback(a, o);
	if (!sock_may(c, ACC_CONNECT, o, &says))
		return false;
	if (says.verb == VERB_REDIRECT)
		return redirect(c, says.via, kind->family, a);
	return true;
}

/* The socket that was judged. */
static bool
hold_judged(struct call *c, struct place *p, struct sock_addr *a)
{
	if (p->err != 0)
		return refuse(c, p->err);
	if (p->nameless)
		return refuse(c, ECONNREFUSED);
	if (!p->exists)
		return refuse(c, ENOENT);
	return hold_socket(c, steal_fd(&p->object), a);
}

/* Its own name need not be there. */
static bool
is_redirected(struct call *c, const struct net_object *o)
{
	const struct who who = call_who(c);
	struct answer says;

	policy_net_by(c->task->process->policy, &who, ACC_CONNECT, o, &says);
	return says.verb == VERB_REDIRECT;
}

/* Nothing is there, and the job may know it: as the kernel says.  The C library
 * asks for a name service cache wherever it looks up a user. */
static bool
is_missing(struct call *c, const struct net_object *o)
{
	const struct place *p = &c->place[0];

	if (p->err != 0 || p->exists || p->nameless || is_redirected(c, o) ||
	    !call_would(c, 0, ACC_STAT))
		return false;
	(void)call_may(c, 0, ACC_STAT);
	c->event.err = ENOENT;
	return true;
}

static bool
reach_unix(struct call *c, const struct sock_kind *kind, struct sock_addr *a,
    struct net_object *o)
{
	char text[sizeof(struct sockaddr_un)];
	struct answer says;

	o->proto = NET_UNIX;
	if (a->len <= offsetof(struct sockaddr_un, sun_path))
		return refuse(c, EINVAL);
	if (o->abstract && ctl_is_name(o->name, o->name_len)) {
		c->out = call_refuse(c, ECONNREFUSED,
		    "it is where rules are changed");
		return false;
	}
	if (!o->abstract) {
		memcpy(text, o->name, o->name_len);
		text[o->name_len] = '\0';
		if (!call_place_text(c, 0, text, AT_FDCWD, FOLLOW, WANT_OBJECT,
			NO_EMPTY))
			return false;
		o->name = c->place[0].shown;
		o->name_len = strlen(o->name);
		if (is_missing(c, o))
			return refuse(c, ENOENT);
	}
	if (!sock_may(c, ACC_CONNECT, o, &says))
		return false;
	if (says.verb == VERB_REDIRECT)
		return redirect(c, says.via, kind->family, a);
	return o->abstract || hold_judged(c, &c->place[0], a);
}

/* udp_sendmsg() reads AF_UNSPEC as AF_INET, udpv6_sendmsg() as no address.
 * False: there is nothing to judge. */
static bool
name_family(const struct sock_kind *kind, enum reach how, struct sock_addr *a)
{
	if (a->sa.ss_family != AF_UNSPEC)
		return true;
	if (how == REACH_CONNECT)
		return false;
	if (kind->family == AF_INET) {
		a->sa.ss_family = AF_INET;
		return true;
	}
	a->len = 0;
	return false;
}

bool
sock_may_reach(struct call *c, int fd, enum reach how, struct sock_addr *a)
{
	struct sock_kind kind;
	struct net_object o;
	struct answer says;

	if (!sock_kind(c, fd, &kind))
		return false;
	if (a->len < sizeof(sa_family_t))
		return refuse(c, EINVAL);
	/* A stream has its peer: the address is not looked at without
	 * MSG_FASTOPEN, which is refused (tcp_sendmsg_locked()). */
	if (how == REACH_SEND && kind.proto == NET_TCP) {
		a->len = 0;
		return true;
	}
	if (!name_family(&kind, how, a))
		return true;
	if (addr_parse((const struct sockaddr *)&a->sa, a->len, &o) != 0)
		return refuse(c, EINVAL);
	if (o.family == AF_INET || o.family == AF_INET6)
		return reach_inet(c, &kind, a, &o);
	if (o.family == AF_UNIX &&
	    (kind.family == AF_INET || kind.family == AF_INET6))
		return refuse(c, EAFNOSUPPORT); /* its name is not walked */
	if (o.family == AF_UNIX)
		return reach_unix(c, &kind, a, &o);
	/* Who may use a family at all may use its addresses. */
	return sock_may(c, ACC_SOCKET, &o, &says);
}

struct verdict
sock_pin(struct call *c, const struct sock_addr *a, int addr_arg, int len_arg)
{
	c->pin_arg[len_arg] = a->len;
	c->pin_arg[addr_arg] = 0;
	if (a->len == 0)
		return v_pin();
	c->pin_arg[addr_arg] = call_pin(c, &a->sa, a->len);
	return c->pin_arg[addr_arg] != 0 ? v_pin() : c->out;
}
