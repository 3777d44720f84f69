/* duel: a symbolic link takes a name's place while the call is judged, as the
 *   last name (x) or as a folder on the way (d)
 * source: Garfinkel, Traps and Pitfalls, NDSS 2003, symbolic link races
 * stops: names are walked by the supervisor; what the kernel or the supervisor
 *   uses then is opened without following links
 * duels: open/x open/d creat/x stat/x stat/d chmod/x chmod/d truncate/x
 *   utimens/x link/x exec/x unlink/d rename-old/d rename-new/d mkdir/d
 *   symlink/d readlink/d chdir/d bind/d connect/x
 * flippers: thread shared outside
 * flippers/bind/d: thread shared
 * rules/exec/x: programs: {allow: run, path: "{DIR}/a/x"}
 * rules/bind/d: network: {allow: bind, to: "unix:{DIR}/a/d/new"}
 * rules/bind/d: network: {allow: bind, to: "unix:{DIR}/a/e/new"}
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/duel.h"

static int folder = -1; /* the real folder, whatever it is called just now */
static char spare[512];

/* x, a file, and y, a link to the forbidden one, trade places.  With a flipper
 * outside they do so already: then nothing is made here. */
static void
last(const char *file, const char *target)
{
	if (symlink(target, at("a/y")) == 0) {
		int fd = open(at("a/x"), O_RDWR | O_CREAT, 0755);

		close(copy_file(at(file), (int)must(fd, "x")));
	}
	snprintf(arena->path, sizeof(arena->path), "%s/a/x", dir);
	snprintf(arena->second, sizeof(arena->second), "%s/a/y", dir);
	arena->argv[0] = arena->path;
}

static void
last_prepare(void)
{
	last("a/f", "../b/f");
}

static void
creat_prepare(void)
{
	last("a/f", "../b/new");
}

static void
exec_prepare(void)
{
	last("a/tool", "../b/tool");
}

/* d, a folder, and e, a link to the forbidden one, trade places. */
static void
middle_prepare(void)
{
	unsigned even = 0;

	symlink("../b", at("a/e"));
	while (folder < 0)
		folder = open(at(even++ % 2 ? "a/e" : "a/d"),
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	snprintf(arena->path, sizeof(arena->path), "%s/a/d", dir);
	snprintf(arena->second, sizeof(arena->second), "%s/a/e", dir);
	snprintf(spare, sizeof(spare), "%s/a/spare", dir);
}

static void
exchange(int side)
{
	(void)side;
	renameat2(AT_FDCWD, arena->path, AT_FDCWD, arena->second,
	    RENAME_EXCHANGE);
}

static const char *
below(const char *name)
{
	static char text[4200];

	snprintf(text, sizeof(text), "%s/%s", arena->path, name);
	return text;
}

static void
refill(const char *name)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	if (fd >= 0)
		close(fd);
}

static enum hit
open_last(void)
{
	return hit_read(open(arena->path, O_RDONLY));
}

static enum hit
open_middle(void)
{
	return hit_read(open(below("f"), O_RDONLY));
}

static enum hit
creat_last(void)
{
	int fd = open(arena->path, O_WRONLY | O_CREAT, 0644);

	if (fd >= 0)
		close(fd);
	return hit(fd);
}

static enum hit
stat_size(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return HIT_DENIED;
	return st.st_size == 7 ? HIT_ALLOWED : HIT_WON;
}

static enum hit
stat_last(void)
{
	return stat_size(arena->path);
}

static enum hit
stat_middle(void)
{
	return stat_size(below("f"));
}

static enum hit
chmod_last(void)
{
	return hit(chmod(arena->path, 0600));
}

static enum hit
chmod_middle(void)
{
	return hit(chmod(below("f"), 0600));
}

static enum hit
truncate_last(void)
{
	return hit(truncate(arena->path, 3));
}

static enum hit
utimens_last(void)
{
	return hit(utimensat(AT_FDCWD, arena->path, NULL, 0));
}

/* The size of what the new name leads to tells. */
static enum hit
link_last(void)
{
	unlink(at("a/spare"));
	if (linkat(AT_FDCWD, arena->path, AT_FDCWD, at("a/spare"),
		AT_SYMLINK_FOLLOW) < 0)
		return HIT_DENIED;
	return stat_size(at("a/spare"));
}

