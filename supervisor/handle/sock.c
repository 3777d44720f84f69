/* Making sockets, and giving them a peer. */
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "handle/handle.h"
#include "handle/sock_addr.h"

#ifndef MSG_FASTOPEN
#define MSG_FASTOPEN 0x20000000
#endif

/* The bits of a type argument that say the type: SOCK_TYPE_MASK of linux/net.h.
 */
#define TYPE_MASK 0xf

/* An internet socket that can do no more than its rules can speak of: plain TCP
 * and UDP.  MPTCP and SCTP add paths to addresses that were never judged. */
static struct verdict
make_inet(struct call *c, int type, int protocol)
{
	const struct policy *policy = c->task->process->policy;
	enum net_proto proto;

	if (type == SOCK_RAW)
		return call_refuse(c, EPERM, "raw sockets name no port");
	if (type != SOCK_STREAM && type != SOCK_DGRAM)
		return call_refuse(c, ESOCKTNOSUPPORT,
		    "only streams and datagrams are mediated");
	proto = type == SOCK_STREAM ? NET_TCP : NET_UDP;
	if (protocol != 0 &&
	    protocol != (proto == NET_TCP ? IPPROTO_TCP : IPPROTO_UDP))
		return call_refuse(c, EPROTONOSUPPORT,
		    "only TCP and UDP are mediated");
	if (!policy_net_possible(policy, proto))
		return call_refuse(c, EACCES,
		    proto == NET_TCP ? "no rule allows any use of TCP"
				     : "no rule allows any use of UDP");
	return v_pass();
}

/* Families beside the internet's and unix: by a rule of their own.  Without one
 * the answer is that of a kernel without the family, after which programs do
 * without (getaddrinfo(3) without netlink). */
static struct verdict
make_other(struct call *c, int family)
{
	struct net_object o = {.proto = NET_OTHER, .family = family};
	struct answer says;

	if (family < 0 || family >= AF_MAX)
		return v_refuse(EAFNOSUPPORT);
	if (sock_may(c, ACC_SOCKET, &o, &says))
		return v_pass();
	if (c->out.kind == V_RETURN && says.file == NULL) {
		c->event.err = EAFNOSUPPORT;
		return v_refuse(EAFNOSUPPORT);
	}
	return c->out;
}

struct verdict
h_socket(struct call *c)
{
	int family = call_int(c, 0), type = call_int(c, 1);

	if ((type & ~(TYPE_MASK | SOCK_NONBLOCK | SOCK_CLOEXEC)) != 0)
		return v_refuse(EINVAL);
	if (family == AF_INET || family == AF_INET6)
		return make_inet(c, type & TYPE_MASK, call_int(c, 2));
	if (family == AF_UNIX)
		return v_pass();
	return make_other(c, family);
}

/* A pair is connected to itself: nobody outside is reached. */
struct verdict
h_socketpair(struct call *c)
{
	if (call_int(c, 0) == AF_UNIX)
		return v_pass();
	return call_refuse(c, EOPNOTSUPP, "only unix sockets come in pairs");
}

struct verdict
h_connect(struct call *c)
{
	struct sock_addr a;

	if (!sock_copy(c, c->arg[1], call_int(c, 2), &a) ||
	    !sock_may_reach(c, call_int(c, 0), REACH_CONNECT, &a))
		return c->out;
	return sock_pin(c, &a, 1, 2);
}

struct verdict
h_sendto(struct call *c)
{
	struct sock_addr a;

	if ((call_int(c, 3) & MSG_FASTOPEN) != 0)
		return call_refuse(c, EOPNOTSUPP,
		    "it connects without connect(2)");
	if (c->arg[4] == 0 || call_int(c, 5) == 0)
		return v_pass(); /* no byte of an address is read */
	if (!sock_copy(c, c->arg[4], call_int(c, 5), &a) ||
	    !sock_may_reach(c, call_int(c, 0), REACH_SEND, &a))
		return c->out;
	return sock_pin(c, &a, 4, 5);
}
