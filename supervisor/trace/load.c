/* What the kernel does for a program that it finds by itself, done by hand for
 * one that it was led to: mapping it beside its loader (load_elf_binary() in
 * fs/binfmt_elf.c), the name and the folder that it starts with.  All numbers
 * of the program's were bounded when it was judged (handle/elf.c); an image
 * that cannot be made so is killed. */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/procfile.h"
#include "trace/work.h"
#include "tracee/mem.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

#define PAGE 4096u

/* 32 MiB. */
#define GAP_PAGES 8192u

/* Pairs of the auxiliary vector: some 30 in fact. */
#define AUXV_MAX 128u

bool
load_needed(const struct exec_plan *plan)
{
	return plan->folder.fd >= 0 || plan->load != NULL || plan->name != NULL;
}

static int
give_up(struct work *w, const char *why)
{
	w->why = why;
	return -EPERM;
}

static uint64_t
page_up(uint64_t n)
{
	return (n + PAGE - 1) & ~(uint64_t)(PAGE - 1);
}

/* Makes a call that must not fail; *ret may be NULL. */
static int
must(struct work *w, long nr, const uint64_t arg[6], uint64_t *ret,
    const char *why)
{
	int64_t got;
	int err = work_call(w, nr, arg, &got);

	if (err != 0)
		return err;
	if (got < 0 && got >= -4095)
		return give_up(w, why);
	if (ret != NULL)
		*ret = (uint64_t)got;
	return 0;
}

static int
close_there(struct work *w, int64_t fd)
{
	uint64_t arg[6] = {(uint64_t)fd};
	int64_t got;

	return work_call(w, SYS_close, arg, &got);
}

static int
enter_folder(struct work *w, const struct exec_plan *plan)
{
	const char *why = "the folder that it starts in cannot be entered";
	uint64_t arg[6] = {0};
	int64_t fd;
	int err = work_open(w, plan->folder.fd, O_PATH | O_DIRECTORY, &fd);

	if (err != 0)
		return err;
	if (fd < 0)
		return give_up(w, why);
	arg[0] = (uint64_t)fd;
	err = must(w, SYS_fchdir, arg, NULL, why);
	return err == 0 ? close_there(w, fd) : err;
}

/* Where the heap begins, which stands behind a program as a rule: field 47 of
 * proc_pid_stat(5).  0: unknown. */
static uint64_t
heap_of(const struct work *w)
{
	char text[2048];
	const char *at;

	if (procfile_read(text, sizeof(text), "/proc/%d/stat", (int)w->tid) <=
	    0)
		return 0;
	/* A blank stands before each field. */
	at = procfile_behind_name(text);
	for (int field = 3; at != NULL && field < 47; field++)
		at = strchr(at + 1, ' ');
	return at != NULL ? strtoull(at, NULL, 10) : 0;
}

/* A good place for so many bytes: as far before the heap as the kernel would
 * have put the heap behind them (arch_randomize_brk()).  0: none known. */
static uint64_t
before_heap(const struct work *w, uint64_t size)
{
	uint64_t heap = heap_of(w);
	uint16_t pages = 0;

	if (getrandom(&pages, sizeof(pages), GRND_NONBLOCK) < 0)
		pages = 0;
	size += (uint64_t)(pages % GAP_PAGES) * PAGE;
	return heap > size ? (heap - size) & ~(uint64_t)(PAGE - 1) : 0;
}

/* Finds room for the whole program; *ret is what is added to its addresses. */
static int
find_room(struct work *w, const struct exec_load *l, uint64_t *ret)
{
	const char *why = "there is no room for the program";
	uint64_t size = l->high - l->low;
	uint64_t more = l->fixed || l->align == PAGE ? 0 : l->align;
	uint64_t arg[6] = {l->fixed ? l->low : before_heap(w, size + more),
	    size + more, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE |
		(l->fixed ? MAP_FIXED_NOREPLACE : 0),
	    (uint64_t)-1, 0};
	uint64_t at;
	int err = must(w, SYS_mmap, arg, &at, why);

	if (err != 0)
		return err;
	if (l->fixed && at != l->low)
		return give_up(w, why);
	*ret = l->fixed ? 0 : (at - l->low + l->align - 1) & ~(l->align - 1);
	arg[0] = at;
	return must(w, SYS_munmap, arg, NULL, why);
}

static int
zero(struct work *w, uint64_t from, uint64_t to)
{
	static const char none[PAGE];
	int err = mem_write(w->tid, from, none, (size_t)(to - from));

	return err == -EFAULT ? give_up(w, "its last page cannot be filled")
			      : err;
}

/* Maps one segment into the room: the file's bytes, and zeros behind them. */
static int
map_segment(struct work *w, const struct exec_segment *s, uint64_t bias,
    int64_t fd)
{
	const char *why = "a segment of the program cannot be mapped";
	uint64_t arg[6] = {s->at + bias, s->size, (uint64_t)s->prot,
	    MAP_PRIVATE | MAP_FIXED, (uint64_t)fd, s->offset};
	uint64_t from = s->size != 0 ? page_up(s->end) : s->at;
	int err = 0;

	if (s->size != 0)
		err = must(w, SYS_mmap, arg, NULL, why);
	if (err != 0 || s->top == s->end)
		return err;
	if (page_up(s->top) > from) {
		arg[0] = from + bias;
		arg[1] = page_up(s->top) - from;
		arg[2] =
		    PROT_READ | PROT_WRITE | (uint64_t)(s->prot & PROT_EXEC);
		arg[3] = MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS;
		arg[4] = (uint64_t)-1;
		arg[5] = 0;
		err = must(w, SYS_mmap, arg, NULL, why);
	}
	if (err == 0 && s->size != 0 && (s->prot & PROT_WRITE) != 0)
		err = zero(w, s->end + bias, page_up(s->end) + bias);
	return err;
}

