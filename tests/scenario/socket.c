/* socket(2): the families that rules know, and the others. */
/* differs: netlink: no rule names the family */
/* differs: packet: no rule names the family */
/* differs: vsock: no rule names the family */
/* differs: alg: no rule names the family */
/* differs: raw: a raw socket reaches any host, past the rules on ports */
/* denied: EAFNOSUPPORT */
#include "lib/sock.h"

static long
call(int family, int type, int protocol)
{
	return closed(syscall(SYS_socket, family, type, protocol));
}

void
scenario(void)
{
	say("tcp", call(AF_INET, SOCK_STREAM, 0));
	say("tcp, named", call(AF_INET, SOCK_STREAM, IPPROTO_TCP));
	say("tcp6", call(AF_INET6, SOCK_STREAM, 0));
	say("udp", call(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0));
	say("unix", call(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
	say("wrong protocol", call(AF_INET, SOCK_STREAM, IPPROTO_UDP));
	say("wrong type", call(AF_INET, 77, 0));
	say("no such family", call(999, SOCK_STREAM, 0));
	say("netlink", call(AF_NETLINK, SOCK_RAW, 0));
	say("packet", call(AF_PACKET, SOCK_RAW, 0));
	say("vsock", call(40, SOCK_STREAM, 0));
	say("alg", call(38, SOCK_SEQPACKET, 0));
	say("raw", call(AF_INET, SOCK_RAW, IPPROTO_ICMP));
}

long
denied(void)
{
	return call(AF_PACKET, SOCK_RAW, 0);
}
