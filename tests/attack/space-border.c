/* attack: change what a name in the namespace stands for, by moving, removing
 *   or covering what is mapped, or a folder above it
 * source: rename(2), rmdir(2) and EBUSY at mount points
 * stops: where something is mapped, the name is fixed as a mount point is, and
 *   nothing is moved between two maps
 * space: map: [{at: "{DIR}/a/d", from: "{DIR}/c"}, {at: "{DIR}/a/f", from:
 *   "{DIR}/c/ro"}, {at: "{DIR}/a/b/new", private: true}]
 * rules: files: {allow: any, path: /}
 * rules: network: {allow: any, to: "unix:{DIR}"}
 * variants: move cover exchange above remove remove-file cover-file move-out
 *   move-in link-in link-out bind remove-above
 * expect: EBUSY
 * expect/move-out: EXDEV
 * expect/move-in: EXDEV
 * expect/link-in: EXDEV
 * expect/link-out: EXDEV
 * expect/bind: EADDRINUSE
 * expect/remove-above: ENOTEMPTY
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/guest.h"

static long
bind_to(const char *name)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int fd = (int)must(socket(AF_UNIX, SOCK_DGRAM, 0), "socket");

	snprintf(to.sun_path, sizeof(to.sun_path), "%s", name);
	return bind(fd, (const struct sockaddr *)&to, sizeof(to));
}

/* Is anything below a/d in the way of removing it, when nothing is mapped? */
static void
clear(void)
{
	unlink(at("a/b/f"));
	if (access(at("a/d/ro"), F_OK) != 0)
		unlink(at("a/d/f"));
}

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	must(mkdir(at("a/x"), 0700), "mkdir");
	clear();
	if (is("move"))
		verdict(rename(at("a/d"), at("a/y")), "rename");
	if (is("cover"))
		verdict(rename(at("a/x"), at("a/d")), "rename");
	if (is("exchange"))
		verdict(renameat2(AT_FDCWD, at("a/x"), AT_FDCWD, at("a/d"),
			    RENAME_EXCHANGE),
		    "renameat2");
	if (is("above"))
		verdict(rename(at("a"), at("e")), "rename");
	if (is("remove"))
		verdict(rmdir(at("a/d")), "rmdir");
	if (is("remove-file"))
		verdict(unlink(at("a/f")), "unlink");
	if (is("cover-file"))
		verdict(rename(at("a/tool"), at("a/f")), "rename");
	if (is("move-out"))
		verdict(rename(at("a/f"), at("a/x/f")) < 0 &&
			    access(at("a/d/ro"), F_OK) == 0
			? rename(at("a/d/ro"), at("a/x/f"))
			: 0,
		    "rename");
	if (is("move-in"))
		verdict(rename(at("a/tool"), at("a/d/x")), "rename");
	if (is("link-in"))
		verdict(link(at("a/tool"), at("a/d/x")), "link");
	if (is("link-out"))
		verdict(link(at("a/f"), at("a/x/f")), "link");
	if (is("bind"))
		verdict(bind_to(at("a/b/new")), "bind");
	verdict(rmdir(at("a/b")), "rmdir");
}
