/* The process that unwinds native stacks with libunwind.
 *
 * libunwind 1.6 trusts what it reads: unwind information that the job wrote
 * makes it loop, abort or write out of bounds, and its stock accessors for
 * ptrace open files of the job's by name.  So it runs here, in a process of its
 * own that may be killed, that sees the job's stack as a copy, unwind
 * information in files that the job cannot write alone, and may make no system
 * call but to read, to allocate and to answer. */
#include <errno.h>
#include <libunwind.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "stack/code_file.h"
#include "stack/wire.h"
#include "tracee/regs.h"

/* Words that unwinding one stack may look at: 64 frames need some 20000. */
#define LOOKS_MAX 200000u

/* Of the files that a job maps so much is kept at a time. */
#define HELD_MAX (1u << 30)

/* Exported, and in no header: include/dwarf.h of libunwind's source. */
int _Ux86_64_dwarf_search_unwind_table(unw_addr_space_t, unw_word_t,
    unw_dyn_info_t *, unw_proc_info_t *, int, void *);

struct native {
	struct code_file file[WIRE_SLOTS];
	struct wire_request request;
	struct wire_reply reply;
	uint64_t stamp;
	unsigned looks;
	size_t held; /* bytes of files */
	unw_addr_space_t space;
};

int
native_possible(void)
{
	return 1;
}

uint64_t
native_registers(const struct regs *regs, uint64_t reg[17])
{
	const struct user_regs_struct *r = &regs->raw;
	const uint64_t all[17] = {r->rax, r->rdx, r->rcx, r->rbx, r->rsi,
	    r->rdi, r->rbp, r->rsp, r->r8, r->r9, r->r10, r->r11, r->r12,
	    r->r13, r->r14, r->r15, r->rip};

	memcpy(reg, all, sizeof(all));
	return r->rsp;
}

/* The mapping that holds an address: its index, and its file with what is added
 * to addresses as linked; NULL: none that is known. */
static const struct code_file *
file_of(struct native *n, uint64_t at, uint32_t *ret_map, uint64_t *ret_bias)
{
	const struct wire_request *q = &n->request;

	*ret_map = WIRE_NO_MAP;
	for (uint32_t i = 0; i < q->maps; i++) {
		const struct wire_map *m = &q->map[i];
		const struct code_file *c;

		if (at < m->low || at >= m->high)
			continue;
		*ret_map = i;
		if (m->slot >= WIRE_SLOTS)
			return NULL;
		c = &n->file[m->slot];
		return file_bias(&c->elf, m->low, m->offset, ret_bias) ? c
								       : NULL;
	}
	return NULL;
}

static int
find_info(unw_addr_space_t space, unw_word_t ip, unw_proc_info_t *info,
    int need, void *ctx)
{
	struct native *n = ctx;
	uint64_t bias;
	uint32_t map;
	const struct code_file *c = file_of(n, ip, &map, &bias);
	unw_dyn_info_t di;

	if (c == NULL || !c->trusted || c->table_at == 0)
		return -UNW_ENOINFO;
	memset(&di, 0, sizeof(di));
	di.start_ip = n->request.map[map].low;
	di.end_ip = n->request.map[map].high;
	di.format = UNW_INFO_FORMAT_REMOTE_TABLE;
	di.u.rti.segbase = bias + c->table_at;
	di.u.rti.table_data = bias + c->table_at + 12;
	di.u.rti.table_len = c->table_count * 8 / sizeof(unw_word_t);
	return _Ux86_64_dwarf_search_unwind_table(space, ip, &di, info, need,
	    n);
}

