/* Program files as the kernel reads them. */
#include <criterion/criterion.h>
#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "handle/image.h"

#if defined(__x86_64__)
#define MACHINE EM_X86_64
#elif defined(__aarch64__)
#define MACHINE EM_AARCH64
#endif

struct line {
	const char *text;
	const char *interpreter; /* NULL: ENOEXEC */
	const char *arg;         /* NULL: none */
};

/* What execve(2) does with each was seen from argv of the interpreter. */
static const struct line lines[] = {
    {"#!/bin/sh\n",             "/bin/sh",   NULL    },
    {"#!/bin/sh",               "/bin/sh",   NULL    },
    {"#! \t/bin/sh \t\n",       "/bin/sh",   NULL    },
    {"#!/bin/sh -e\n",          "/bin/sh",   "-e"    },
    {"#!/bin/sh -e",            "/bin/sh",   "-e"    },
    {"#!/bin/sh\t -e  -x \t\n", "/bin/sh",   "-e  -x"},
    {"#!/bin/sh \n",            "/bin/sh",   NULL    },
    {"#!/bin/sh ",              "/bin/sh",   ""      },
    {"#!sh\nrest -x\n",         "sh",        NULL    },
    {"#!/bin/sh\r\n",           "/bin/sh\r", NULL    },
    {"#!\n",		    NULL,        NULL    },
    {"#! \t \n",                NULL,        NULL    },
    {"#!",		      "",          NULL    },
    {"# !/bin/sh\n",            NULL,        NULL    },
    {"",			NULL,        NULL    },
};

static void
fill(char head[IMAGE_HEAD], const char *text)
{
	memset(head, 0, IMAGE_HEAD);
	memcpy(head, text, strlen(text));
}

static int
read_line(const char *text, struct image_script *ret)
{
	char head[IMAGE_HEAD];

	fill(head, text);
	return image_script(head, ret);
}

Test(image, script_lines)
{
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct line *l = &lines[i];
		struct image_script s;
		int err = read_line(l->text, &s);

		cr_assert_eq(err, l->interpreter != NULL ? 0 : -ENOEXEC,
		    "line %zu: %d", i, err);
		if (err != 0)
			continue;
		cr_assert_str_eq(s.interpreter, l->interpreter, "line %zu", i);
		cr_assert_eq(s.has_arg, l->arg != NULL, "line %zu", i);
		cr_assert_str_eq(s.arg, l->arg != NULL ? l->arg : "",
		    "line %zu", i);
	}
}

Test(image, nul_ends_the_line)
{
	char head[IMAGE_HEAD] = "#!/bin/sh\0 -x\n";
	struct image_script s;

	cr_assert_eq(image_script(head, &s), 0);
	cr_assert_str_eq(s.interpreter, "/bin/sh");
	cr_assert_not(s.has_arg);
}

Test(image, cut_off_interpreter_is_no_program)
{
	char head[IMAGE_HEAD];
	struct image_script s;

	memset(head, 'x', sizeof(head));
	memcpy(head, "#!/", 3);
	cr_assert_eq(image_script(head, &s), -ENOEXEC);
	head[255] = '\n';
	cr_assert_eq(image_script(head, &s), 0);
	cr_assert_eq(strlen(s.interpreter), 253);
}

Test(image, cut_off_argument_is_kept)
{
	char head[IMAGE_HEAD];
	struct image_script s;

	memset(head, 'x', sizeof(head));
	memcpy(head, "#!/i ", 5);
	cr_assert_eq(image_script(head, &s), 0);
	cr_assert_str_eq(s.interpreter, "/i");
	cr_assert(s.has_arg);
	/* The kernel overwrites the last byte that it read. */
	cr_assert_eq(strlen(s.arg), 250);
}

Test(image, all_blank_head_is_no_program)
{
	char head[IMAGE_HEAD];
	struct image_script s;

	memset(head, ' ', sizeof(head));
	memcpy(head, "#!", 2);
	cr_assert_eq(image_script(head, &s), -ENOEXEC);
}

static void
make_elf(char head[IMAGE_HEAD])
{
	Elf64_Ehdr e = {.e_type = ET_DYN,
	    .e_machine = MACHINE,
	    .e_phoff = 64,
	    .e_phentsize = sizeof(Elf64_Phdr),
	    .e_phnum = 2};

	memset(head, 0, IMAGE_HEAD);
	memcpy(e.e_ident, ELFMAG, SELFMAG);
	e.e_ident[EI_CLASS] = ELFCLASS64;
	memcpy(head, &e, sizeof(e));
}

Test(image, elf_of_this_machine)
{
	char head[IMAGE_HEAD];
	struct image_span at;

	make_elf(head);
	cr_assert_eq(image_elf(head, &at), 0);
	cr_assert_eq(at.offset, 64);
	cr_assert_eq(at.size, 2 * sizeof(Elf64_Phdr));
}

Test(image, elf_of_others_is_no_program)
{
	static const struct {
		size_t at;
		uint16_t value;
	} spoilt[] = {
	    {0,           0},
	    {		   EI_CLASS, ELFCLASS32 },
	    { offsetof(Elf64_Ehdr,     e_type),      ET_REL},
	    { offsetof(Elf64_Ehdr,     e_machine),      EM_386},
	    { offsetof(Elf64_Ehdr,         e_phentsize),          55},
	    { offsetof(Elf64_Ehdr,          e_phnum),           0},
	    { offsetof(Elf64_Ehdr,      e_phnum),       65535},
	    { offsetof(Elf64_Ehdr,     e_phoff) + 6,      0xffff},
	};
	char head[IMAGE_HEAD];
	struct image_span at;

	for (size_t i = 0; i < sizeof(spoilt) / sizeof(spoilt[0]); i++) {
		make_elf(head);
		memcpy(head + spoilt[i].at, &spoilt[i].value, 2);
		cr_assert_eq(image_elf(head, &at), -ENOEXEC, "%zu", i);
	}
}

Test(image, first_loader_counts)
{
	Elf64_Phdr p[3] = {
	    {.p_type = PT_LOAD, .p_filesz = 1 },
	    { .p_type = PT_INTERP,    .p_offset = 7, .p_filesz = 20},
	    { .p_type = PT_INTERP,    .p_offset = 9, .p_filesz = 30},
	};
	struct image_span at;

	cr_assert_eq(image_loader(p, sizeof(p), &at), 0);
	cr_assert_eq(at.offset, 7);
	cr_assert_eq(at.size, 20);
	cr_assert_eq(image_loader(p, sizeof(p[0]), &at), 0);
	cr_assert_eq(at.size, 0);
	/* Less than a header is none. */
	cr_assert_eq(image_loader(&p[1], sizeof(p[1]) - 1, &at), 0);
	cr_assert_eq(at.size, 0);
}

Test(image, loader_sizes_are_bounded)
{
	static const uint64_t sizes[] = {0, 1, PATH_MAX + 1, UINT64_MAX};
	Elf64_Phdr p = {.p_type = PT_INTERP};
	struct image_span at;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		p.p_filesz = sizes[i];
		cr_assert_eq(image_loader(&p, sizeof(p), &at), -ENOEXEC);
	}
	p.p_filesz = 2;
	p.p_offset = UINT64_MAX - 1;
	cr_assert_eq(image_loader(&p, sizeof(p), &at), -ENOEXEC);
}
