/* Program files as the kernel's loaders read them.  Where this reading were to
 * differ from the kernel's, the check at PTRACE_EVENT_EXEC ends the job; that
 * it does not differ keeps honest programs alive. */
#include "handle/image.h"

#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

#if defined(__x86_64__)
#define IMAGE_MACHINE EM_X86_64
#elif defined(__aarch64__)
#define IMAGE_MACHINE EM_AARCH64
#endif

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

bool
image_is_script(const char head[IMAGE_HEAD])
{
	return head[0] == '#' && head[1] == '!';
}

/* The index of the first byte of head[from..to] that is no blank, or to + 1. */
static size_t
skip_blanks(const char *head, size_t from, size_t to)
{
	while (from <= to && is_blank(head[from]))
		from++;
	return from;
}

/* The index of the first blank or NUL of head[from..to], or to + 1. */
static size_t
find_end(const char *head, size_t from, size_t to)
{
	while (from <= to && !is_blank(head[from]) && head[from] != '\0')
		from++;
	return from;
}

/* Where the line ends: at its newline, or at the last byte that was read if the
 * interpreter's name is certainly whole.  0: it is not. */
static size_t
line_end(const char head[IMAGE_HEAD])
{
	const size_t last = IMAGE_HEAD - 1;
	size_t text = strnlen(head, IMAGE_HEAD);
	const char *newline = memchr(head, '\n', text);
	size_t name;

	if (newline != NULL)
		return (size_t)(newline - head);
	name = skip_blanks(head, 2, last);
	if (name > last || find_end(head, name, last) > last)
		return 0;
	return last;
}

/* head[from..to) as a string, which ends at a NUL among it. */
static void
take(const char *head, size_t from, size_t to, char ret[IMAGE_HEAD])
{
	size_t len = strnlen(head + from, to - from);

	memcpy(ret, head + from, len);
	ret[len] = '\0';
}

int
image_script(const char head[IMAGE_HEAD], struct image_script *ret)
{
	size_t end, name, name_end, arg;

	ret->has_arg = false;
	ret->arg[0] = '\0';
	if (!image_is_script(head))
		return -ENOEXEC;
	end = line_end(head);
	if (end == 0)
		return -ENOEXEC;
	while (is_blank(head[end - 1]))
		end--;
	name = skip_blanks(head, 2, end);
	if (name >= end)
		return -ENOEXEC;

	name_end = find_end(head, name, end);
	take(head, name, name_end < end ? name_end : end, ret->interpreter);
	if (name_end >= end || head[name_end] == '\0')
		return 0;
	/* All that is left of the line is one argument, blanks inside it
	 * included: execve(2), "Interpreter scripts". */
	arg = skip_blanks(head, name_end, end);
	if (arg > end)
		return 0;
	ret->has_arg = true;
	take(head, arg, end, ret->arg);
	return 0;
}

int
image_elf(const char head[IMAGE_HEAD], struct image_span *ret)
{
	Elf64_Ehdr e;

	memcpy(&e, head, sizeof(e));
	if (memcmp(e.e_ident, ELFMAG, SELFMAG) != 0 ||
	    e.e_ident[EI_CLASS] != ELFCLASS64 ||
	    (e.e_type != ET_EXEC && e.e_type != ET_DYN) ||
	    e.e_machine != IMAGE_MACHINE ||
	    e.e_phentsize != sizeof(Elf64_Phdr) || e.e_phnum == 0)
		return -ENOEXEC;
	ret->offset = e.e_phoff;
	ret->size = (size_t)e.e_phnum * sizeof(Elf64_Phdr);
	if (ret->size > IMAGE_PHDRS_MAX || ret->offset > INT64_MAX - ret->size)
		return -ENOEXEC;
	return 0;
}

int
image_loader(const void *phdrs, size_t size, struct image_span *ret)
{
	const char *at = phdrs;
	Elf64_Phdr p;

	*ret = (struct image_span){0};
	for (; size >= sizeof(p); size -= sizeof(p), at += sizeof(p)) {
		memcpy(&p, at, sizeof(p));
		if (p.p_type != PT_INTERP)
			continue;
		if (p.p_filesz < 2 || p.p_filesz > PATH_MAX ||
		    p.p_offset > INT64_MAX - p.p_filesz)
			return -ENOEXEC;
		ret->offset = p.p_offset;
		ret->size = (size_t)p.p_filesz;
		return 0; /* the kernel takes the first one too */
	}
	return 0;
}