/* A word of the copied stack, or of our copy of a file. */
static int
look(unw_addr_space_t space, unw_word_t at, unw_word_t *word, int write,
    void *ctx)
{
	struct native *n = ctx;
	const struct wire_request *q = &n->request;
	uint64_t in = at - q->reg[7];

	(void)space;
	if (write || ++n->looks > LOOKS_MAX)
		return -UNW_EINVAL;
	if (in < q->stack_len && q->stack_len - in >= sizeof(*word)) {
		memcpy(word, q->stack + in, sizeof(*word));
		return 0;
	}
	/* Unwind information stands in a segment beside the code's. */
	for (uint32_t i = 0; i < q->maps; i++) {
		const struct code_file *c;
		uint64_t bias;

		if (q->map[i].slot >= WIRE_SLOTS)
			continue;
		c = &n->file[q->map[i].slot];
		if (c->bytes == NULL ||
		    !file_bias(&c->elf, q->map[i].low, q->map[i].offset, &bias))
			continue;
		in = at - bias - c->bytes_at;
		if (in >= c->bytes_len || c->bytes_len - in < sizeof(*word))
			continue;
		memcpy(word, c->bytes + in, sizeof(*word));
		return 0;
	}
	return -UNW_EINVAL;
}

static int
get_register(unw_addr_space_t space, unw_regnum_t which, unw_word_t *value,
    int write, void *ctx)
{
	const struct native *n = ctx;

	(void)space;
	/* UNW_X86_64_RAX to UNW_X86_64_RIP are the psABI's numbers. */
	if (write || which < UNW_X86_64_RAX || which > UNW_X86_64_RIP)
		return -UNW_EBADREG;
	*value = n->request.reg[which];
	return 0;
}

static void
put_info(unw_addr_space_t space, unw_proc_info_t *info, void *ctx)
{
	(void)space, (void)info, (void)ctx;
}

static int
no_list(unw_addr_space_t space, unw_word_t *list, void *ctx)
{
	(void)space, (void)list, (void)ctx;
	return -UNW_ENOINFO;
}

static int
no_float(unw_addr_space_t space, unw_regnum_t which, unw_fpreg_t *value,
    int write, void *ctx)
{
	(void)space, (void)which, (void)value, (void)write, (void)ctx;
	return -UNW_EBADREG;
}

static int
no_resume(unw_addr_space_t space, unw_cursor_t *cursor, void *ctx)
{
	(void)space, (void)cursor, (void)ctx;
	return -UNW_EINVAL;
}

/* Names one frame; what it says of going on from there. */
static enum wire_end
note(struct native *n, struct wire_frame *f, bool innermost)
{
	/* A return address stands behind its call, perhaps behind the end of
	 * the function. */
	uint64_t at = innermost ? f->ip : f->ip - 1, bias = 0;
	const struct code_file *c = file_of(n, at, &f->map, &bias);
	const struct code_symbol *s =
	    c != NULL ? code_file_find(c, at - bias) : NULL;

	f->name[0] = '\0';
	f->offset = f->ip - bias;
	if (s != NULL) {
		strncpy(f->name, c->names + s->name, WIRE_NAME - 1);
		f->name[WIRE_NAME - 1] = '\0';
		f->offset -= s->at;
	}
	if (f->map == WIRE_NO_MAP)
		return WIRE_NOWHERE;
	if (c == NULL || !c->trusted)
		return WIRE_UNTRUSTED;
	return c->table_at != 0 ? WIRE_WHOLE : WIRE_NO_TABLE;
}

static enum wire_end
unwind(struct native *n)
{
	struct wire_reply *to = &n->reply;
	unw_cursor_t cursor;
	unw_word_t ip, sp;
	int err = unw_init_remote(&cursor, n->space, n);

	if (err < 0)
		return WIRE_LOST;
	for (;;) {
		struct wire_frame *f = &to->frame[to->count];
		enum wire_end end;

		if (unw_get_reg(&cursor, UNW_REG_IP, &ip) < 0 ||
		    unw_get_reg(&cursor, UNW_REG_SP, &sp) < 0)
			return WIRE_LOST;
		to->sp_end = sp;
		if (ip == 0)
			return WIRE_WHOLE;
		if (to->count == STACK_FRAMES)
			return WIRE_FULL;
		if (to->count > 0 && f[-1].ip == ip && f[-1].sp == sp)
			return WIRE_LOST;
		f->ip = ip;
		f->sp = sp;
		to->count++;
		/* libunwind would go on by guesses from the frame pointer. */
		end = note(n, f, to->count == 1);
		if (end != WIRE_WHOLE)
			return end;
		err = unw_step(&cursor);
		if (err == 0)
			return WIRE_WHOLE;
		if (err < 0)
			return WIRE_LOST;
	}
}

