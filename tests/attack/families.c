/* attack: socket families and protocols that no rule speaks of
 * source: address_families(7); CVE-2021-26708 (vsock); systemd,
 *   RestrictAddressFamilies=
 * stops: families, types and protocols are allowed one by one
 * variants: vsock netlink packet raw alg mptcp sctp udplite icmp bluetooth tipc
 *   smc xdp kcm rds qrtr can key dccp negative
 * bare: any (not in all kernels, or privileged)
 * expect: EAFNOSUPPORT EACCES EPROTONOSUPPORT EPERM ESOCKTNOSUPPORT
 * audit: socket
 * audit/negative: any
 * allow/netlink: network: {allow: socket, family: netlink}
 * allow/vsock: network: {allow: socket, family: vsock}
 * allow/alg: network: {allow: socket, family: alg}
 */
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "tests/lib/guest.h"

static const struct {
	const char *name;
	int family, type, protocol;
} kinds[] = {
    {"vsock",     AF_VSOCK,     SOCK_STREAM,    0              },
    {"netlink",   AF_NETLINK,   SOCK_RAW,       0              },
    {"packet",    AF_PACKET,    SOCK_RAW,       0              },
    {"raw",       AF_INET,      SOCK_RAW,       IPPROTO_TCP    },
    {"alg",       AF_ALG,       SOCK_SEQPACKET, 0              },
    {"mptcp",     AF_INET,      SOCK_STREAM,    262            },
    {"sctp",      AF_INET,      SOCK_STREAM,    IPPROTO_SCTP   },
    {"udplite",   AF_INET,      SOCK_DGRAM,     IPPROTO_UDPLITE},
    {"icmp",      AF_INET,      SOCK_DGRAM,     IPPROTO_ICMP   },
    {"bluetooth", AF_BLUETOOTH, SOCK_RAW,       0              },
    {"tipc",      AF_TIPC,      SOCK_STREAM,    0              },
    {"smc",       AF_SMC,       SOCK_STREAM,    0              },
    {"xdp",       AF_XDP,       SOCK_RAW,       0              },
    {"kcm",       AF_KCM,       SOCK_DGRAM,     0              },
    {"rds",       AF_RDS,       SOCK_SEQPACKET, 0              },
    {"qrtr",      AF_QIPCRTR,   SOCK_DGRAM,     0              },
    {"can",       AF_CAN,       SOCK_RAW,       1              },
    {"key",       AF_KEY,       SOCK_RAW,       2              },
    {"dccp",      AF_INET,      SOCK_DCCP,      0              },
    {"negative",  -1,           SOCK_STREAM,    0              },
};

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (is(kinds[i].name))
			verdict(socket(kinds[i].family, kinds[i].type,
				    kinds[i].protocol),
			    "socket");
}