static enum hit
exec_last(void)
{
	return hit_exec(arena->path, arena->argv);
}

static enum hit
unlink_middle(void)
{
	refill("f");
	return hit(unlink(below("f")));
}

static enum hit
rename_old_middle(void)
{
	refill("f");
	return hit(rename(below("f"), spare));
}

static enum hit
rename_new_middle(void)
{
	close(open(spare, O_WRONLY | O_CREAT, 0644));
	return hit(rename(spare, below("f")));
}

static enum hit
mkdir_middle(void)
{
	unlinkat(folder, "new", AT_REMOVEDIR);
	return hit(mkdir(below("new"), 0700));
}

static enum hit
symlink_middle(void)
{
	unlinkat(folder, "new", 0);
	return hit(symlink("f", below("new")));
}

/* b/link says "SECRET", d/link says something else. */
static enum hit
readlink_middle(void)
{
	char text[64] = "";

	symlinkat("PUBLIC", folder, "link");
	if (readlink(below("link"), text, sizeof(text) - 1) < 0)
		return HIT_DENIED;
	return strstr(text, "SECRET") ? HIT_WON : HIT_ALLOWED;
}

/* Wherever it led, a name from there is judged by where it is. */
static enum hit
chdir_middle(void)
{
	enum hit h = hit(chdir(arena->path));

	if (h == HIT_ALLOWED)
		h = hit_read(open("f", O_RDONLY));
	must(chdir(at("a")), "chdir back");
	return h;
}

static enum hit
bind_middle(void)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int fd = (int)must(socket(AF_UNIX, SOCK_DGRAM, 0), "socket");
	long r;

	unlinkat(folder, "new", 0);
	snprintf(to.sun_path, sizeof(to.sun_path), "%.80s/new", arena->path);
	r = bind(fd, (struct sockaddr *)&to, sizeof(to));
	close(fd);
	return hit(r);
}

/* x and y are links here, to the allowed and to the forbidden server. */
static void
connect_prepare(void)
{
	if (symlink("../b/sock", at("a/y")) == 0)
		must(symlink("sock", at("a/x")), "symlink");
	snprintf(arena->path, sizeof(arena->path), "%s/a/x", dir);
	snprintf(arena->second, sizeof(arena->second), "%s/a/y", dir);
}

static enum hit
connect_last(void)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX}, real = {0};
	int fd = (int)must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
	socklen_t len = sizeof(real);
	long r;

	snprintf(to.sun_path, sizeof(to.sun_path), "%.80s", arena->path);
	r = connect(fd, (struct sockaddr *)&to, sizeof(to));
	if (r == 0)
		getpeername(fd, (struct sockaddr *)(void *)&real, &len);
	close(fd);
	if (r < 0)
		return HIT_DENIED;
	return strstr(real.sun_path, "/b/sock") ? HIT_WON : HIT_ALLOWED;
}

const struct duel duels[] = {
    {"open/x",        last_prepare, exchange, open_last},
    {"open/d",       middle_prepare, exchange, open_middle},
    {"creat/x",               creat_prepare, exchange, creat_last},
    {"stat/x",last_prepare, exchange, stat_last},
    {"stat/d",    middle_prepare, exchange, stat_middle},
    {"chmod/x",       last_prepare, exchange, chmod_last},
    {"chmod/d",       middle_prepare, exchange, chmod_middle},
    {"truncate/x",               last_prepare, exchange, truncate_last},
    {"utimens/x",         last_prepare, exchange, utimens_last},
    {"link/x",      last_prepare, exchange, link_last},
    {"exec/x",        exec_prepare, exchange, exec_last},
    {"unlink/d",       middle_prepare, exchange, unlink_middle},
    {"rename-old/d",               middle_prepare, exchange, rename_old_middle},
    {"rename-new/d",middle_prepare, exchange, rename_new_middle},
    {"mkdir/d",     middle_prepare, exchange, mkdir_middle},
    {"symlink/d",       middle_prepare, exchange, symlink_middle},
    {"readlink/d",       middle_prepare, exchange, readlink_middle},
    {"chdir/d",               middle_prepare, exchange, chdir_middle},
    {"bind/d",middle_prepare, exchange, bind_middle},
    {"connect/x",  connect_prepare, exchange, connect_last},
    {0    },
};
