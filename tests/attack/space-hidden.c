/* attack: to what is hidden, by all calls and names that could lead there
 * source: path_resolution(7); syd(7) on hiding paths
 * stops: a hidden name leads to a name that is never there, by whatever name
 *   the folder above it is reached
 * space: map: [{at: /pts-map, from: "{DIR}"}]
 * space: hide: "{DIR}/b"
 * rules: files: {allow: any, path: /}
 * rules: network: {allow: any, to: "unix:{DIR}"}
 * variants: name map link relative dirfd proc-root openat2 beneath path stat
 *   readlink access chdir truncate chmod hard-link rename-out rename-above
 *   map-above watch watch-above handle connect bind mkdir unlink
 * expect: ENOENT
 * expect/hard-link: ENOENT EXDEV
 * expect/rename-above: EBUSY
 * expect/map-above: EBUSY
 * expect/watch-above: EACCES
 * expect/handle: ENOSYS
 * bare/map: skip (there is no map)
 * bare/map-above: skip (there is no map)
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/guest.h"

static void
by_open(void)
{
	struct open_how how = {.flags = O_RDONLY};
	char path[600];

	if (is("name"))
		read_secret(open(at("b/f"), O_RDONLY), "open");
	if (is("map"))
		read_secret(open("/pts-map/b/f", O_RDONLY), "open");
	if (is("relative"))
		read_secret(open("../b/f", O_RDONLY), "open");
	if (is("dirfd"))
		read_secret(openat((int)must(open(at("."), O_PATH), "."), "b/f",
				O_RDONLY),
		    "openat");
	if (is("link")) {
		must(symlink("../b", at("a/x")), "symlink");
		read_secret(open(at("a/x/f"), O_RDONLY), "open");
	}
	if (is("proc-root")) {
		snprintf(path, sizeof(path), "/proc/self/root%s/b/f", dir);
		read_secret(open(path, O_RDONLY), path);
	}
	if (is("path"))
		verdict(open(at("b"), O_PATH), "open");
	if (is("beneath"))
		how.resolve = RESOLVE_BENEATH;
	if (is("openat2") || is("beneath")) {
		must(chdir(at(".")), "chdir");
		read_secret((int)syscall(SYS_openat2, AT_FDCWD, "b/f", &how,
				sizeof(how)),
		    "openat2");
	}
}

/* The folder above, and with it what is hidden, under another name. */
static void
by_rename(const char *above)
{
	char other[600], path[650];
	bool secret;

	snprintf(other, sizeof(other), "%s-x", dir);
	if (rename(above, other) < 0)
		lost("rename");
	snprintf(path, sizeof(path), "%s/b/f", other);
	secret = is_secret(open(path, O_RDONLY));
	must(rename(other, above), "rename back");
	if (secret)
		won("it is read by its new name");
	errno = ENOENT;
	lost("open");
}

static long
by_socket(const char *name, bool binds)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int fd = (int)must(socket(AF_UNIX, binds ? SOCK_DGRAM : SOCK_STREAM, 0),
	    "socket");
	const struct sockaddr *sa = (const struct sockaddr *)&to;

	snprintf(to.sun_path, sizeof(to.sun_path), "%s", name);
	return binds ? bind(fd, sa, sizeof(to)) : connect(fd, sa, sizeof(to));
}

void
attack(int argc, char **argv)
{
	struct file_handle handle = {.handle_bytes = 0};
	struct stat st;
	char text[64];
	int mount;

	(void)argc;
	(void)argv;
	must(chdir(at("a")), "chdir");
	by_open();
	if (is("stat"))
		verdict(stat(at("b"), &st), "stat");
	if (is("readlink"))
		verdict(readlink(at("b/link"), text, sizeof(text)), "readlink");
	if (is("access"))
		verdict(access("../b", F_OK), "access");
	if (is("chdir"))
		verdict(chdir(at("b")), "chdir");
	if (is("truncate"))
		verdict(truncate(at("b/f"), 0), "truncate");
	if (is("chmod"))
		verdict(chmod(at("b/f"), 0600), "chmod");
	if (is("hard-link"))
		verdict(link(at("b/f"), at("a/x")), "link");
	if (is("rename-out"))
		verdict(rename(at("b"), at("a/x")), "rename");
	if (is("rename-above"))
		by_rename(dir);
	if (is("map-above"))
		by_rename("/pts-map");
	if (is("watch"))
		verdict(inotify_add_watch((int)must(inotify_init(), "inotify"),
			    at("b"), IN_ALL_EVENTS),
		    "inotify_add_watch");
	/* It would tell of every name in the folder. */
	if (is("watch-above"))
		verdict(inotify_add_watch((int)must(inotify_init(), "inotify"),
			    dir, IN_ALL_EVENTS),
		    "inotify_add_watch");
	/* It says how big a handle is of what is there. */
	if (is("handle")) {
		name_to_handle_at(AT_FDCWD, at("b/f"), &handle, &mount, 0);
		verdict(errno == EOVERFLOW ? 0 : -1, "name_to_handle_at");
	}
	if (is("connect"))
		verdict(by_socket(at("b/sock"), false), "connect");
	if (is("bind"))
		verdict(by_socket(at("b/new"), true), "bind");
	if (is("mkdir"))
		verdict(mkdir(at("b/new"), 0700), "mkdir");
	verdict(unlink(at("b/f")), "unlink");
}
