/* Where the segments of a program go, and what no memory could hold. */
#include <criterion/criterion.h>
#include <elf.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "handle/elf.h"

static struct exec_load load;

static void
make_head(char head[IMAGE_HEAD], uint16_t type, size_t count)
{
	Elf64_Ehdr e = {.e_type = type,
	    .e_entry = 0x1234,
	    .e_phoff = 64,
	    .e_phnum = (uint16_t)count};

	memset(head, 0, IMAGE_HEAD);
	memcpy(head, &e, sizeof(e));
}

/* A segment to be loaded. */
static Elf64_Phdr
segment(uint32_t flags, uint64_t offset, uint64_t vaddr, uint64_t filesz,
    uint64_t memsz, uint64_t align)
{
	return (Elf64_Phdr){.p_type = PT_LOAD,
	    .p_flags = flags,
	    .p_offset = offset,
	    .p_vaddr = vaddr,
	    .p_filesz = filesz,
	    .p_memsz = memsz,
	    .p_align = align};
}

/* One that is as it should be. */
static Elf64_Phdr
good(void)
{
	return segment(PF_R, 0, 0x1000, 0x1000, 0x1000, 0x1000);
}

static Elf64_Phdr
other(uint32_t type, uint32_t flags)
{
	return (Elf64_Phdr){.p_type = type, .p_flags = flags};
}

static int
lay(uint16_t type, const Elf64_Phdr *p, size_t count)
{
	char head[IMAGE_HEAD];

	make_head(head, type, count);
	return elf_layout(head, p, count * sizeof(*p), &load);
}

Test(elf, segments_stand_as_the_headers_say)
{
	Elf64_Phdr p[3];

	p[0] = other(PT_PHDR, PF_R);
	p[1] = segment(PF_R | PF_X, 0, 0, 0x1800, 0x1800, 0x1000);
	p[2] = segment(PF_R | PF_W, 0x1e10, 0x3e10, 0x300, 0x2500, 0x200000);
	cr_assert_eq(lay(ET_DYN, p, 3), 0);
	cr_assert_not(load.fixed);
	cr_assert_eq(load.count, 2);
	cr_assert_eq(load.low, 0);
	cr_assert_eq(load.high, 0x7000);
	cr_assert_eq(load.align, 0x200000);
	cr_assert_eq(load.entry, 0x1234);
	cr_assert_eq(load.phdr, 64);
	cr_assert_eq(load.phnum, 3);
	cr_assert_eq(load.segment[0].size, 0x2000);
	cr_assert_eq(load.segment[0].prot, PROT_READ | PROT_EXEC);
	cr_assert_eq(load.segment[1].at, 0x3000);
	cr_assert_eq(load.segment[1].offset, 0x1000);
	cr_assert_eq(load.segment[1].size, 0x2000);
	cr_assert_eq(load.segment[1].end, 0x4110);
	cr_assert_eq(load.segment[1].top, 0x6310);
	cr_assert_eq(load.segment[1].prot, PROT_READ | PROT_WRITE);
}

Test(elf, a_segment_without_bytes_in_the_file_is_zeros)
{
	Elf64_Phdr p[2];

	p[0] = segment(PF_R | PF_W, 0, 0x400000, 0, 1, 0);
	p[1] = segment(PF_R, 0, 0x7000000, 0, 0, 0);
	cr_assert_eq(lay(ET_EXEC, p, 2), 0);
	cr_assert(load.fixed);
	cr_assert_eq(load.count, 1);
	cr_assert_eq(load.low, 0x400000);
	cr_assert_eq(load.high, 0x401000);
	cr_assert_eq(load.segment[0].size, 0);
	cr_assert_eq(load.segment[0].end, 0x400000);
	cr_assert_eq(load.segment[0].top, 0x400001);
}

Test(elf, numbers_that_no_memory_has_are_refused)
{
	const uint64_t max = UINT64_MAX, top = 1ull << 47;
	Elf64_Phdr p[2];

	p[0] = good();
	cr_assert_eq(lay(ET_DYN, p, 1), 0);
	cr_assert_eq(lay(ET_DYN, p, 0), -ENOEXEC);
	for (int i = 0; i < 9; i++) {
		switch (i) {
		case 0: p[1] = segment(PF_R, 0, 0, 0, max, 0); break;
		case 1: p[1] = segment(PF_R, 0, 0x1000, 0, top, 0); break;
		case 2: p[1] = segment(PF_R, 0, max - 1, 0, 2, 0); break;
		case 3: p[1] = segment(PF_R, 0, 0, 3, 2, 0); break;
		case 4: p[1] = segment(PF_R, 1, 0, 9, 9, 0); break;
		case 5: p[1] = segment(PF_R, max - 0xfff, 0, 9, 9, 0); break;
		case 6: p[1] = segment(PF_R, 0, 0, 9, 9, 1ull << 63); break;
		case 7: p[1] = segment(PF_R, 0, 0, 9, 9, top); break;
		case 8: p[1] = other(PT_GNU_STACK, PF_R | PF_W | PF_X); break;
		}
		cr_assert_eq(lay(ET_DYN, p, 2), -ENOEXEC, "%d", i);
		cr_assert_eq(lay(ET_EXEC, p, 2), -ENOEXEC, "%d", i);
	}
}

Test(elf, an_alignment_that_is_no_power_of_two_counts_for_nothing)
{
	Elf64_Phdr p = good();

	p.p_align = 0x3000;
	cr_assert_eq(lay(ET_DYN, &p, 1), 0);
	cr_assert_eq(load.align, 0x1000);
}

Test(elf, segments_are_counted)
{
	Elf64_Phdr p[EXEC_SEGMENTS + 1];

	for (size_t i = 0; i <= EXEC_SEGMENTS; i++)
		p[i] = good();
	cr_assert_eq(lay(ET_DYN, p, EXEC_SEGMENTS), 0);
	cr_assert_eq(lay(ET_DYN, p, EXEC_SEGMENTS + 1), -ENOEXEC);
}

Test(elf, a_loader_needs_none_and_stands_anywhere)
{
	const Elf64_Phdr p[] = {good(), other(PT_INTERP, PF_R)};
	char head[IMAGE_HEAD];
	uint64_t entry = 0;

	make_head(head, ET_DYN, 2);
	cr_assert_eq(elf_loader(head, p, sizeof(p[0]), &entry), 0);
	cr_assert_eq(entry, 0x1234);
	cr_assert_eq(elf_loader(head, p, sizeof(p), &entry), -ENOEXEC);
	make_head(head, ET_EXEC, 1);
	cr_assert_eq(elf_loader(head, p, sizeof(p[0]), &entry), -ENOEXEC);
}
