/* duel: what the kernel keeps for the process (cwd, a descriptor's meaning)
 *   changes while a relative name is judged
 * source: Garfinkel, Traps and Pitfalls, NDSS 2003, races on descriptors and
 *   folders; clone(2)
 * stops: relative names are made absolute from one look at the folder, and
 *   the absolute name is what is used
 * duels: cwd dirfd clone3 reopen
 * flippers: thread
 * flippers/reopen: thread storm
 * seen/clone3: denied
 */
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/duel.h"

static int folder[2];

/* ../b/f is a/b/f from a/d, and the forbidden one from a. */
static void
prepare(void)
{
	folder[0] = (int)must(open(at("a/d"), O_PATH), "a/d");
	folder[1] = (int)must(open(at("a"), O_PATH), "a");
	must(dup2(folder[0], 100), "dup2");
	must(fchdir(folder[0]), "fchdir");
}

static void
cwd_flip(int side)
{
	fchdir(folder[side]);
}

static void
dirfd_flip(int side)
{
	dup2(folder[side], 100);
}

static enum hit
cwd_strike(void)
{
	return hit_read(open("../b/f", O_RDONLY));
}

static enum hit
dirfd_strike(void)
{
	return hit_read(openat(100, "../b/f", O_RDONLY));
}

/* Opened again by its number: a/f, open for writing, or c/ro, which may only be
 * read and is open for that. */
static int reading[2];
static ino_t forbidden;

static void
reopen_prepare(void)
{
	struct stat st;

	reading[0] = (int)must(open(at("a/f"), O_RDWR), "a/f");
	reading[1] = (int)must(open(at("c/ro"), O_RDONLY), "c/ro");
	must(fstat(reading[1], &st), "fstat");
	forbidden = st.st_ino;
	must(dup2(reading[0], 100), "dup2");
}

static void
reopen_flip(int side)
{
	dup2(reading[side], 100);
}

static enum hit
reopen_strike(void)
{
	int fd = open("/proc/self/fd/100", O_RDWR);
	struct stat st;

	if (fd < 0)
		return HIT_DENIED;
	must(fstat(fd, &st), "fstat");
	close(fd);
	return st.st_ino == forbidden ? HIT_WON : HIT_ALLOWED;
}

static void
clone3_flip(int side)
{
	struct clone_args *a = (struct clone_args *)(void *)arena->object;

	*(volatile __u64 *)&a->flags = side ? CLONE_NEWUSER : 0;
}

static enum hit
clone3_strike(void)
{
	struct clone_args *a = (struct clone_args *)(void *)arena->object;
	char line[64] = "";
	pid_t pid;
	int p[2];

	a->exit_signal = SIGCHLD;
	must(pipe(p), "pipe");
	pid = (pid_t)syscall(SYS_clone3, a, sizeof(*a));
	if (pid == 0) {
		ssize_t n = readlink("/proc/self/ns/user", line, sizeof(line));

		n = write(p[1], line, n > 0 ? (size_t)n : 1);
		_exit(n < 0);
	}
	close(p[1]);
	if (pid > 0) {
		char own[64] = "";

		readlink("/proc/self/ns/user", own, sizeof(own) - 1);
		if (read(p[0], line, sizeof(line) - 1) < 0)
			line[0] = 0;
		waitpid(pid, NULL, 0);
		close(p[0]);
		return strcmp(own, line) ? HIT_WON : HIT_ALLOWED;
	}
	close(p[0]);
	return HIT_DENIED;
}

const struct duel duels[] = {
    {"cwd",         prepare, cwd_flip, cwd_strike},
    {"dirfd",     prepare, dirfd_flip, dirfd_strike},
    {"clone3",             prepare, clone3_flip, clone3_strike},
    {"reopen",  reopen_prepare, reopen_flip, reopen_strike},
    {0},
};
