/* attack: run a program that no rule names
 * source: execve(2), interpreter scripts; ld.so(8); memfd_create(2); syd(7)
 *   on exec
 * stops: the program, its shebang lines and its loader are judged, and what
 *   the kernel loaded is compared before its first instruction
 * variants: direct link ldso shebang shebang2 interp memfd memfd-proc unlinked
 *   args thread dirfd
 * expect: EACCES ENOENT
 * audit: execve execveat openat
 * rules: programs: {allow: run, path: "{DIR}/a/script"}
 * rules: programs: {allow: run, path: "{DIR}/a/middle"}
 * rules: programs: {allow: run, path: "{DIR}/a/odd"}
 * rules/args: programs: {allow: run, path: "{DIR}/a/tool", args: [a]}
 * exclude/args: run {DIR}/a/tool
 * allow/direct: programs: {allow: run, path: "{DIR}/b/tool"}
 * allow/direct: files: {allow: [read, exec], path: "{DIR}/b/tool"}
 * allow/shebang: programs: {allow: run, path: "{DIR}/b/tool"}
 * allow/shebang: files: {allow: [read, exec], path: "{DIR}/b/tool"}
 * allow/interp: files: {allow: [read, exec], path: "{DIR}/b/tool"}
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/guest.h"

static char *envp[] = {NULL};

/* Ends as the child did: the exit status of the wanted program is a win. */
static void
end_as(pid_t pid, const char *path, int wanted)
{
	int status;

	must(waitpid(pid, &status, 0), "waitpid");
	if (WIFEXITED(status) && WEXITSTATUS(status) == wanted)
		won(path);
	errno = WIFEXITED(status) && WEXITSTATUS(status) > 100
	    ? WEXITSTATUS(status) - 100
	    : EOWNERDEAD;
	lost(path);
}

static void
run(int dirfd, const char *path, char *const argv[], int flags, int wanted)
{
	pid_t pid = fork();

	must(pid, "fork");
	if (pid == 0) {
		if (dirfd >= 0)
			syscall(SYS_execveat, dirfd, path, argv, envp, flags);
		else
			execve(path, argv, envp);
		_exit(100 + errno);
	}
	end_as(pid, path, wanted);
}

static const char *
script(const char *name, const char *interpreter)
{
	FILE *f = fopen(at(name), "we");

	if (!f)
		broken(name);
	fprintf(f, "#!%s\n", interpreter);
	fclose(f);
	must(chmod(at(name), 0755), "chmod");
	return at(name);
}

/* Our own program again, with the forbidden tool as its loader: the name is
 * put behind the end of the file. */
static const char *
odd_loader(void)
{
	int fd = (int)must(open(at("a/odd"), O_RDWR | O_CREAT, 0755), "odd");
	const char *name = at("b/tool");
	size_t len = strlen(name) + 1;
	Elf64_Ehdr head;
	Elf64_Phdr ph;
	off_t end, at_ph;

	copy_file("/proc/self/exe", fd);
	end = lseek(fd, 0, SEEK_END);
	must(pwrite(fd, name, len, end), "pwrite");
	must(pread(fd, &head, sizeof(head), 0), "pread");
	for (int i = 0; i < head.e_phnum; i++) {
		at_ph = (off_t)(head.e_phoff + (unsigned)i * sizeof(ph));
		must(pread(fd, &ph, sizeof(ph), at_ph), "pread");
		if (ph.p_type != PT_INTERP)
			continue;
		ph.p_offset = (Elf64_Off)end;
		ph.p_filesz = ph.p_memsz = len;
		must(pwrite(fd, &ph, sizeof(ph), at_ph), "pwrite");
		close(fd);
		return at("a/odd");
	}
	cannot("this program is linked statically");
}

static void
nameless(char *const argv[])
{
	int fd;
	char link[64];

	if (is("unlinked"))
		fd = open(at("a/gone"), O_RDWR | O_CREAT, 0755);
	else
		fd = memfd_create("x", 0);
	copy_file(at("a/tool"), (int)must(fd, "file"));
	if (is("unlinked")) {
		close(fd); /* else ETXTBSY */
		fd = (int)must(open(at("a/gone"), O_RDONLY), "gone");
		must(unlink(at("a/gone")), "unlink");
	}
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	if (is("memfd-proc"))
		run(-1, link, argv, 0, TOOL_ALLOWED);
	run(fd, "", argv, AT_EMPTY_PATH, TOOL_ALLOWED);
}

static void *
exec_in_thread(void *path)
{
	char *argv[] = {path, NULL};

	execve(path, argv, envp);
	_exit(100 + errno);
}

/* By a thread that is not the first of its process. */
static void
by_thread(char *path)
{
	pid_t pid = fork();
	pthread_t thread;

	must(pid, "fork");
	if (pid == 0) {
		pthread_create(&thread, NULL, exec_in_thread, path);
		for (;;)
			pause();
	}
	end_as(pid, path, TOOL_FORBIDDEN);
}

void
attack(int argc, char **argv)
{
	char *plain[] = {at("a/tool"), NULL, NULL};
	char *ldso[] = {(char *)(uintptr_t) "ld",
	    (char *)(uintptr_t) "/bin/true", NULL};

	(void)argc;
	(void)argv;
	if (is("direct"))
		run(-1, at("b/tool"), plain, 0, TOOL_FORBIDDEN);
	if (is("dirfd"))
		run((int)must(open(at("a"), O_PATH), "a"), "../b/tool", plain,
		    0, TOOL_FORBIDDEN);
	must(symlink("../b/tool", at("a/link")), "symlink");
	if (is("link"))
		run(-1, at("a/link"), plain, 0, TOOL_FORBIDDEN);
	if (is("ldso"))
		run(-1, "/lib64/ld-linux-x86-64.so.2", ldso, 0, 0);
	if (is("shebang"))
		run(-1, script("a/script", at("b/tool")), plain, 0,
		    TOOL_FORBIDDEN);
	if (is("shebang2")) {
		script("a/middle", at("b/tool"));
		run(-1, script("a/script", at("a/middle")), plain, 0,
		    TOOL_FORBIDDEN);
	}
	if (is("interp"))
		run(-1, odd_loader(), plain, 0, TOOL_FORBIDDEN);
	if (is("args")) {
		plain[1] = (char *)(uintptr_t) "b";
		run(-1, at("a/tool"), plain, 0, TOOL_FORBIDDEN);
	}
	if (is("thread"))
		by_thread(at("b/tool"));
	nameless(plain);
}
