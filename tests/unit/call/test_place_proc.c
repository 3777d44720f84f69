/* Names of procfs, descriptors, and folders that are gone. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tree.h"
#include "walker.h"

TestSuite(procfs, .init = tree_make, .fini = tree_remove, .timeout = 60);

Test(procfs, processes_outside_the_job_do_not_exist)
{
	static const char *const none[] = {"/proc/1", "/proc/1/", "/proc/1/fd",
	    "/proc/1/cwd", "/proc/1/root/etc", "/proc/self/../1/status",
	    "root/proc/1/status", "/proc/self/task/1", "/proc/self/task/1/fd",
	    "/proc/self/root/proc/1/status", "/./proc/1/environ",
	    "/proc/001/status"};
	char name[64];
	pid_t child = fork();

	if (child == 0) {
		pause();
		_exit(0);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		resolve(none[i], AT_FDCWD, FOLLOW, WANT_OBJECT, NO_EMPTY);
		cr_assert(p.err == ENOENT || (p.err == 0 && !p.exists),
		    "%s: %s", none[i], strerror(p.err));
		cr_assert_lt(p.object, 0);
	}
	snprintf(name, sizeof(name), "/proc/%d/status", (int)child);
	cr_assert_eq(resolve(name, AT_FDCWD, FOLLOW, WANT_OBJECT, NO_EMPTY),
	    ENOENT);
	cr_assert_not_null(tracee_add(&all, child, child, task->process));
	cr_assert_eq(resolve(name, AT_FDCWD, FOLLOW, WANT_OBJECT, NO_EMPTY), 0);
	cr_assert(p.exists);
	snprintf(name, sizeof(name), "/proc/%d/mem", (int)child);
	cr_assert_eq(resolve(name, AT_FDCWD, FOLLOW, WANT_OBJECT, NO_EMPTY),
	    EACCES);
	cr_assert_eq(resolve("/proc/self/mem", AT_FDCWD, FOLLOW, WANT_OBJECT,
			 NO_EMPTY),
	    0);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

Test(procfs, namespaces_are_not_opened)
{
	cr_assert_eq(resolve("/proc/self/ns/mnt", AT_FDCWD, FOLLOW, WANT_OBJECT,
			 NO_EMPTY),
	    EACCES);
	cr_assert_eq(resolve("/proc/self/ns/mnt", AT_FDCWD, NO_FOLLOW,
			 WANT_OBJECT, NO_EMPTY),
	    0);
}

/* Resolves "/proc/self/fd/N" or a kin of it. */
static void
by_fd(const char *prefix, int fd)
{
	char name[64];

	snprintf(name, sizeof(name), "%s/%d", prefix, fd);
	cr_assert_eq(resolve(name, AT_FDCWD, FOLLOW, WANT_OBJECT, NO_EMPTY), 0,
	    "%s: %s", name, strerror(p.err));
	cr_assert(p.exists);
	cr_assert(p.magic);
}

Test(procfs, descriptor_links_are_what_they_lead_to)
{
	int rd = open("file", O_RDONLY | O_CLOEXEC);
	int rw = open("file", O_RDWR | O_CLOEXEC);
	int path = open("file", O_PATH | O_CLOEXEC);
	int dead = open("gone", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	int mem = memfd_create("x", MFD_CLOEXEC);
	int ends[2];
	struct stat a, b;

	cr_assert_eq(unlink("gone"), 0);
	cr_assert_eq(pipe(ends), 0);
	by_fd("/proc/self/fd", rd);
	cr_assert_str_eq(p.shown, in_top("file"));
	cr_assert(!p.nameless);
	cr_assert_eq(p.fd_mode, O_RDONLY);
	by_fd("/dev/fd", rw);
	cr_assert_eq(p.fd_mode, O_RDWR);
	by_fd("/proc/thread-self/fd", path);
	cr_assert_eq(p.fd_mode, -1);
	by_fd("/proc/self/fd", dead);
	cr_assert(p.nameless);
	cr_assert_eq(p.fd_mode, O_RDWR);
	by_fd("/proc/self/fd", mem);
	cr_assert(p.nameless);
	by_fd("/proc/self/fd", ends[1]);
	cr_assert(p.nameless);
	cr_assert_eq(p.fd_mode, O_WRONLY);
	cr_assert_eq(fstat(ends[1], &a), 0);
	cr_assert_eq(fstat(p.object, &b), 0);
	cr_assert_eq(a.st_ino, b.st_ino);
	/* A file that is called as a deleted one would be. */
	int odd = open("gone (deleted)", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	by_fd("/proc/self/fd", odd);
	cr_assert(!p.nameless);
	by_fd("/proc/self/fd", dead);
	cr_assert(p.nameless);
}

Test(procfs, a_link_that_is_read_is_itself)
{
	char text[64];
	ssize_t n;

	resolve("/proc/self", AT_FDCWD, NO_FOLLOW, WANT_OBJECT, NO_EMPTY);
	cr_assert(p.is_link);
	n = place_link_text(&p, &all, task, text, sizeof(text));
	cr_assert_gt(n, 0);
	cr_assert_eq(strtol(text, NULL, 10), getpid());
	resolve("/proc/self/cwd", AT_FDCWD, NO_FOLLOW, WANT_OBJECT, NO_EMPTY);
	cr_assert(p.is_link);
	n = place_link_text(&p, &all, task, text, sizeof(text));
	cr_assert_eq((size_t)n, strlen(top));
}

Test(procfs, a_deleted_working_folder)
{
	cr_assert_eq(mkdir("w", 0755), 0);
	cr_assert_eq(chdir("w"), 0);
	cr_assert_eq(rmdir("../w"), 0);
	resolve("x", AT_FDCWD, FOLLOW, WANT_OBJECT, NO_EMPTY);
	cr_assert_eq(p.err, ENOENT);
	resolve("x", AT_FDCWD, FOLLOW, WANT_PARENT, NO_EMPTY);
	cr_assert_eq(p.err, ENOENT);
	resolve(".", AT_FDCWD, FOLLOW, WANT_OBJECT, NO_EMPTY);
	cr_assert_eq(p.err, 0);
	cr_assert(p.nameless);
	/* One that is only called so. */
	cr_assert_eq(chdir(top), 0);
	cr_assert_eq(mkdir("v (deleted)", 0755), 0);
	cr_assert_eq(chdir("v (deleted)"), 0);
	both("x");
	both(".");
	both("../d");
}

Test(procfs, descriptors)
{
	int rd = open("d/file", O_RDONLY | O_CLOEXEC);
	int path = open("d/file", O_PATH | O_CLOEXEC);

	cr_assert_eq(place_of_fd(&p, task, rd), 0);
	cr_assert_eq(p.err, 0);
	cr_assert_str_eq(p.shown, in_top("d/file"));
	cr_assert_eq(p.fd_mode, O_RDONLY);
	cr_assert_eq(place_of_fd(&p, task, path), 0);
	cr_assert_eq(p.fd_mode, -1);
	cr_assert_eq(place_of_fd(&p, task, 999), 0);
	cr_assert_eq(p.err, EBADF);
	cr_assert_eq(place_of_fd(&p, task, AT_FDCWD), 0);
	cr_assert_eq(p.err, EBADF);
	cr_assert_eq(rename("d/file", "d/moved"), 0);
	cr_assert_eq(place_of_fd(&p, task, rd), 0);
	cr_assert_str_eq(p.shown, in_top("d/moved"));
	cr_assert_eq(place_open_parent(&p), 0);
	cr_assert_str_eq(p.last, "moved");
}
