/* The wrappers of the fault build (ld --wrap): each counts a call, and makes
 * the one fail that was asked for. */
#include "wrap.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <grp.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "supervisor/catalog/nr.h"
#include "supervisor/tracee/ptrace_nr.h"

/* The rows' numbers. */
#define FAULT(name, ...)   ROW_##name,
#define DEED(name, ...)    ROW_##name,
#define HAND(name, ...)    ROW_##name,
#define CALL(name, ...)    ROW_CALL_##name,
#define REQUEST(name, ...) ROW_PTRACE_##name,
enum row {
#include "functions.def"
};
#undef FAULT
#undef DEED
#undef HAND
#undef CALL
#undef REQUEST

/* Wrappers alike. */
#define FAULT(name, errors, type, failure, parameters, arguments)              \
	type __real_##name parameters;                                         \
	type __wrap_##name parameters;                                         \
	type __wrap_##name parameters                                          \
	{                                                                      \
		return fault_now(ROW_##name) ? failure                         \
					     : __real_##name arguments;        \
	}
#define DEED(name, errors, type, failure, parameters, arguments)               \
	type __real_##name parameters;                                         \
	type __wrap_##name parameters;                                         \
	type __wrap_##name parameters                                          \
	{                                                                      \
		type done = __real_##name arguments;                           \
                                                                               \
		return fault_now(ROW_##name) ? failure : done;                 \
	}
#define HAND(name, ...)
#define CALL(name, ...)
#define REQUEST(name, ...)
#include "functions.def"
#undef FAULT
#undef DEED
#undef HAND
#undef CALL
#undef REQUEST

/* Those that move bytes. */
#define MOVES(name, pointer)                                                   \
	ssize_t __real_##name(int fd, pointer p, size_t n);                    \
	ssize_t __wrap_##name(int fd, pointer p, size_t n);                    \
	ssize_t __wrap_##name(int fd, pointer p, size_t n)                     \
	{                                                                      \
		if (fault_now(ROW_##name))                                     \
			return -1;                                             \
		return __real_##name(fd, p, fault_short(ROW_##name, n));       \
	}
#define MOVES_AT(name, pointer)                                                \
	ssize_t __real_##name(int fd, pointer p, size_t n, off_t at);          \
	ssize_t __wrap_##name(int fd, pointer p, size_t n, off_t at);          \
	ssize_t __wrap_##name(int fd, pointer p, size_t n, off_t at)           \
	{                                                                      \
		if (fault_now(ROW_##name))                                     \
			return -1;                                             \
		return __real_##name(fd, p, fault_short(ROW_##name, n), at);   \
	}
MOVES(read, void *)
MOVES(write, const void *)
MOVES_AT(pread, void *)
MOVES_AT(pwrite, const void *)

long __real_ptrace(int request, ...);

/* A process that ends heeds SIGKILL no more (prepare_signal() of
 * kernel/signal.c): in its last stop, it is let go. */
static void
end_task(pid_t tid)
{
	siginfo_t at;
	bool ends = __real_ptrace(PTRACE_GETSIGINFO, tid, 0L, &at) == 0 &&
	    at.si_code == (SIGTRAP | PTRACE_EVENT_EXIT << 8);

	kill(tid, SIGKILL);
	if (ends)
		__real_ptrace(PTRACE_CONT, tid, 0L, 0L);
}

/* Of a task that is gone, it is gone. */
static bool
fault_of_task(unsigned row, pid_t tid)
{
	if (!fault_now(row))
		return false;
	if (fault_is_death(row)) {
		end_task(tid);
		errno = ESRCH;
	}
	return true;
}

#define MOVES_TASK(name)                                                       \
	ssize_t __real_##name(pid_t tid, const struct iovec *a,                \
	    unsigned long n, const struct iovec *b, unsigned long m,           \
	    unsigned long flags);                                              \
	ssize_t __wrap_##name(pid_t tid, const struct iovec *a,                \
	    unsigned long n, const struct iovec *b, unsigned long m,           \
	    unsigned long flags);                                              \
	ssize_t __wrap_##name(pid_t tid, const struct iovec *a,                \
	    unsigned long n, const struct iovec *b, unsigned long m,           \
	    unsigned long flags)                                               \
	{                                                                      \
		struct iovec one;                                              \
                                                                               \
		if (fault_of_task(ROW_##name, tid))                            \
			return -1;                                             \
		one = a[0];                                                    \
		one.iov_len = fault_short(ROW_##name, one.iov_len);            \
		if (one.iov_len != a[0].iov_len)                               \
			return __real_##name(tid, &one, 1, b, m, flags);       \
		return __real_##name(tid, a, n, b, m, flags);                  \
	}
MOVES_TASK(process_vm_readv)
MOVES_TASK(process_vm_writev)

/* Those with one more argument, sometimes. */
int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __real_openat(int dir, const char *path, int flags, ...);
int __wrap_openat(int dir, const char *path, int flags, ...);
int __real_fcntl(int fd, int what, ...);
int __wrap_fcntl(int fd, int what, ...);
int __real_ioctl(int fd, unsigned long what, ...);
int __wrap_ioctl(int fd, unsigned long what, ...);
int __real_prctl(int what, ...);
int __wrap_prctl(int what, ...);
int __wrap_asprintf(char **to, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
long __real_syscall(long nr, ...);
long __wrap_syscall(long nr, ...);
long __wrap_ptrace(int request, ...);

/* More may be read than was given. */
#define WORDY __attribute__((no_sanitize_address))

/* The n words behind `last`. */
#define WORDS(last, word, n)                                                   \
	do {                                                                   \
		va_list ap_;                                                   \
		va_start(ap_, last);                                           \
		for (int i_ = 0; i_ < (n); i_++)                               \
			word[i_] = va_arg(ap_, long);                          \
		va_end(ap_);                                                   \
	} while (0)

WORDY int
__wrap_open(const char *path, int flags, ...)
{
	long word[1];

	WORDS(flags, word, 1);
	return fault_now(ROW_open) ? -1 : __real_open(path, flags, word[0]);
}

WORDY int
__wrap_openat(int dir, const char *path, int flags, ...)
{
	long word[1];

	WORDS(flags, word, 1);
	return fault_now(ROW_openat) ? -1
				     : __real_openat(dir, path, flags, word[0]);
}

WORDY int
__wrap_fcntl(int fd, int what, ...)
{
	long word[1];

	WORDS(what, word, 1);
	return fault_now(ROW_fcntl) ? -1 : __real_fcntl(fd, what, word[0]);
}

int
__wrap_ioctl(int fd, unsigned long what, ...)
{
	long word[1];

	WORDS(what, word, 1);
	return fault_now(ROW_ioctl) ? -1 : __real_ioctl(fd, what, word[0]);
}

WORDY int
__wrap_prctl(int what, ...)
{
	long word[4];

	WORDS(what, word, 4);
	return fault_now(ROW_prctl)
	    ? -1
	    : __real_prctl(what, word[0], word[1], word[2], word[3]);
}

int
__wrap_asprintf(char **to, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (fault_now(ROW_asprintf))
		return -1;
	va_start(ap, fmt);
	n = vasprintf(to, fmt, ap);
	va_end(ap);
	return n;
}

static int
row_of_call(long nr)
{
	switch (nr) {
#define FAULT(...)
#define DEED(...)
#define HAND(...)
#define REQUEST(...)
#define CALL(name, ...)                                                        \
	case __NR_##name:                                                      \
		return ROW_CALL_##name;
#include "functions.def"
#undef CALL
#undef REQUEST
	}
	return -1;
}

static int
row_of_request(int request)
{
	switch (request) {
#define CALL(...)
#define REQUEST(name, ...)                                                     \
	case PTRACE_##name:                                                    \
		return ROW_PTRACE_##name;
#include "functions.def"
#undef FAULT
#undef DEED
#undef HAND
#undef CALL
#undef REQUEST
	}
	return -1;
}

WORDY long
__wrap_syscall(long nr, ...)
{
	long word[6];
	int row = row_of_call(nr);

	WORDS(nr, word, 6);
	/* What is in no row is counted here, for the runner to complain. */
	if (row < 0)
		(void)fault_now(ROW_syscall);
	else if (fault_now((unsigned)row))
		return -1;
	return __real_syscall(nr, word[0], word[1], word[2], word[3], word[4],
	    word[5]);
}

WORDY long
__wrap_ptrace(int request, ...)
{
	long word[3];
	int row = row_of_request(request);

	WORDS(request, word, 3);
	if (row < 0)
		(void)fault_now(ROW_ptrace);
	else if (fault_of_task((unsigned)row, (pid_t)word[0]))
		return -1;
	return __real_ptrace(request, word[0], word[1], word[2]);
}
