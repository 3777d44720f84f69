/* What id and capability calls answer somebody who started as root, a line
 * each, from a child of its own: for a comparison with the kernel's own
 * answers. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOWHERE 8L

static struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3,
    0};
static struct __user_cap_data_struct set[2];

static void
show(const char *what, long r)
{
	printf("%s: %s\n", what, r < 0 ? strerrorname_np(errno) : "done");
}

static void
show_ids(void)
{
	uid_t u[3] = {0};
	gid_t g[3] = {0};

	if (getresuid(&u[0], &u[1], &u[2]) != 0 ||
	    getresgid(&g[0], &g[1], &g[2]) != 0)
		puts("ids are not told");
	printf("  users %d %d %d, groups %d %d %d, for files %ld %ld\n",
	    (int)u[0], (int)u[1], (int)u[2], (int)g[0], (int)g[1], (int)g[2],
	    syscall(SYS_setfsuid, -1), syscall(SYS_setfsgid, -1));
}

/* Whether there are any: how many, a kernel's age decides. */
static void
show_caps(void)
{
	if (syscall(SYS_capget, &header, set) != 0)
		puts("capabilities are not told");
	printf("  setuid %d %d %d\n", (set[0].effective >> CAP_SETUID) & 1,
	    (set[0].permitted >> CAP_SETUID) & 1,
	    (set[0].inheritable >> CAP_SETUID) & 1);
}

static void
real_and_effective(void)
{
	show("setreuid -1 6", setreuid((uid_t)-1, 6));
	show_ids();
	show("back", setreuid((uid_t)-1, 0));
	show("setregid 7 8", setregid(7, 8));
	show("setreuid 5 6", setreuid(5, 6));
	show_ids();
	show_caps();
	show("setreuid 6 5", setreuid(6, 5));
	show("setreuid 0 0", setreuid(0, 0));
	show("setregid 9 9", setregid(9, 9));
	show("setregid 8 7", setregid(8, 7));
	show_ids();
}

/* What such a call answers is the id that was. */
static void
for_files_of(const char *what, long nr, int id)
{
	long was = syscall(nr, id);

	printf("%s %d: was %ld, is %ld\n", what, id, was, syscall(nr, -1));
}

static void
for_files(void)
{
	for_files_of("setfsuid", SYS_setfsuid, 9);
	for_files_of("setfsgid", SYS_setfsgid, 10);
	show_ids();
	show("setresuid 1 2 3", setresuid(1, 2, 3));
	show_ids();
	for_files_of("setfsuid", SYS_setfsuid, 3);
	for_files_of("setfsuid", SYS_setfsuid, 4);
}

static void
three_ids(void)
{
	uid_t one;

	show("nowhere to tell", syscall(SYS_getresuid, &one, &one, NOWHERE));
	show("setresgid 1 2 3", setresgid(1, 2, 3));
	show("setresuid 4 5 6", setresuid(4, 5, 6));
	show("setresuid 6 4 5", setresuid(6, 4, 5));
	show("setresuid 7 -1 -1", setresuid(7, (uid_t)-1, (uid_t)-1));
	show("setresgid 2 3 1", setresgid(2, 3, 1));
	show("setuid 5", setuid(5));
	show("setgid 0", setgid(0));
	show("setuid -1", setuid((uid_t)-1));
	show_ids();
}

static void
groups(void)
{
	gid_t given[3] = {30, 10, 20}, got[8] = {0};

	show("setgroups", setgroups(3, given));
	printf("how many: %d\n", getgroups(0, NULL));
	show("room for too few", getgroups(2, got));
	show("room for less than none", syscall(SYS_getgroups, -1, got));
	show("nowhere to tell", syscall(SYS_getgroups, 3, NOWHERE));
	printf("room for more: %d: ", getgroups(8, got));
	printf("%d %d %d\n", (int)got[0], (int)got[1], (int)got[2]);
	show("far too many", syscall(SYS_setgroups, 65537, given));
	show("nowhere to read", syscall(SYS_setgroups, 2, NOWHERE));
	show("none", setgroups(0, NULL));
	printf("how many: %d\n", getgroups(8, got));
	show("setuid 5", setuid(5));
	show("setgroups", setgroups(3, given));
}

