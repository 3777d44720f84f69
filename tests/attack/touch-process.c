/* attack: read, write or take over another process, of the job or outside
 * source: ptrace(2), process_vm_writev(2), pidfd_getfd(2), kcmp(2);
 *   CVE-2022-30594
 * stops: these calls are refused, whoever they are for
 * variants: attach seize traceme vm-read vm-write getfd mem kcmp move-pages
 *   robust-list madvise mrelease migrate-pages perf suspend-seccomp
 * victims: outsider sibling
 * bare: any (Yama, containers)
 * bare/mrelease: refused (it is not dying)
 * bare/suspend-seccomp: any (privileged)
 * bare/vm-write: wins
 * bare/seize: wins
 * expect: EPERM ENOSYS EACCES ESRCH ENOENT
 * audit: ptrace process_vm_readv process_vm_writev pidfd_open:ESRCH pidfd_getfd
 *   openat:ENOENT openat:EACCES kcmp move_pages get_robust_list process_madvise
 *   process_mrelease migrate_pages perf_event_open
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#ifndef PTRACE_O_SUSPEND_SECCOMP
#define PTRACE_O_SUSPEND_SECCOMP (1 << 21)
#endif
#ifndef SYS_process_mrelease
#define SYS_process_mrelease 448
#endif

static char word[8] = "mine";

static void
by_memory(int pid)
{
	struct iovec local = {word, 4}, remote = {word, 4};
	char path[64];
	FILE *maps;
	unsigned long from;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid,
	    is("mem") ? "mem" : "maps");
	if (is("mem"))
		verdict(open(path, O_RDWR), path);
	if (strcmp(getenv("VICTIM_IS"), "outsider") == 0) {
		maps = fopen(path, "re");
		if (maps && fscanf(maps, "%lx", &from) == 1)
			remote.iov_base = (void *)from;
		if (maps)
			fclose(maps);
	}
	if (is("vm-read"))
		verdict(process_vm_readv(pid, &local, 1, &remote, 1, 0),
		    "process_vm_readv");
	/* A length of zero asks for permission alone. */
	if (strcmp(getenv("VICTIM_IS"), "outsider") == 0)
		remote.iov_len = local.iov_len = 1;
	long r = process_vm_writev(pid, &local, 1, &remote, 1, 0);
	verdict(r < 0 && errno == EFAULT ? 0 : r, "process_vm_writev");
}

static void
by_pidfd(int pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct iovec v = {word, 8};

	if (fd < 0)
		lost("pidfd_open");
	if (is("getfd"))
		verdict(syscall(SYS_pidfd_getfd, fd, 0, 0), "pidfd_getfd");
	if (is("mrelease"))
		verdict(syscall(SYS_process_mrelease, fd, 0), "mrelease");
	verdict(syscall(SYS_process_madvise, fd, &v, 1, 20, 0),
	    "process_madvise");
}

void
attack(int argc, char **argv)
{
	int pid = atoi(getenv("VICTIM"));
	struct perf_event_attr event = {.type = PERF_TYPE_SOFTWARE,
	    .size = sizeof(event),
	    .exclude_kernel = 1};
	unsigned long nodes = 1;
	int status = 0;
	void *page = word, *head;
	size_t len;

	(void)argc;
	(void)argv;
	if (strcmp(getenv("VICTIM_IS"), "sibling") == 0)
		pid = sleeping_child();
	if (is("attach"))
		verdict(ptrace(PTRACE_ATTACH, pid, 0, 0), "attach");
	if (is("seize"))
		verdict(ptrace(PTRACE_SEIZE, pid, 0, 0), "seize");
	if (is("traceme"))
		verdict(ptrace(PTRACE_TRACEME, 0, 0, 0), "traceme");
	if (is("kcmp"))
		verdict(syscall(SYS_kcmp, pid, getpid(), 1, 0, 0), "kcmp");
	if (is("move-pages"))
		verdict(syscall(SYS_move_pages, pid, 1, &page, NULL, &status,
			    0),
		    "move_pages");
	if (is("robust-list"))
		verdict(syscall(SYS_get_robust_list, pid, &head, &len),
		    "get_robust_list");
	if (is("suspend-seccomp"))
		verdict(ptrace(PTRACE_SEIZE, pid, 0, PTRACE_O_SUSPEND_SECCOMP),
		    "seize");
	if (is("migrate-pages"))
		verdict(syscall(SYS_migrate_pages, pid, 1, &nodes, &nodes),
		    "migrate_pages");
	if (is("perf"))
		verdict(syscall(SYS_perf_event_open, &event, pid, -1, -1, 0),
		    "perf_event_open");
	if (is("getfd") || is("madvise") || is("mrelease"))
		by_pidfd(pid);
	by_memory(pid);
}
