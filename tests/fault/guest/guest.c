/* What the fault runner runs: a bit of everything that is mediated, and all
 * along what the rules deny.  Says each step that did not go as it should, with
 * its errno, and goes on; and CANARY where something denied went through.
 *
 *   guest FOLDER PORT    FOLDER/a is allowed, FOLDER/b is not; nor is PORT
 *   guest child          ends at once
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

static const char *folder, *self;
static struct sockaddr_in forbidden_port;

static void
say(const char *what, int err)
{
	printf("%s: %s\n", what, strerror(err));
	fflush(stdout);
}

static long
step(const char *what, long r)
{
	if (r < 0)
		say(what, errno);
	return r;
}

/* Below the folder; good for the next four calls. */
static const char *
at(const char *below)
{
	static _Thread_local char text[4][4096];
	static _Thread_local unsigned turn;
	char *to = text[turn++ % 4];

	snprintf(to, sizeof(text[0]), "%s/%s", folder, below);
	return to;
}

static void
canary(const char *what)
{
	printf("CANARY %s\n", what);
	fflush(stdout);
}

/* What must fail, with what rules answer; another error is told. */
static void
never(const char *what, long r)
{
	if (r >= 0)
		canary(what);
	else if (errno != EACCES && errno != EPERM && errno != ENOENT &&
	    errno != ESRCH)
		say(what, errno);
}

static void
temptations(void)
{
	struct stat st;
	int s;

	never("secret", open(at("b/secret"), O_RDONLY));
	never("climb", open(at("a/../b/secret"), O_RDONLY));
	never("link", open(at("a/to-secret"), O_RDONLY));
	never("write", open(at("b/new"), O_WRONLY | O_CREAT, 0600));
	never("denied", open(at("c/denied"), O_RDONLY));
	never("append", open(at("c/denied"), O_WRONLY | O_APPEND));
	never("unlink", unlink(at("c/denied")));
	never("rename", rename(at("c/denied"), at("a/mine")));
	never("hard link", link(at("c/denied"), at("a/mine")));
	never("chmod", chmod(at("c/denied"), 0777));
	never("truncate", truncate(at("c/denied"), 0));
	never("exec", execl(at("c/tool"), "tool", at("c/ran"), NULL));
	never("signal", kill(1, SIGTERM));
	never("ptrace", ptrace(PTRACE_ATTACH, getppid(), 0, 0));
	if (stat(at("b/secret"), &st) == 0)
		canary("stat");
	s = (int)step("socket", socket(AF_INET, SOCK_STREAM, 0));
	if (s < 0)
		return;
	never("connect",
	    connect(s, (struct sockaddr *)&forbidden_port,
		sizeof(forbidden_port)));
	close(s);
}

static void
files(void)
{
	char text[64] = "";
	struct stat st;
	int fd = (int)step("create",
	    open(at("a/new"), O_RDWR | O_CREAT | O_TRUNC, 0644));

	if (fd >= 0) {
		step("write file", write(fd, "text", 4));
		step("fchmod", fchmod(fd, 0600));
		step("fsetxattr", fsetxattr(fd, "user.x", "y", 1, 0));
		step("fstat", fstat(fd, &st));
		close(fd);
	}
	step("stat", stat(at("a/new"), &st));
	step("setxattr", setxattr(at("a/new"), "user.z", "y", 1, 0));
	step("listxattr", listxattr(at("a/new"), text, sizeof(text)));
	step("removexattr", removexattr(at("a/new"), "user.z"));
	step("link", link(at("a/new"), at("a/hard")));
	step("symlink", symlink("new", at("a/soft")));
	step("readlink", readlink(at("a/soft"), text, sizeof(text)));
	step("rename", rename(at("a/hard"), at("a/moved")));
	step("mkdir", mkdir(at("a/folder"), 0755));
	step("fifo", mkfifo(at("a/folder/fifo"), 0600));
	step("chmod", chmod(at("a/folder"), 0700));
	step("chown", lchown(at("a/soft"), (uid_t)-1, (gid_t)-1));
	step("utimensat", utimensat(AT_FDCWD, at("a/new"), NULL, 0));
	step("access", access(at("a/new"), R_OK));
	step("truncate", truncate(at("a/new"), 2));
	step("unlink fifo", unlink(at("a/folder/fifo")));
	step("rmdir", rmdir(at("a/folder")));
	step("unlink", unlink(at("a/moved")));
	step("unlink link", unlink(at("a/soft")));
	step("unlink new", unlink(at("a/new")));
}

