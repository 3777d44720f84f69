/* What a machine has.  Files of /proc/sys may be hidden, and calls may be
 * refused by a filter: what cannot be told is said to be so. */
#include "probe_here.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "trace/region.h"
#include "wall/landlock.h"

int
here_memfd(void)
{
	struct region r;
	int err = region_open(&r, SEAL_NEVER);
	void *page = MAP_FAILED;

	if (err == 0) {
		page = mmap(NULL, REGION_PAGE, PROT_READ | PROT_EXEC,
		    MAP_SHARED, r.fd, 0);
		if (page == MAP_FAILED)
			err = -errno;
		else
			munmap(page, REGION_PAGE);
	}
	region_done(&r);
	return -err;
}

bool
here_mseal(char *to, size_t size)
{
	struct region r;
	bool has = region_open(&r, SEAL_IF_POSSIBLE) == 0 && r.mseal;

	region_done(&r);
	snprintf(to, size,
	    has ? "mappings can be sealed (mseal)"
		: "no mseal (Linux 6.10): the filter guards the mapping");
	return has;
}

/* The first line of a file, at most 255 bytes; false: it cannot be read. */
static bool
first_line(const char *name, char to[256])
{
	cleanup_fd int fd = open(name, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, to, 255) : -1;

	if (n < 0)
		return false;
	to[n] = '\0';
	to[strcspn(to, "\n")] = '\0';
	return true;
}

long
here_tracer(void)
{
	cleanup_fd int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	char text[1024];
	ssize_t n = fd >= 0 ? read(fd, text, sizeof(text) - 1) : -1;
	const char *at;

	if (n < 0)
		return 0;
	text[n] = '\0';
	at = strstr(text, "\nTracerPid:");
	return at != NULL ? strtol(at + 11, NULL, 10) : 0;
}

int
here_yama(char *to, size_t size)
{
	static const char *const scopes[] = {
	    "0: anybody may trace their own processes",
	    "1: a process may trace those that it made, as jobs need",
	    "2: only root may trace",
	    "3: nobody may trace",
	};
	char line[256];
	int scope = -1;

	if (first_line("/proc/sys/kernel/yama/ptrace_scope", line))
		scope = (int)strtol(line, NULL, 10) & 3;
	if (scope >= 0)
		snprintf(to, size, "ptrace_scope %s", scopes[scope]);
	else
		snprintf(to, size,
		    "no kernel.yama.ptrace_scope to be seen here");
	return scope;
}

/* Finds the options of the mount at /proc in a line of proc_mounts(5). */
static const char *
options_of_proc(char *line)
{
	char *at = NULL;

	strtok_r(line, " ", &at);
	if (at == NULL || strncmp(at, "/proc proc ", 11) != 0)
		return NULL;
	return at + 11;
}

bool
here_hidepid(char *to, size_t size)
{
	FILE *f = fopen("/proc/self/mounts", "re");
	char *line = NULL;
	size_t room = 0;
	bool hides = false, seen = false;

	while (f != NULL && getline(&line, &room, f) > 0) {
		const char *options = options_of_proc(line);

		if (options == NULL)
			continue;
		seen = true;
		hides = strstr(options, "hidepid=") != NULL &&
		    strstr(options, "hidepid=0") == NULL;
	}
	free(line);
	if (f != NULL)
		fclose(f);
	snprintf(to, size, "%s",
	    !seen       ? "the mount of /proc cannot be looked up"
		: hides ? "/proc hides the processes of others, as jobs do"
			: "/proc shows the processes of others");
	return hides;
}

bool
here_landlock(char *to, size_t size)
{
	int abi = landlock_abi();

	if (abi > 0)
		snprintf(to, size, "Landlock ABI %d: files%s%s", abi,
		    abi >= 4 ? ", TCP" : "",
		    abi >= 6 ? ", signals, abstract sockets" : "");
	else
		snprintf(to, size, "no Landlock: there is no second wall");
	return abi > 0;
}

bool
here_userns(char *to, size_t size)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0)
		_exit(unshare(CLONE_NEWUSER) == 0 ? 0 : 1);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	snprintf(to, size, "user namespaces %s be made here: not used",
	    status == 0 ? "can" : "cannot");
	return status == 0;
}

/* What keeps containers leaves its mark: the files that Docker and Podman make,
 * or the variable `container` that others set (systemd's CONTAINER_INTERFACE).
 */
bool
here_container(char *to, size_t size)
{
	const char *set = getenv("container");

	if (access("/.dockerenv", F_OK) == 0)
		snprintf(to, size, "in a container of Docker");
	else if (access("/run/.containerenv", F_OK) == 0)
		snprintf(to, size, "in a container of Podman");
	else if (set != NULL && set[0] != '\0')
		snprintf(to, size, "in a container, as its environment says");
	else
		snprintf(to, size, "no sign of a container");
	return strncmp(to, "in ", 3) == 0;
}