static int
map_program(struct work *w, const struct exec_plan *plan, uint64_t *ret_bias)
{
	const struct exec_load *l = plan->load;
	int64_t fd;
	int err = work_open(w, plan->program.fd, O_RDONLY, &fd);

	if (err != 0)
		return err;
	if (fd < 0)
		return give_up(w, "the program cannot be opened");
	err = find_room(w, l, ret_bias);
	for (unsigned i = 0; err == 0 && i < l->count; i++)
		err = map_segment(w, &l->segment[i], *ret_bias, fd);
	return err == 0 ? close_there(w, fd) : err;
}

/* The address of the auxiliary vector: behind argc, the arguments, a NULL, the
 * environment and a NULL (System V ABI, "Process Initialization"). */
static int
find_auxv(const struct work *w, uint64_t *ret)
{
	uint64_t at = regs_sp(&w->saved), some[512];
	uint64_t argc;
	int err = mem_read(w->tid, at, &argc, sizeof(argc));

	if (err != 0)
		return err;
	at += (argc + 2) * sizeof(argc);
	for (;;) {
		ssize_t n = mem_read_some(w->tid, at, some, sizeof(some));
		size_t count = n > 0 ? (size_t)n / sizeof(*some) : 0;

		if (count == 0)
			return n == -ESRCH ? -ESRCH : -EPROTO;
		for (size_t i = 0; i < count; i++) {
			at += sizeof(*some);
			if (some[i] == 0) {
				*ret = at;
				return 0;
			}
		}
	}
}

/* What the auxiliary vector says of a program that we mapped.  Before, it tells
 * of the loader, whose entry shows where that stands. */
static void
tell_auxv(Elf64_auxv_t *v, const struct exec_load *l, uint64_t bias,
    uint64_t loader_entry)
{
	switch (v->a_type) {
	case AT_PHDR: v->a_un.a_val = l->phdr + bias; break;
	case AT_PHENT: v->a_un.a_val = sizeof(Elf64_Phdr); break;
	case AT_PHNUM: v->a_un.a_val = l->phnum; break;
	case AT_BASE: v->a_un.a_val = loader_entry - l->loader_entry; break;
	case AT_ENTRY: v->a_un.a_val = l->entry + bias; break;
	default: break;
	}
}

/* Puts the name of the program over the one that the kernel was given, which
 * had as much room. */
static int
tell_name(const struct work *w, const struct exec_plan *plan, uint64_t at)
{
	cleanup_free char *text = calloc(1, plan->name_room + 1);

	if (text == NULL)
		return -ENOMEM;
	memcpy(text, plan->name, strlen(plan->name));
	return mem_write(w->tid, at, text, plan->name_room + 1);
}

static int
tell_stack(const struct work *w, const struct exec_plan *plan, uint64_t bias)
{
	Elf64_auxv_t auxv[AUXV_MAX];
	uint64_t at, entry = 0, name = 0;
	size_t count = 0;
	ssize_t n;
	int err = find_auxv(w, &at);

	if (err != 0)
		return err;
	n = mem_read_some(w->tid, at, auxv, sizeof(auxv));
	while (n > 0 && count < (size_t)n / sizeof(*auxv) &&
	    auxv[count].a_type != AT_NULL) {
		if (auxv[count].a_type == AT_ENTRY)
			entry = auxv[count].a_un.a_val;
		if (auxv[count].a_type == AT_EXECFN)
			name = auxv[count].a_un.a_val;
		count++;
	}
	if (entry == 0 || name == 0)
		return -EPROTO;
	for (size_t i = 0; plan->load != NULL && i < count; i++)
		tell_auxv(&auxv[i], plan->load, bias, entry);
	err = mem_write(w->tid, at, auxv, count * sizeof(*auxv));
	return err == 0 ? tell_name(w, plan, name) : err;
}

/* comm, which the kernel takes from the name that it is given. */
static int
tell_comm(struct work *w, const struct exec_plan *plan)
{
	uint64_t arg[6] = {PR_SET_NAME};
	int64_t got;

	return work_call_text(w, SYS_prctl, arg, 1, plan->comm, &got);
}

int
load_image(struct work *w, const struct exec_plan *plan)
{
	uint64_t bias = 0;
	int err = 0;

	if (plan->folder.fd >= 0)
		err = enter_folder(w, plan);
	if (err == 0 && plan->load != NULL)
		err = map_program(w, plan, &bias);
	if (err == 0 && plan->name != NULL)
		err = tell_stack(w, plan, bias);
	if (err == 0 && plan->name != NULL)
		err = tell_comm(w, plan);
	return err;
}
