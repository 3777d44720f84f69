/* The supervisor's side of the process that unwinds native stacks: starts it,
 * hands it what it needs, and ends it where it takes too long.  What it answers
 * may be wrong, never harmful: it is made of what the job wrote. */
#include "stack/unwinder.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "stack/effort.h"
#include "stack/maps.h"
#include "stack/sent.h"
#include "stack/wire.h"

/* How long it may compute: reading a big library's symbols takes some ms, and
 * happens once; and how long we wait, however busy the machine is. */
#define CPU_FIRST_NS 200000000u
#define CPU_NS       5000000u
#define WAIT_MS      2000
#define SLICE_MS     5

/* It is started again as often as that; then there are no native stacks. */
#define STARTS_MAX 10u

struct unwinder {
	int pidfd, socket; /* owned; -1: it does not run */
	pid_t pid;
	unsigned starts;
	clockid_t clock;
	struct sent sent;
	struct wire_request request;
	struct wire_reply reply;
};

struct unwinder *
unwinder_new(stacks_may_write *may_write, void *ctx)
{
	struct unwinder *u = calloc(1, sizeof(*u));

	if (u == NULL)
		return NULL;
	u->sent.may_write = may_write;
	u->sent.ctx = ctx;
	u->pidfd = u->socket = -1;
	return u;
}

/* Ends it.  By its pidfd: when it died by itself, its number may be another's
 * by now. */
static void
stop(struct unwinder *u)
{
	siginfo_t info;

	if (u->pidfd < 0 && u->socket < 0)
		return;
	if (u->pidfd >= 0 &&
	    syscall(SYS_pidfd_send_signal, u->pidfd, SIGKILL, NULL, 0) == 0) {
		while (waitid(P_PIDFD, (id_t)u->pidfd, &info, WEXITED) < 0 &&
		    errno == EINTR)
			;
	}
	fd_close(&u->pidfd);
	fd_close(&u->socket);
	sent_forget(&u->sent);
}

void
unwinder_free(struct unwinder *u)
{
	if (u == NULL)
		return;
	stop(u);
	free(u);
}