static void
list(const char *name)
{
	DIR *d = opendir(name);
	const struct dirent *e;

	if (d == NULL) {
		say(name, errno);
		return;
	}
	do {
		errno = 0;
		e = readdir(d);
	} while (e != NULL);
	if (errno != 0)
		say("readdir", errno);
	closedir(d);
}

/* What a namespace answers itself. */
static void
drawn(void)
{
	static const char *const text[] = {"/proc/self/maps",
	    "/proc/self/status", "/proc/self/mountinfo", "/proc/self/cmdline",
	    "/shown/text", "/below/text"};
	char bytes[4096];
	int fd;

	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		fd = open(text[i], O_RDONLY);
		if (fd < 0 || read(fd, bytes, sizeof(bytes)) < 0)
			say(text[i], errno);
		close(fd);
	}
	fd = (int)step("private", open("/priv/x", O_WRONLY | O_CREAT, 0600));
	close(fd);
	step("getcwd", getcwd(bytes, sizeof(bytes)) != NULL ? 0 : -1);
	step("chdir", chdir("/priv"));
	step("chdir back", chdir(folder));
	step("exe", readlink("/proc/self/exe", bytes, sizeof(bytes)));
	fd = (int)step("layer", open("/below/text", O_WRONLY | O_APPEND));
	if (fd >= 0)
		step("layer write", write(fd, "more\n", 5));
	close(fd);
	step("layer mkdir", mkdir("/below/folder", 0755));
	step("layer rename", rename("/below/text", "/below/folder/text"));
	step("layer unlink", unlink("/below/gone"));
	list("/shown");
	list("/below");
}

static void
sockets(void)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	int s = (int)step("unix", socket(AF_UNIX, SOCK_STREAM, 0));
	int c = (int)step("unix", socket(AF_UNIX, SOCK_STREAM, 0));
	int on = 1;

	snprintf(name.sun_path, sizeof(name.sun_path), "%s", at("a/socket"));
	if (s >= 0 && c >= 0 &&
	    step("bind", bind(s, (struct sockaddr *)&name, sizeof(name))) ==
		0 &&
	    step("listen", listen(s, 1)) == 0 &&
	    step("connect unix",
		connect(c, (struct sockaddr *)&name, sizeof(name))) == 0) {
		step("sendto", sendto(c, "x", 1, 0, NULL, 0));
		step("setsockopt",
		    setsockopt(c, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on)));
	}
	close(s);
	close(c);
	step("unlink socket", unlink(at("a/socket")));
}

static void *
thread(void *arg)
{
	temptations();
	return arg;
}

/* A child's end, where it is not a good one; its exit status is an errno. */
static void
reap(const char *what, pid_t pid)
{
	int status = 0;

	if (pid < 0) {
		say(what, errno);
		return;
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR) {
			say("waitpid", errno);
			return;
		}
	if (WIFEXITED(status) && status != 0)
		say(what, WEXITSTATUS(status));
	else if (status != 0)
		printf("%s: signal %d\n", what, WTERMSIG(status));
}

static void
processes(void)
{
	pthread_t t;
	pid_t pid = fork();
	int err;

	if (pid == 0) {
		temptations();
		execl(self, self, "child", NULL);
		_exit(errno);
	}
	reap("child", pid);
	pid = vfork();
	if (pid == 0) {
		execl(self, self, "child", NULL);
		_exit(errno);
	}
	reap("vfork", pid);
	err = pthread_create(&t, NULL, thread, NULL);
	if (err != 0)
		say("thread", err);
	else
		pthread_join(t, NULL);
	pid = fork();
	if (pid == 0)
		for (;;)
			pause();
	if (pid > 0) {
		step("kill", kill(pid, SIGTERM));
		waitpid(pid, NULL, 0);
	}
}

int
main(int argc, char **argv)
{
	if (argc != 3)
		return 0;
	self = argv[0];
	folder = argv[1];
	forbidden_port = (struct sockaddr_in){.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)atoi(argv[2])),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	temptations();
	files();
	temptations();
	if (access("/priv", F_OK) == 0)
		drawn();
	sockets();
	processes();
	temptations();
	puts("done");
	return 0;
}