static void
answer(struct native *n, int fd)
{
	struct wire_reply *to = &n->reply;

	to->count = 0;
	to->sp_end = n->request.reg[7];
	to->stamp = n->request.stamp;
	n->looks = 0;
	/* What libunwind keeps is kept by address alone. */
	if (n->stamp != n->request.stamp)
		unw_flush_cache(n->space, 0, 0);
	n->stamp = n->request.stamp;
	to->end = unwind(n);
	(void)send(fd, to, sizeof(*to), MSG_NOSIGNAL);
}

#define ALLOW(nr)                                                              \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##nr, 0, 1),                   \
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/* From here on nothing is opened, and nobody is reached. */
static int
lock_up(void)
{
	struct sock_filter filter[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
					   offsetof(struct seccomp_data, arch)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		offsetof(struct seccomp_data, nr)),
	    ALLOW(recvmsg), ALLOW(sendto), ALLOW(pread64), ALLOW(close),
	    ALLOW(mmap), ALLOW(munmap), ALLOW(mremap), ALLOW(mprotect),
	    ALLOW(brk), ALLOW(madvise), ALLOW(futex), ALLOW(rt_sigprocmask),
	    ALLOW(exit_group),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)};
	const struct sock_fprog program = {sizeof(filter) / sizeof(filter[0]),
	    filter};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0 ? -errno
									: 0;
}

/* The next message: its length, and the descriptor that came with it, or -1. */
static ssize_t
next(struct native *n, int fd, int *ret_fd)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec part = {&n->request, sizeof(n->request)};
	struct msghdr m = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = &control,
	    .msg_controllen = sizeof(control)};
	ssize_t len = recvmsg(fd, &m, 0);
	struct cmsghdr *c = len > 0 ? CMSG_FIRSTHDR(&m) : NULL;

	*ret_fd = -1;
	if (c != NULL && c->cmsg_type == SCM_RIGHTS &&
	    c->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(ret_fd, CMSG_DATA(c), sizeof(int));
	return len;
}

/* The stack comes behind as many maps as there are. */
static bool
unpack(struct wire_request *q, size_t len)
{
	size_t head = offsetof(struct wire_request, map);
	size_t maps = q->maps * sizeof(q->map[0]);

	if (len < head || q->maps > MAPS_MAX || q->stack_len > WIRE_STACK ||
	    len != head + maps + q->stack_len)
		return false;
	memmove(q->stack, (const char *)q + head + maps, q->stack_len);
	return true;
}

static void
take_file(struct native *n, size_t len, int fd)
{
	struct wire_file f;

	memcpy(&f, &n->request, sizeof(f));
	if (len != sizeof(f) || f.slot >= WIRE_SLOTS || fd < 0) {
		if (fd >= 0)
			close(fd);
		return;
	}
	n->held -= n->file[f.slot].held;
	code_file_done(&n->file[f.slot]);
	code_file_load(&n->file[f.slot], fd, f.trusted != 0);
	if (n->file[f.slot].held > HELD_MAX - n->held)
		code_file_done(&n->file[f.slot]);
	n->held += n->file[f.slot].held;
}

void
native_serve(int fd)
{
	unw_accessors_t accessors = {.find_proc_info = find_info,
	    .put_unwind_info = put_info,
	    .get_dyn_info_list_addr = no_list,
	    .access_mem = look,
	    .access_reg = get_register,
	    .access_fpreg = no_float,
	    .resume = no_resume};
	struct native *n = calloc(1, sizeof(*n));
	ssize_t len;
	int got;

	if (n == NULL || lock_up() != 0)
		_exit(EXIT_FAILURE);
	n->space = unw_create_addr_space(&accessors, 0);
	if (n->space == NULL)
		_exit(EXIT_FAILURE);
	unw_set_caching_policy(n->space, UNW_CACHE_GLOBAL);
	while ((len = next(n, fd, &got)) > 0) {
		if (n->request.kind == WIRE_FILE)
			take_file(n, (size_t)len, got);
		else if (unpack(&n->request, (size_t)len))
			answer(n, fd);
	}
	_exit(EXIT_SUCCESS);
}