static void __attribute__((noreturn)) be_unwinder(int fd, pid_t supervisor)
{
	/* In this order: a supervisor that died before is seen. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != supervisor)
		_exit(EXIT_FAILURE);
	prctl(PR_SET_NAME, "ptsandbox-unw");
	if (fd != STDIN_FILENO && dup2(fd, STDIN_FILENO) < 0)
		_exit(EXIT_FAILURE);
	(void)syscall(SYS_close_range, 1u, ~0u, 0u);
	native_serve(STDIN_FILENO);
}

static bool
start(struct unwinder *u)
{
	pid_t supervisor = getpid(), pid;
	sigset_t all, old;
	/* It takes what it is sent, or it is ended. */
	const struct timeval patience = {1, 0};
	int pair[2];

	if (!native_possible() || u->starts >= STARTS_MAX ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return false;
	u->starts++;
	(void)setsockopt(pair[0], SOL_SOCKET, SO_SNDTIMEO, &patience,
	    sizeof(patience));
	sigfillset(&all);
	/* Blocked in it for good: a Ctrl-C is not for it. */
	sigprocmask(SIG_BLOCK, &all, &old);
	pid = fork();
	if (pid == 0)
		be_unwinder(pair[1], supervisor);
	sigprocmask(SIG_SETMASK, &old, NULL);
	close(pair[1]);
	u->socket = pair[0];
	u->pid = pid;
	/* Nobody waits for it meanwhile: the number is still its own. */
	u->pidfd = pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0u) : -1;
	if (u->pidfd >= 0 && clock_getcpuclockid(pid, &u->clock) == 0)
		return true;
	if (pid > 0 && u->pidfd < 0) {
		kill(pid, SIGKILL);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	stop(u);
	return false;
}

static bool
send_request(struct unwinder *u, size_t maps, const struct regs *regs,
    struct effort *e)
{
	struct wire_request *q = &u->request;
	size_t head = offsetof(struct wire_request, map);
	size_t size = maps * sizeof(q->map[0]);
	uint64_t sp = native_registers(regs, q->reg);
	struct iovec part[3];
	struct msghdr m = {.msg_iov = part, .msg_iovlen = 3};
	ssize_t got = mem_read_some(e->tid, sp, q->stack, sizeof(q->stack));

	q->kind = WIRE_STACK_PLEASE;
	q->maps = (uint32_t)maps;
	q->stamp = u->sent.stamp;
	q->stack_len = got > 0 ? (uint32_t)got : 0;
	part[0] = (struct iovec){q, head};
	for (size_t i = 0; i < maps; i++)
		q->map[i] = u->sent.map[i].wire;
	part[1] = (struct iovec){q->map, size};
	part[2] = (struct iovec){q->stack, q->stack_len};
	return sendmsg(u->socket, &m, MSG_NOSIGNAL) ==
	    (ssize_t)(head + size + q->stack_len);
}

static uint64_t
cpu_of(const struct unwinder *u)
{
	struct timespec ts = {0};

	clock_gettime(u->clock, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* Waits for the answer; false where there is none in time. */
static bool
receive(struct unwinder *u, uint64_t cpu_before)
{
	struct pollfd p = {u->socket, POLLIN, 0};
	uint64_t may = u->sent.new_files ? CPU_FIRST_NS : CPU_NS;
	ssize_t n;

	for (int waited = 0; waited < WAIT_MS; waited += SLICE_MS) {
		int ready = poll(&p, 1, SLICE_MS);

		if (ready > 0)
			break;
		if (cpu_of(u) - cpu_before > may)
			return false;
	}
	n = recv(u->socket, &u->reply, sizeof(u->reply), MSG_DONTWAIT);
	return n == (ssize_t)sizeof(u->reply) &&
	    u->reply.stamp == u->request.stamp;
}

static void
take_frame(const struct wire_frame *from, const struct maps *m,
    struct frame *to)
{
	int len = (int)strnlen(from->name, sizeof(from->name));
	const char *file = from->map < m->count ? m->at[from->map].path : "?";

	to->module[0] = '\0';
	to->native = 1;
	to->line = 0;
	snprintf(to->file, sizeof(to->file), "%s", file);
	if (len > 0)
		snprintf(to->function, sizeof(to->function), "%.*s+%#llx", len,
		    from->name, (unsigned long long)from->offset);
	else
		snprintf(to->function, sizeof(to->function), "%#llx",
		    (unsigned long long)from->offset);
}

static const char *
take_reply(struct unwinder *u, const struct maps *m, struct native_stack *ret)
{
	static const char *const why[WIRE_ENDS] = {
	    [WIRE_NOWHERE] = "native: code outside of any file",
	    [WIRE_UNTRUSTED] = "native: code in a file that the job may write",
	    [WIRE_NO_TABLE] = "native: a file without unwind information",
	    [WIRE_LOST] = "native: unwinding led nowhere",
	};
	const struct wire_reply *r = &u->reply;

	if (r->end >= WIRE_ENDS || r->count > STACK_FRAMES)
		return "native: the unwinder answered nonsense";
	for (unsigned i = 0; i < r->count; i++) {
		take_frame(&r->frame[i], m, &ret->frame[i]);
		ret->sp[i] = r->frame[i].sp;
	}
	ret->count = r->count;
	ret->end = r->sp_end;
	ret->truncated = r->end == WIRE_FULL;
	return why[r->end];
}

const char *
unwinder_take(struct unwinder *u, struct maps *m, const struct regs *regs,
    struct effort *e, struct native_stack *ret)
{
	uint64_t before;
	const char *why;

	ret->count = 0;
	ret->truncated = false;
	if (!native_possible())
		return "native: not on this architecture";
	why = maps_read(m, e);
	if (why != NULL)
		return why;
	if (u->socket < 0 && !start(u))
		return "native: the unwinder cannot be started";
	before = cpu_of(u);
	sent_update(&u->sent, u->socket, m, e);
	if (send_request(u, m->count, regs, e) && receive(u, before))
		return take_reply(u, m, ret);
	stop(u);
	return "native: the unwinder failed or took too long";
}
