/* Names for calls: inside and outside of what rules allow, and those that only
 * look like names. */
#include <stdio.h>
#include <string.h>

#include "tests/fuzz/calls/calls.h"

#define NAME_ROOM 4200u

static const char *const relative[] = {"a", "b", "c", "d", "d/a", "d/b",
    "d/../a", "./a", "d/d", "d/d/a", "link", "loop", "", ".", "..", "d/", "a/",
    "a/.", "//a", "d//a", "d/./..//a", "sock", "fifo", "../../..", "\xff\xfe",
    "a\nb", "\x1b[2J", " ", "user.x", "user.y", "trusted.x",
    "security.capability", "system.posix_acl_access", "user."};

static const char *const absolute[] = {"/", "/etc/passwd", "/etc/shadow",
    "/dev/null", "/dev/zero", "/dev/full", "/dev/tty", "/dev/ptmx",
    "/dev/stdin", "/dev/fd/3", "/dev/kmsg", "/dev/mem", "/dev/shm",
    "/proc/self", "/proc/self/mem", "/proc/self/maps", "/proc/self/status",
    "/proc/self/exe", "/proc/self/cwd", "/proc/self/root", "/proc/self/fd",
    "/proc/self/environ", "/proc/self/task", "/proc/self/ns/mnt",
    "/proc/thread-self/fd/4", "/proc/self/attr/current",
    "/proc/self/oom_score_adj", "/proc/self/root/etc/passwd",
    "/proc/self/fdinfo/3", "/proc/self/map_files", "/proc/1/environ",
    "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/mounts",
    "/proc/self/mountinfo", "/sys/kernel", "/sys/fs/cgroup/cgroup.procs",
    "/usr/bin/true", "/bin/sh", "/usr", "/lib", "/root", "/home", "/run",
    "/tmp", "/var/tmp", "/job", "/job/a", "/job/in/a", "/priv", "/priv/a",
    "/priv/d", "/hidden", "/hidden/f", "/nowhere/at/all"};

static const char *const outside[] = {"", "/secret", "/folder", "/folder/file",
    "/folder/new", "/link", "/fifo", "/sock", "/new", "/folder/..", "/empty",
    "/hard"};

/* Where names with our token could be left. */
static const char *const shared[] = {"/tmp", "/dev/shm", "/run", "/var/tmp",
    "/run/lock", "/dev/mqueue", "", "/etc"};

static int
made(char *to, struct dice *d)
{
	static const char *const way[] = {"", "/proc/self/root",
	    "../../../../../../..", "/proc/self/cwd/..", "/proc/self/fd/3/",
	    "/proc/self/fd/5", "/proc/thread-self/cwd", "d/..", "/priv/../",
	    "/job/.."};
	const char *out = one_in(d, 3) ? world.ro : world.out;

	switch (below(d, 8)) {
	case 0:
	case 1:
	case 2:
		return snprintf(to, NAME_ROOM, "%s%s%s",
		    one_in(d, 3) ? PICK(d, way) : "", out, PICK(d, outside));
	case 3:
		return snprintf(to, NAME_ROOM, "%s/%s-%u", PICK(d, shared),
		    world.token, (unsigned)below(d, 4));
	case 4:
		return snprintf(to, NAME_ROOM, "/proc/%d/%s",
		    (int)(one_in(d, 2)     ? world.outside
			    : one_in(d, 2) ? world.supervisor
					   : world.first),
		    one_in(d, 2)       ? "mem"
			: one_in(d, 2) ? "fd/0"
				       : "environ");
	case 5:
		return snprintf(to, NAME_ROOM, "/proc/self/fd/%u%s",
		    (unsigned)below(d, 40), one_in(d, 2) ? "" : "/a");
	case 6:
		return snprintf(to, NAME_ROOM, "%s/%s", PICK(d, way),
		    PICK(d, relative));
	default: return snprintf(to, NAME_ROOM, "%s", world.self);
	}
}

/* Names as long as names get, and longer. */
static int
long_name(char *to, struct dice *d)
{
	static const size_t length[] = {254, 255, 256, 1023, 4094, 4095, 4096};
	size_t n = PICK(d, length);
	bool pieces = one_in(d, 2);

	for (size_t i = 0; i < n; i++)
		to[i] = pieces && i % 2 == 1 ? '/' : 'L';
	to[n] = '\0';
	return (int)n;
}

uint64_t
name_any(struct pages *p, struct dice *d)
{
	char text[NAME_ROOM];
	unsigned char *at;
	int len;

	switch (below(d, 20)) {
	case 0: return pages_address(p, d);
	case 1: len = long_name(text, d); break;
	case 2:
	case 3:
	case 4: len = snprintf(text, NAME_ROOM, "%s", PICK(d, absolute)); break;
	case 5:
	case 6:
	case 7:
	case 8: len = made(text, d); break;
	default: len = snprintf(text, NAME_ROOM, "%s", PICK(d, relative));
	}
	if (len < 0 || len >= (int)NAME_ROOM)
		len = (int)NAME_ROOM - 1;
	at = pages_room(p, d, (size_t)len + 1);
	memcpy(at, text, (size_t)len);
	/* Now and then it does not end where it should. */
	at[len] = (unsigned char)(one_in(d, 40) ? 'x' : '\0');
	return (uintptr_t)at;
}
