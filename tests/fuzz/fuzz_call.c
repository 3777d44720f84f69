/* Handlers whose arguments are structs in the job's memory: what is pinned for
 * the kernel lies in the task's slot, and says nothing that was not judged. */
#include <fcntl.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "call/call.h"
#include "tests/fuzz/fuzz.h"
#include "tracee-stub/region.h"

static struct mediator mediator;
static struct slot slot;
static struct call call;
static struct tracee *task;
static struct rules *rules;
static int sockets[4];

static void
begin(void)
{
	static const char text[] =
	    "version: 1\nfiles: [{allow: read, path: /usr}]\n"
	    "network:\n  - {allow: any, to: \"any:127.0.0.1:*\"}\n"
	    "  - {allow: any, to: [\"unix:@**\", \"unix:/usr/**\"]}\n"
	    "programs:\n"
	    "  - {allow: run, path: /usr/bin/true, args: [\"**\", x]}\n"
	    "  - {allow: run, path: /usr/bin/env}\n";

	rules = good_rules(text, sizeof(text) - 1);
	task = tracee_add(&mediator.tracees, getpid(), getpid(), NULL);
	REQUIRE(task != NULL);
	task->process->policy = rules_top(rules);
	task->process->base = REGION_FIXED;
	task->held_fd = -1;
	task->slot = &slot;
	mediator.max_tasks = 4;
	sockets[0] = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	sockets[1] = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	sockets[2] = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	sockets[3] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* Nobody is to be led to what it holds: no process sleeps for it. */
	mediator.keeper = 1;
}

/* len bytes that a pinned pointer leads to. */
static const void *
pinned(uint64_t at, size_t len)
{
	uint64_t room =
	    REGION_FIXED + REGION_PAGE + offsetof(struct slot, room);

	REQUIRE(at >= room && at - room <= call.pin_used);
	REQUIRE(len <= call.pin_used - (at - room));
	return slot.room + (at - room);
}

/* Control data that leads elsewhere, as the kernel would walk it. */
static bool
leads_away(const void *control, size_t len)
{
	struct msghdr m = {.msg_control = (void *)(uintptr_t)control,
	    .msg_controllen = len};

	for (struct cmsghdr *h = CMSG_FIRSTHDR(&m); h != NULL;
	     h = CMSG_NXTHDR(&m, h)) {
		if (h->cmsg_level == IPPROTO_IPV6 &&
		    (h->cmsg_type == IPV6_RTHDR ||
			h->cmsg_type == IPV6_HOPOPTS))
			return true;
		if (h->cmsg_level == IPPROTO_IP && h->cmsg_type == IP_RETOPTS)
			return true;
	}
	return false;
}

static void
address(const void *bytes, size_t len)
{
	struct sockaddr_in in;

	REQUIRE(len <= sizeof(struct sockaddr_storage));
	if (len < sizeof(in))
		return;
	memcpy(&in, bytes, sizeof(in));
	/* The rules allow one network. */
	REQUIRE(in.sin_family != AF_INET ||
	    in.sin_addr.s_addr == htonl(INADDR_LOOPBACK) ||
	    (call.nr == SYS_bind && in.sin_addr.s_addr == INADDR_ANY));
}

static void
message(void)
{
	struct msghdr h;

	memcpy(&h, pinned(call.pin_arg[1], sizeof(h)), sizeof(h));
	REQUIRE((call.pin_arg[2] & 0x20000000) == 0);
	if (h.msg_name != NULL)
		address(pinned((uintptr_t)h.msg_name, h.msg_namelen),
		    h.msg_namelen);
	if (h.msg_control != NULL && h.msg_controllen != 0)
		REQUIRE(!leads_away(pinned((uintptr_t)h.msg_control,
					h.msg_controllen),
		    h.msg_controllen));
}

static void
opening(void)
{
	struct open_how how;

	memcpy(&how, pinned(call.pin_arg[2], sizeof(how)), sizeof(how));
	REQUIRE((how.resolve & RESOLVE_NO_SYMLINKS) != 0);
	/* Under /usr the rules allow reading alone. */
	REQUIRE((how.flags & (O_CREAT | O_TRUNC)) == 0);
	REQUIRE(
	    (how.flags & O_PATH) != 0 || (how.flags & O_ACCMODE) == O_RDONLY);
	(void)pinned(call.pin_arg[1], 1);
}

static void
judged(struct verdict v)
{
	REQUIRE(v.kind != V_PASS || !call.read_memory);
	if (v.kind != V_PIN)
		return;
	switch (call.pin_nr) {
	case SYS_sendmsg: message(); break;
	case SYS_openat2: opening(); break;
	case SYS_connect:
	case SYS_bind:
		if (call.pin_arg[2] != 0)
			address(pinned(call.pin_arg[1], call.pin_arg[2]),
			    call.pin_arg[2]);
		break;
	case SYS_sendto:
		if (call.pin_arg[5] != 0)
			address(pinned(call.pin_arg[4], call.pin_arg[5]),
			    call.pin_arg[5]);
		break;
	}
}

static void
arguments(struct input *in, long nr, uint64_t arg[CALL_ARGS])
{
	for (int i = 0; i < CALL_ARGS; i++)
		arg[i] = input_word(in);
	/* Small numbers are places in the memory, and sockets. */
	for (int i = 0; i < CALL_ARGS; i++)
		if (catalog_find(nr)->arg[i].role == R_FD)
			arg[i] = (uint64_t)sockets[arg[i] % 4];
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const long numbers[] = {SYS_sendmsg, SYS_sendmmsg, SYS_connect,
	    SYS_bind, SYS_sendto, SYS_openat2, SYS_openat, SYS_clone3,
	    SYS_setsockopt, SYS_execve, SYS_execveat};
	struct input in = {bytes, len};
	long nr =
	    numbers[input_byte(&in) % (sizeof(numbers) / sizeof(numbers[0]))];
	const struct call_def *def = catalog_find(nr);
	uint64_t arg[CALL_ARGS];

	if (rules == NULL)
		begin();
	arguments(&in, nr, arg);
	memory_is(in.at, in.len);
	call_start(&call, &mediator, task, def, nr, arg);
	if (def->handler != NULL)
		judged(def->handler(&call));
	call_done(&call);
	call_let_go(&mediator, task);
	tracee_forget_return(task);
	exec_plan_free(task->exec);
	task->exec = NULL;
	return 0;
}
