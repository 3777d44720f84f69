/* attack: socket options that reroute, filter, forge or take over, and groups
 *   that a socket joins without an address to judge
 * source: socket(7), ip(7), tcp(7); CVE-2016-4997 and CVE-2017-7308 came by
 *   setsockopt(2)
 * stops: such options are refused; joining a group speaks to the network
 * variants: bind-device bind-index attach-filter attach-reuseport ip-options
 *   transparent freebind header-included unicast-if repair fastopen-connect
 *   ulp join join-source group group-source join6 anycast6 rthdr6 udp-encap
 *   dontroute newest newest6 negative
 * bare: any (some are privileged)
 * bare/attach-filter: wins
 * bare/join: wins
 * bare/fastopen-connect: wins
 * rules: network: {allow: any, to: "any:127.0.0.1:*"}
 * bare/newest: refused (no kernel has it yet)
 * bare/newest6: refused (no kernel has it yet)
 * bare/negative: refused (no kernel has it)
 * expect: EPERM
 * expect/newest: ENOPROTOOPT
 * expect/newest6: ENOPROTOOPT
 * expect/negative: ENOPROTOOPT
 * audit: setsockopt
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/in6.h>
#include <linux/ipv6.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/lib/guest.h"

#ifndef SO_BINDTOIFINDEX
#define SO_BINDTOIFINDEX 62
#endif

static const int one = 1, esp = UDP_ENCAP_ESPINUDP;
static struct sock_filter pass[] = {
    {BPF_RET | BPF_K, 0, 0, 0xffff}
};
static struct sock_fprog filter = {1, pass};
/* A loose source route (ip(7), IP_OPTIONS). */
static const unsigned char route[] = {131, 7, 4, 127, 0, 0, 1, 0};
static struct ip_mreq_source source;
static struct ip_mreqn member;
static struct group_req group;
static struct group_source_req group_source;
static struct ipv6_mreq member6;

enum kind {
	TCP,
	UDP,
	UDP6
};

#define NUMBER     &one, sizeof(one)
#define FILTER     &filter, sizeof(filter)
#define OF(object) &object, sizeof(object)

static const struct {
	const char *name;
	enum kind kind;
	int level, option;
	const void *value;
	socklen_t len;
} options[] = {
    {"bind-device", UDP,   SOL_SOCKET,      SO_BINDTODEVICE, "lo",                                2},
    {"bind-index",             UDP,       SOL_SOCKET,       SO_BINDTOIFINDEX,      NUMBER                  },
    {"attach-filter",             UDP,    SOL_SOCKET,    SO_ATTACH_FILTER,      FILTER   },
    {"attach-reuseport",             UDP, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF,      FILTER             },
    {"dontroute",             UDP,        SOL_SOCKET,        SO_DONTROUTE,      NUMBER        },
    {"ip-options",             UDP,       IPPROTO_IP,       IP_OPTIONS,      OF(route)                },
    {"transparent",             UDP,      IPPROTO_IP,      IP_TRANSPARENT,      NUMBER     },
    {"freebind",             UDP,         IPPROTO_IP,         IP_FREEBIND,      NUMBER                },
    {"header-included",             UDP,  IPPROTO_IP,  IP_HDRINCL,      NUMBER             },
    {"unicast-if",             UDP,       IPPROTO_IP,       IP_UNICAST_IF,      NUMBER        },
    {"join",	     UDP,             IPPROTO_IP,             IP_ADD_MEMBERSHIP,      OF(member)   },
    {"join-source",             UDP,      IPPROTO_IP,      IP_ADD_SOURCE_MEMBERSHIP,      OF(source)        },
    {"group",             UDP,            IPPROTO_IP,            MCAST_JOIN_GROUP,      OF(group)     },
    {"group-source",             UDP,     IPPROTO_IP,     MCAST_JOIN_SOURCE_GROUP,
     OF(group_source)        },
    {"join6",             UDP6,            IPPROTO_IPV6,           IPV6_ADD_MEMBERSHIP,   OF(member6)},
    {"anycast6",             UDP6,         IPPROTO_IPV6,        IPV6_JOIN_ANYCAST,   OF(member6)             },
    {"rthdr6",             UDP6,           IPPROTO_IPV6,          IPV6_RTHDR,   NULL,      0},
    {"repair",            TCP,                 IPPROTO_TCP,                         TCP_REPAIR,                          NUMBER                            },
    {"fastopen-connect",       TCP,            IPPROTO_TCP,          TCP_FASTOPEN_CONNECT,NUMBER},
    {"ulp",       TCP,            IPPROTO_TCP,                       TCP_ULP,				       "tls",									     4},
    {"newest",        TCP,            SOL_SOCKET,                           2000,NUMBER},
    {"newest6",         UDP6,        IPPROTO_IPV6,2000,        NUMBER										     },
    {"negative",         TCP,        IPPROTO_TCP,                           -1,                          NUMBER},
    {"udp-encap",           UDP,          IPPROTO_UDP,UDP_ENCAP,OF(esp)                                    },
};

static void
fill_groups(void)
{
	const struct in_addr any_group = {htonl(0xefc0a8c8)};
	const struct in_addr loopback = {htonl(INADDR_LOOPBACK)};
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr = any_group};

	member = (struct ip_mreqn){any_group, loopback, 1};
	source.imr_multiaddr = any_group;
	source.imr_interface = loopback;
	source.imr_sourceaddr = loopback;
	group.gr_interface = group_source.gsr_interface = 1;
	memcpy(&group.gr_group, &in, sizeof(in));
	memcpy(&group_source.gsr_group, &in, sizeof(in));
	in.sin_addr = loopback;
	memcpy(&group_source.gsr_source, &in, sizeof(in));
	inet_pton(AF_INET6, "ff02::1234", &member6.ipv6mr_multiaddr);
	member6.ipv6mr_interface = 1;
}

void
attack(int argc, char **argv)
{
	static const int family[] = {AF_INET, AF_INET, AF_INET6};
	static const int type[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_DGRAM};

	(void)argc;
	(void)argv;
	fill_groups();
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (!is(options[i].name))
			continue;
		int fd =
		    socket(family[options[i].kind], type[options[i].kind], 0);

		if (fd < 0 && errno == EAFNOSUPPORT)
			cannot("no such family");
		must(fd, "socket");
		verdict(setsockopt(fd, options[i].level, options[i].option,
			    options[i].value, options[i].len),
		    variant);
	}
}
