/* attack: change one's own rules, or those of another job, through --ctl
 * source: unix(7), SO_PEERCRED; sockets by which daemons are commanded
 * stops: no job may connect, send or bind to a name of the kind that the
 *   sockets of supervisors have, whatever its rules say of unix sockets
 * variants: connect longer any-pid dgram bind
 * bare: any (a supervisor listens only where there is one)
 * expect: ECONNREFUSED EACCES
 * audit: connect sendto bind
 * rules: network: {allow: any, to: "unix:*"}
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/guest.h"

/* In the sandbox our parent is the supervisor. */
void
attack(int argc, char **argv)
{
	int type = is("dgram") ? SOCK_DGRAM : SOCK_SEQPACKET;
	int fd = (int)must(socket(AF_UNIX, type, 0), "socket");
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	socklen_t len;

	(void)argc;
	(void)argv;
	len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
	    snprintf(to.sun_path + 1, sizeof(to.sun_path) - 1,
		"ptsandbox-ctl/%d", is("any-pid") ? 1 : (int)getppid()));
	/* Every byte of an abstract name counts: this is another one. */
	if (is("longer"))
		len += 3;
	if (is("bind"))
		verdict(bind(fd, (struct sockaddr *)&to, len), "bind");
	if (is("dgram"))
		verdict(sendto(fd, "x", 1, 0, (struct sockaddr *)&to, len),
		    "sendto");
	verdict(connect(fd, (struct sockaddr *)&to, len), "connect");
}
