/* duel: what a pointer leads to changes while the call is judged
 * source: Watson, Exploiting Concurrency Vulnerabilities in System Call
 *   Wrappers, WOOT 2007
 * stops: the kernel reads the copy in the region, or the supervisor acts on
 *   its own copy
 * duels: open openat2 how stat unlink rename-old rename-new chmod truncate
 *   link symlink mkdir exec argv
 * flippers: thread shared vm vfork storm
 * rules/argv: programs: {allow: run, path: "{DIR}/a/echo", args: [a]}
 * exclude/argv: run {DIR}/a/tool
 */
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/duel.h"

static int folder = -1;

/* a/f under a name that does not flip. */
static void
refill(const char *name)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	if (fd >= 0)
		close(fd);
}

static void
f_prepare(void)
{
	path_prepare("f");
	folder = (int)must(open(at("a"), O_RDONLY | O_DIRECTORY), "a");
}

static void
new_prepare(void)
{
	f_prepare();
	path_prepare("new");
	snprintf(arena->second, sizeof(arena->second), "%s/a/d/f", dir);
}

static void
old_prepare(void)
{
	new_prepare();
	path_prepare("f");
}

static enum hit
open_strike(void)
{
	return hit_read(open(arena->path, O_RDONLY));
}

static enum hit
openat2_strike(void)
{
	struct open_how how = {.flags = O_RDONLY};

	return hit_read((
	    int)syscall(SYS_openat2, AT_FDCWD, arena->path, &how, sizeof(how)));
}

static void
how_prepare(void)
{
	snprintf(arena->path, sizeof(arena->path), "%s/c/ro", dir);
	memset(arena->object, 0, sizeof(arena->object));
}

/* O_RDONLY | O_TRUNC empties c/ro, which may only be read. */
static void
how_flip(int side)
{
	struct open_how *how = (struct open_how *)(void *)arena->object;

	*(volatile __u64 *)&how->flags = side ? O_TRUNC : 0;
}

static enum hit
how_strike(void)
{
	int fd = (int)syscall(SYS_openat2, AT_FDCWD, arena->path, arena->object,
	    sizeof(struct open_how));

	if (fd >= 0)
		close(fd);
	return hit(fd);
}

/* The sizes differ. */
static enum hit
stat_strike(void)
{
	struct stat st;

	if (stat(arena->path, &st) < 0)
		return HIT_DENIED;
	return st.st_size == 7 ? HIT_ALLOWED : HIT_WON;
}

static enum hit
unlink_strike(void)
{
	refill("f");
	return hit(unlink(arena->path));
}

static enum hit
rename_old_strike(void)
{
	refill("f");
	return hit(rename(arena->path, arena->second));
}

static enum hit
rename_new_strike(void)
{
	refill("d/f");
	return hit(rename(arena->second, arena->path));
}

static enum hit
chmod_strike(void)
{
	return hit(chmod(arena->path, 0600));
}

static enum hit
truncate_strike(void)
{
	return hit(truncate(arena->path, 3));
}

static enum hit
link_strike(void)
{
	unlinkat(folder, "new", 0);
	return hit(link(arena->second, arena->path));
}

static enum hit
symlink_strike(void)
{
	unlinkat(folder, "new", 0);
	return hit(symlink("f", arena->path));
}

static enum hit
mkdir_strike(void)
{
	unlinkat(folder, "new", AT_REMOVEDIR);
	return hit(mkdir(arena->path, 0700));
}

static void
exec_prepare(void)
{
	path_prepare("tool");
	arena->argv[0] = arena->path;
}

static enum hit
exec_strike(void)
{
	return hit_exec(arena->path, arena->argv);
}

static void
argv_prepare(void)
{
	snprintf(arena->path, sizeof(arena->path), "%s/a/echo", dir);
	arena->argv[0] = arena->path;
	arena->argv[1] = strcpy(arena->second, "a");
}

static void
argv_flip(int side)
{
	*(volatile char *)arena->second = side ? 'b' : 'a';
}

const struct duel duels[] = {
    {"open",	     f_prepare, path_flip, open_strike},
    {"openat2",         f_prepare, path_flip, openat2_strike},
    {"how",		  how_prepare, how_flip, how_strike},
    {"stat", f_prepare, path_flip, stat_strike},
    {"unlink",    f_prepare, path_flip, unlink_strike},
    {"rename-old",              old_prepare, path_flip, rename_old_strike},
    {"rename-new",          new_prepare, path_flip, rename_new_strike},
    {"chmod",		  f_prepare, path_flip, chmod_strike},
    {"truncate",         f_prepare, path_flip, truncate_strike},
    {"link",       new_prepare, path_flip, link_strike},
    {"symlink",           new_prepare, path_flip, symlink_strike},
    {"mkdir",         new_prepare, path_flip, mkdir_strike},
    {"exec",		  exec_prepare, path_flip, exec_strike},
    {"argv",argv_prepare, argv_flip, exec_strike},
    {0},
};
