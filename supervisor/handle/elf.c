/* The arithmetic of load_elf_binary() in fs/binfmt_elf.c, for programs that the
 * kernel cannot map itself: it would find their loader by a name of the host's.
 */
#include "handle/elf.h"

#include <elf.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#define PAGE 4096u

/* No address of a task lies at or above it: TASK_SIZE of a 64-bit one. */
#define TOP (1ull << 47)

static uint64_t
page_down(uint64_t n)
{
	return n & ~(uint64_t)(PAGE - 1);
}

static uint64_t
page_up(uint64_t n)
{
	return page_down(n + PAGE - 1);
}

static int
prot_of(uint32_t flags)
{
	return (flags & PF_R ? PROT_READ : 0) |
	    (flags & PF_W ? PROT_WRITE : 0) | (flags & PF_X ? PROT_EXEC : 0);
}

static int
add_segment(const Elf64_Phdr *p, struct exec_load *to)
{
	struct exec_segment *s;

	if (p->p_memsz == 0)
		return 0;
	if (to->count == EXEC_SEGMENTS || p->p_filesz > p->p_memsz ||
	    p->p_memsz > TOP || p->p_vaddr > TOP - p->p_memsz ||
	    p->p_offset > INT64_MAX - TOP ||
	    (p->p_offset - p->p_vaddr) % PAGE != 0)
		return -ENOEXEC;
	s = &to->segment[to->count++];
	s->at = page_down(p->p_vaddr);
	s->offset = page_down(p->p_offset);
	s->end = p->p_vaddr + p->p_filesz;
	s->top = p->p_vaddr + p->p_memsz;
	s->size = p->p_filesz != 0 ? page_up(s->end) - s->at : 0;
	s->prot = prot_of(p->p_flags);
	if (s->at < to->low)
		to->low = s->at;
	if (page_up(s->top) > to->high)
		to->high = page_up(s->top);
	/* As maximum_alignment(): what is no power of two counts for nothing.
	 */
	if (p->p_align > to->align && (p->p_align & (p->p_align - 1)) == 0)
		to->align = p->p_align;
	return 0;
}

int
elf_layout(const char head[IMAGE_HEAD], const void *phdrs, size_t size,
    struct exec_load *ret)
{
	const char *at = phdrs;
	Elf64_Ehdr e;
	Elf64_Phdr p;

	memcpy(&e, head, sizeof(e));
	*ret = (struct exec_load){.fixed = e.e_type == ET_EXEC,
	    .low = UINT64_MAX,
	    .align = PAGE,
	    .entry = e.e_entry,
	    .phnum = e.e_phnum};
	for (; size >= sizeof(p); size -= sizeof(p), at += sizeof(p)) {
		memcpy(&p, at, sizeof(p));
		/* Only the kernel can make a stack that runs code. */
		if (p.p_type == PT_GNU_STACK && (p.p_flags & PF_X) != 0)
			return -ENOEXEC;
		if (p.p_type != PT_LOAD)
			continue;
		if (add_segment(&p, ret) != 0)
			return -ENOEXEC;
		if (ret->phdr == 0 && p.p_offset <= e.e_phoff &&
		    e.e_phoff - p.p_offset < p.p_filesz)
			ret->phdr = e.e_phoff - p.p_offset + p.p_vaddr;
	}
	if (ret->count == 0 || ret->align > TOP ||
	    ret->high - ret->low > TOP - ret->align)
		return -ENOEXEC;
	return 0;
}

int
elf_loader(const char head[IMAGE_HEAD], const void *phdrs, size_t size,
    uint64_t *ret_entry)
{
	const char *at = phdrs;
	Elf64_Ehdr e;
	Elf64_Phdr p;

	memcpy(&e, head, sizeof(e));
	if (e.e_type != ET_DYN)
		return -ENOEXEC;
	for (; size >= sizeof(p); size -= sizeof(p), at += sizeof(p)) {
		memcpy(&p, at, sizeof(p));
		if (p.p_type == PT_INTERP)
			return -ENOEXEC;
	}
	*ret_entry = e.e_entry;
	return 0;
}
