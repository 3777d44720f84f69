/* openat2(2): stricter than openat(2), and with conditions on the walk. */
#include "lib/guest.h"

#include <linux/openat2.h>

static struct open_how how;
static size_t size = sizeof(how);

static long
call(int dirfd, const char *path)
{
	return closed(syscall(SYS_openat2, dirfd, path, &how, size));
}

static void
with(const char *what, enum takes takes, __u64 flags, __u64 resolve)
{
	how.flags = flags;
	how.mode = (flags & O_CREAT) != 0 ? 0640 : 0;
	how.resolve = resolve;
	names(what, takes, call);
}

static void
one(const char *label, __u64 flags, __u64 mode, __u64 resolve)
{
	scene();
	how = (struct open_how){flags, mode, resolve};
	say(label, call(AT_FDCWD, "file"));
}

static void
sizes(void)
{
	struct {
		struct open_how how;
		__u64 more;
	} big = {.more = 0};

	scene();
	say("a longer struct",
	    closed(syscall(SYS_openat2, AT_FDCWD, "file", &big, sizeof(big))));
	big.more = 1;
	say("a longer struct, used",
	    closed(syscall(SYS_openat2, AT_FDCWD, "file", &big, sizeof(big))));
	size = 8;
	say("a short struct", call(AT_FDCWD, "file"));
	size = 0;
	say("no size", call(AT_FDCWD, "file"));
	size = sizeof(how);
	say("no struct",
	    closed(syscall(SYS_openat2, AT_FDCWD, "file", NULL, size)));
	say("a bad struct",
	    closed(syscall(SYS_openat2, AT_FDCWD, "file", 8, size)));
}

void
scenario(void)
{
	with("read", AT, O_RDONLY, 0);
	with("create", AT | CHANGES, O_RDWR | O_CREAT, 0);
	with("no links", AT, O_RDONLY, RESOLVE_NO_SYMLINKS);
	with("no magic links", AT, O_RDONLY, RESOLVE_NO_MAGICLINKS);
	with("beneath", AT, O_RDONLY, RESOLVE_BENEATH);
	one("unknown flags", O_RDONLY | 0x100000000ull, 0, 0);
	one("a mode without a use", O_RDONLY, 0644, 0);
	one("a wild mode", O_RDWR | O_CREAT, 0200644, 0);
	one("unknown conditions", O_RDONLY, 0, 0x100);
	one("beneath and in root", O_RDONLY, 0,
	    RESOLVE_BENEATH | RESOLVE_IN_ROOT);
	one("path and more", O_PATH | O_RDWR | O_TRUNC, 0, 0);
	one("cached and create", O_RDWR | O_CREAT, 0644, RESOLVE_CACHED);
	how = (struct open_how){O_RDONLY, 0, 0};
	sizes();
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
