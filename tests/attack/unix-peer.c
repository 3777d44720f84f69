/* attack: talk to a unix socket outside the rules
 * source: unix(7); sockets of D-Bus, X11, ssh-agent and Docker
 * stops: the socket's canonical name is judged and held; abstract names are
 *   judged as such
 * variants: path link abstract dgram proc-root bind bind-link bind-auto
 *   bind-abstract relative
 * expect: EACCES
 * audit: connect sendto bind
 * allow: network: {allow: connect, to: "unix:{DIR}/b/?*"}
 * allow: network: {allow: connect, to: "unix:@{ABSTRACT}"}
 * allow: network: {allow: bind, to: "unix:{DIR}/b/new"}
 * allow/bind-auto: network: {allow: bind, to: "unix:@"}
 * allow/bind-abstract: network: {allow: bind, to: "unix:@pts-own"}
 * allow: files: {allow: create, path: "{DIR}/b"}
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	int type = is("dgram") ? SOCK_DGRAM : SOCK_STREAM;
	int fd = (int)must(socket(AF_UNIX, type, 0), "socket");
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	socklen_t len = sizeof(to);

	(void)argc;
	(void)argv;
	must(symlink("../b/sock", at("a/link")), "symlink");
	strcpy(to.sun_path, at(is("link") ? "a/link" : "b/sock"));
	if (is("proc-root"))
		snprintf(to.sun_path, sizeof(to.sun_path), "/proc/self/root%s",
		    at("b/sock"));
	if (is("abstract")) {
		to.sun_path[0] = 0;
		strcpy(to.sun_path + 1, getenv("ABSTRACT"));
		len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
		    strlen(to.sun_path + 1));
	}
	if (is("bind-auto")) /* an abstract name of the kernel's choice */
		verdict(bind(fd, (struct sockaddr *)&to, sizeof(sa_family_t)),
		    "bind");
	if (is("bind-abstract")) {
		memcpy(to.sun_path, "\0pts-own", 8);
		verdict(bind(fd, (struct sockaddr *)&to, 10), "bind");
	}
	if (is("relative")) {
		must(chdir(at("a/d")), "chdir");
		strcpy(to.sun_path, "../../b/sock");
	}
	if (is("bind") || is("bind-link")) {
		must(symlink("../b", at("a/folder")), "symlink");
		strcpy(to.sun_path, at(is("bind") ? "b/new" : "a/folder/new"));
		verdict(bind(fd, (struct sockaddr *)&to, len), "bind");
	}
	if (is("dgram")) {
		strcpy(to.sun_path, at("b/dgram"));
		verdict(sendto(fd, "x", 1, 0, (struct sockaddr *)&to, len),
		    "sendto");
	}
	verdict(connect(fd, (struct sockaddr *)&to, len), "connect");
}