static void
ask_caps(void)
{
	struct __user_cap_header_struct h = {0, 0};

	show("which version?", syscall(SYS_capget, &h, NULL));
	printf("  %x\n", h.version);
	h.version = 77;
	show("a wrong one", syscall(SYS_capget, &h, set));
	printf("  %x\n", h.version);
	h.version = _LINUX_CAPABILITY_VERSION_1;
	show("the first", syscall(SYS_capget, &h, set));
	h.version = _LINUX_CAPABILITY_VERSION_3;
	h.pid = getpid();
	show("our own", syscall(SYS_capget, &h, set));
	h.pid = -4;
	show("a negative pid", syscall(SYS_capget, &h, set));
	h.pid = 4194999;
	show("nobody's", syscall(SYS_capget, &h, set));
	show("no header", syscall(SYS_capget, NOWHERE, set));
	h.pid = 0;
	show("nowhere to tell", syscall(SYS_capget, &h, NOWHERE));
	show_caps();
}

static void
set_caps(void)
{
	struct __user_cap_header_struct h = header;

	show_caps();
	h.pid = getppid();
	show("another's", syscall(SYS_capset, &h, set));
	h.pid = getpid();
	show("nowhere to read", syscall(SYS_capset, &h, NOWHERE));
	h.version = 0;
	show("no version", syscall(SYS_capset, &h, set));
	set[0].inheritable |= 1u << CAP_SETUID;
	set[0].effective &= ~(1u << CAP_SETUID);
	show("one less in effect", syscall(SYS_capset, &header, set));
	show_caps();
	show("setuid 5", setuid(5));
	set[0].effective |= 1u << CAP_SETUID;
	show("it is back", syscall(SYS_capset, &header, set));
	set[0].effective &= ~(1u << CAP_SETUID);
	set[0].permitted &= ~(1u << CAP_SETUID);
	show("it is given up", syscall(SYS_capset, &header, set));
	set[0].permitted |= 1u << CAP_SETUID;
	show("and not had again", syscall(SYS_capset, &header, set));
	show_caps();
}

static void
kept_caps(void)
{
	printf("kept? %d\n", prctl(PR_GET_KEEPCAPS));
	show("keep them", prctl(PR_SET_KEEPCAPS, 1L));
	show("a third way", prctl(PR_SET_KEEPCAPS, 2L));
	show("setuid 5", setuid(5));
	show_caps();
	printf("to raise: %d\n", prctl(PR_CAPBSET_READ, (long)CAP_SETUID));
	show("no such one", prctl(PR_CAPBSET_READ, 99L));
	show("to drop it", prctl(PR_CAPBSET_DROP, (long)CAP_SETUID));
	printf("around: %d\n",
	    prctl(PR_CAP_AMBIENT, (long)PR_CAP_AMBIENT_IS_SET, (long)CAP_SETUID,
		0L, 0L));
	show("raise it around",
	    prctl(PR_CAP_AMBIENT, (long)PR_CAP_AMBIENT_RAISE, (long)CAP_SETUID,
		0L, 0L));
	show("clear them",
	    prctl(PR_CAP_AMBIENT, (long)PR_CAP_AMBIENT_CLEAR_ALL, 0L, 0L, 0L));
}

/* Whose a file may be made, and by whom (chown_ok() of fs/attr.c). */
static void
owners(void)
{
	gid_t given = 7;
	int fd = open("owned", O_CREAT | O_EXCL | O_RDWR, 0644);

	show("to another", fchown(fd, 5, 8));
	show("setgroups", setgroups(1, &given));
	show("setresgid 8", setresgid(8, 8, 8));
	show("setuid 5", setuid(5));
	show("as it is", fchown(fd, 5, 8));
	show("to a group of ours", fchown(fd, (uid_t)-1, 7));
	show("to our first group", fchown(fd, 5, 8));
	show("to a group of others", fchown(fd, (uid_t)-1, 9));
	show("to another once more", fchown(fd, 6, (gid_t)-1));
	show("its mode", fchmod(fd, 0600));
}

static void
owners_of_others(void)
{
	int fd = open("another's", O_CREAT | O_EXCL | O_RDWR, 0644);

	show("to another", fchown(fd, 6, 8));
	show("setgid 8", setgid(8));
	show("setuid 5", setuid(5));
	show("to whom it is", fchown(fd, 6, (gid_t)-1));
	show("to its group", fchown(fd, (uid_t)-1, 8));
	show("its mode", fchmod(fd, 0600));
	show("nothing", fchown(fd, (uid_t)-1, (gid_t)-1));
}

int
main(void)
{
	static void (*const all[])(void) = {real_and_effective, for_files,
	    three_ids, groups, ask_caps, set_caps, kept_caps, owners,
	    owners_of_others};
	int status, bad = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		printf("-- %zu\n", i);
		fflush(stdout);
		if (fork() == 0) {
			all[i]();
			fflush(stdout);
			_exit(0);
		}
		if (wait(&status) < 0 || status != 0)
			bad = 1;
	}
	return bad;
}
