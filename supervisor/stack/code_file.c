/* Files of code, as the unwinding process has them. */
#include "stack/code_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SYMBOLS_MAX (1u << 20)
#define BYTES_MAX   (256u << 20)

/* The header of .eh_frame_hdr as every linker writes it (LSB 5.0, 10.6.2):
 * version 1, a pointer and a count of four bytes, and a table whose entries are
 * two numbers of four bytes, relative to the header. */
static const unsigned char usual[4] = {1, 0x1b, 0x03, 0x3b};

#define TABLE_HEAD  12u
#define TABLE_ENTRY 8u

static void
load_table(struct code_file *c)
{
	const Elf64_Phdr *u = &c->elf.unwind;
	const unsigned char *head;
	uint32_t count;

	for (unsigned i = 0; i < c->elf.segments && u->p_memsz != 0; i++) {
		const Elf64_Phdr *s = &c->elf.segment[i];

		if ((s->p_flags & PF_W) != 0 || u->p_vaddr < s->p_vaddr ||
		    u->p_memsz > s->p_filesz ||
		    u->p_vaddr - s->p_vaddr > s->p_filesz - u->p_memsz)
			continue;
		c->bytes =
		    file_bytes(&c->elf, s->p_offset, s->p_filesz, BYTES_MAX);
		c->bytes_at = s->p_vaddr;
		c->bytes_len = s->p_filesz;
		break;
	}
	if (c->bytes != NULL)
		c->held += (size_t)c->bytes_len;
	if (c->bytes == NULL || u->p_memsz < TABLE_HEAD)
		return;
	head = c->bytes + (u->p_vaddr - c->bytes_at);
	memcpy(&count, head + 8, sizeof(count));
	if (memcmp(head, usual, sizeof(usual)) != 0 ||
	    count > (u->p_memsz - TABLE_HEAD) / TABLE_ENTRY)
		return;
	c->table_at = u->p_vaddr;
	c->table_count = count;
}

static int
by_address(const void *a, const void *b)
{
	const struct code_symbol *left = a, *right = b;

	if (left->at != right->at)
		return left->at < right->at ? -1 : 1;
	/* Of several names the one with a size is the function's. */
	return (left->size > right->size) - (left->size < right->size);
}

static void
load_symbols(struct code_file *c)
{
	struct file_symbols s;

	/* .symtab has local functions too, but not in a stripped file. */
	if (!file_symbols(&c->elf, SHT_SYMTAB, SYMBOLS_MAX, &s) &&
	    !file_symbols(&c->elf, SHT_DYNSYM, SYMBOLS_MAX, &s))
		return;
	c->symbol = malloc(s.count * sizeof(*c->symbol));
	for (size_t i = 0; i < s.count && c->symbol != NULL; i++) {
		const Elf64_Sym *from = &s.at[i];

		if (ELF64_ST_TYPE(from->st_info) != STT_FUNC ||
		    from->st_shndx == 0 || from->st_name >= s.names_size)
			continue;
		c->symbol[c->symbols++] = (struct code_symbol){from->st_value,
		    from->st_size, from->st_name};
	}
	if (c->symbol != NULL)
		qsort(c->symbol, c->symbols, sizeof(*c->symbol), by_address);
	c->held += s.count * sizeof(*c->symbol) + s.names_size;
	c->names = s.names;
	s.names = NULL;
	file_symbols_done(&s);
}

void
code_file_load(struct code_file *c, int fd, bool trusted)
{
	*c = (struct code_file){.trusted = trusted};
	if (file_read(&c->elf, fd)) {
		if (trusted)
			load_table(c);
		load_symbols(c);
		file_done(&c->elf);
	} else {
		c->elf.segments = 0;
	}
	c->elf.fd = -1;
	close(fd);
}

void
code_file_done(struct code_file *c)
{
	free(c->bytes);
	free(c->symbol);
	free(c->names);
	*c = (struct code_file){0};
}

const struct code_symbol *
code_file_find(const struct code_file *c, uint64_t at)
{
	size_t low = 0, high = c->symbols;
	const struct code_symbol *s;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c->symbol[middle].at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return NULL;
	s = &c->symbol[low - 1];
	return s->size == 0 || at - s->at < s->size ? s : NULL;
}
