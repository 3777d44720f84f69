/* attack: a server outside hands over a descriptor of the forbidden file
 * source: unix(7), SCM_RIGHTS; Garfinkel, Traps and Pitfalls, NDSS 2003
 * stops: the server cannot be reached without a rule; what an allowed peer
 *   hands over is that peer's doing
 * expect: EACCES
 * audit: connect
 * allow: network: {allow: connect, to: "unix:{DIR}/b/?*"}
 */
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	int s = (int)must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	char byte, control[CMSG_SPACE(sizeof(int))];
	struct iovec v = {&byte, 1};
	struct msghdr m = {.msg_iov = &v,
	    .msg_iovlen = 1,
	    .msg_control = control,
	    .msg_controllen = sizeof(control)};
	int fd;

	(void)argc;
	(void)argv;
	strcpy(to.sun_path, at("b/rights"));
	if (connect(s, (struct sockaddr *)&to, sizeof(to)) < 0)
		lost("connect");
	must(recvmsg(s, &m, 0), "recvmsg");
	if (!CMSG_FIRSTHDR(&m))
		broken("no descriptor came");
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof(fd));
	read_secret(fd, "descriptor from outside");
}
