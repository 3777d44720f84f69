/* setsockopt: which options would undo what was judged of a socket. */
#include <errno.h>
#include <linux/in6.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "handle/handle.h"

#ifndef SO_BINDTOIFINDEX
#define SO_BINDTOIFINDEX 62
#endif
#ifndef TCP_FASTOPEN_CONNECT
#define TCP_FASTOPEN_CONNECT 30
#endif
#ifndef TCP_ULP
#define TCP_ULP 31
#endif
#ifndef TCP_REPAIR_WINDOW
#define TCP_REPAIR_WINDOW 29
#endif
#ifndef IPV6_TRANSPARENT
#define IPV6_TRANSPARENT 75
#endif
#ifndef IPV6_FREEBIND
#define IPV6_FREEBIND 78
#endif

struct option {
	int level, name;
	const char *why;
};

#define CODE    "it runs code of the job's in the kernel"
#define DETOUR  "routing options lead to other addresses"
#define FOREIGN "it sends from addresses that are not this machine's"
#define DEVICE  "it chooses an interface, by which addresses mean others"
#define STATE   "it makes a connection without connect(2)"
#define GROUP   "joining a group tells the network, and no rule can speak of it"
#define HANDS   "it hands what arrives to another protocol"

/* clang-format off */
static const struct option refused[] = {
    {SOL_SOCKET, SO_ATTACH_FILTER, CODE},
    {SOL_SOCKET, SO_ATTACH_BPF, CODE},
    {SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, CODE},
    {SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF, CODE},
    {SOL_SOCKET, SO_BINDTODEVICE, DEVICE},
    {SOL_SOCKET, SO_BINDTOIFINDEX, DEVICE},
    {SOL_SOCKET, SO_DONTROUTE, DETOUR},
    {IPPROTO_IP, IP_OPTIONS, DETOUR},
    {IPPROTO_IP, IP_RETOPTS, DETOUR},
    {IPPROTO_IP, IP_HDRINCL, FOREIGN},
    {IPPROTO_IP, IP_TRANSPARENT, FOREIGN},
    {IPPROTO_IP, IP_FREEBIND, FOREIGN},
    {IPPROTO_IP, IP_UNICAST_IF, DEVICE},
    {IPPROTO_IPV6, IPV6_RTHDR, DETOUR},
    {IPPROTO_IPV6, IPV6_RTHDRDSTOPTS, DETOUR},
    {IPPROTO_IPV6, IPV6_HOPOPTS, DETOUR},
    {IPPROTO_IPV6, IPV6_DSTOPTS, DETOUR},
    {IPPROTO_IPV6, IPV6_2292PKTOPTIONS, DETOUR},
    {IPPROTO_IPV6, IPV6_HDRINCL, FOREIGN},
    {IPPROTO_IPV6, IPV6_TRANSPARENT, FOREIGN},
    {IPPROTO_IPV6, IPV6_FREEBIND, FOREIGN},
    {IPPROTO_IPV6, IPV6_UNICAST_IF, DEVICE},
    {IPPROTO_TCP, TCP_REPAIR, STATE},
    {IPPROTO_TCP, TCP_REPAIR_QUEUE, STATE},
    {IPPROTO_TCP, TCP_REPAIR_OPTIONS, STATE},
    {IPPROTO_TCP, TCP_REPAIR_WINDOW, STATE},
    {IPPROTO_TCP, TCP_FASTOPEN_CONNECT, STATE},
    {IPPROTO_TCP, TCP_ULP, HANDS},
    {IPPROTO_UDP, UDP_ENCAP, HANDS},
    {IPPROTO_IP, IP_ADD_MEMBERSHIP, GROUP},
    {IPPROTO_IP, IP_ADD_SOURCE_MEMBERSHIP, GROUP},
    {IPPROTO_IP, IP_MSFILTER, GROUP},
    {IPPROTO_IP, MCAST_JOIN_GROUP, GROUP},
    {IPPROTO_IP, MCAST_JOIN_SOURCE_GROUP, GROUP},
    {IPPROTO_IP, MCAST_MSFILTER, GROUP},
    {IPPROTO_IPV6, IPV6_JOIN_GROUP, GROUP},
    {IPPROTO_IPV6, IPV6_JOIN_ANYCAST, GROUP},
    {IPPROTO_IPV6, MCAST_JOIN_GROUP, GROUP},
    {IPPROTO_IPV6, MCAST_JOIN_SOURCE_GROUP, GROUP},
    {IPPROTO_IPV6, MCAST_MSFILTER, GROUP},
};
/* clang-format on */

/* The newest options of a level that were looked at (Linux 6.18): what comes
 * later may do anything.  Other levels belong to families that a rule must
 * allow. */
static const struct {
	int level, newest;
} looked_at[] = {
    {SOL_SOCKET,   84 }, /* SO_INQ */
    {IPPROTO_IP,   52 }, /* IP_PROTOCOL */
    {IPPROTO_IPV6, 78 }, /* IPV6_FREEBIND */
    {IPPROTO_TCP,  46 }, /* TCP_DELACK_MAX_US */
    {IPPROTO_UDP,  104}, /* UDP_GRO */
};

static bool
is_newer(int level, int name)
{
	for (size_t i = 0; i < sizeof(looked_at) / sizeof(looked_at[0]); i++)
		if (looked_at[i].level == level)
			return name < 0 || name > looked_at[i].newest;
	return false;
}

/* The value stays in the job's memory: nothing is decided by it. */
struct verdict
h_setsockopt(struct call *c)
{
	int level = call_int(c, 1), name = call_int(c, 2);

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (refused[i].level == level && refused[i].name == name)
			return call_refuse(c, EPERM, refused[i].why);
	if (is_newer(level, name))
		return call_refuse(c, ENOPROTOOPT,
		    "an option that is not known to be safe");
	return v_pass();
}
