/* attack: jump to the system call that stands in the region, so that the
 *   supervisor takes another call for the one it judged before, started again
 * source: signal(7), restarted calls; seccomp(2): a tracer sees registers,
 *   not who set them
 * stops: what comes from there is judged from the registers of the call before,
 *   and is run with these
 * space: map: [{at: /pts-map, from: "{DIR}"}]
 * space: hide: "{DIR}/b"
 * rules: files: {allow: any, path: /}
 * variants: getdents open stat connect
 * expect: EACCES ENOENT ENODATA EFAULT SIGSEGV SIGABRT
 * audit: any
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/ucontext.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#ifdef __x86_64__

/* The region's first page: its code begins with `syscall`. */
static char *
stub(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	unsigned long from = 0;
	char line[512], mode[8];

	if (!maps)
		broken("/proc/self/maps");
	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%*x %7s", &from, mode) == 2 &&
		    strcmp(mode, "r-xs") == 0)
			break;
		from = 0;
	}
	fclose(maps);
	return (char *)from;
}

/* What follows the call there needs a register that we cannot set: it faults,
 * and the handler finds the call's result. */
static void
handler(int sig, siginfo_t *info, void *context)
{
	long r = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RAX];

	(void)sig;
	(void)info;
	if (r < 0) {
		errno = (int)-r;
		lost("the call was refused");
	}
	read_secret((int)r, "openat");
}

static void
jump(const char *to, const char *path)
{
	long r = SYS_openat;

	asm volatile("call *%[to]"
		     : "+a"(r)
		     : [to] "r"(to), "D"(AT_FDCWD), "S"(path), "d"(O_RDONLY)
		     : "rcx", "r11", "r8", "r9", "r10", "memory");
}

static void
pinned_before(void)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	char room[4096];
	struct stat st;
	int fd;

	if (is("open"))
		must(open(at("a/f"), O_RDONLY), "open");
	if (is("stat"))
		must(syscall(SYS_newfstatat, 0, "", &st, AT_EMPTY_PATH),
		    "stat");
	if (is("connect")) {
		strcpy(to.sun_path, at("a/sock"));
		connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&to,
		    sizeof(to));
	}
	if (!is("getdents"))
		return;
	fd = (int)must(open(at("a/f"), O_RDONLY), "f");
	must(dup2((int)must(open(dir, O_RDONLY | O_DIRECTORY), "folder"), 100),
	    "dup2");
	must(syscall(SYS_getdents64, 100, room, sizeof(room)), "getdents64");
	/* The same number, and no folder: nothing stops on the way. */
	must(dup2(fd, 100), "dup2");
}

void
attack(int argc, char **argv)
{
	struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
	char *to = stub();
	const char *path = at("b/f");

	(void)argc;
	(void)argv;
	if (to == NULL)
		read_secret(open(path, O_RDONLY), "open");
	must(sigaction(SIGSEGV, &sa, NULL), "sigaction");
	pinned_before();
	jump(to, path);
	errno = ENODATA;
	lost("back from the stub");
}

#else

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	cannot("written for x86-64");
}

#endif
