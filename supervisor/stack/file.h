/* An ELF file that is mapped in the job, read with pread(2) alone: a mapping of
 * it would end us when the file is cut short.  All of it may be hostile. */
#ifndef PTS_STACK_FILE_H
#define PTS_STACK_FILE_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map;

#define FILE_SEGMENTS 16u

struct elf_file {
	int fd; /* borrowed */
	Elf64_Ehdr head;
	Elf64_Phdr segment[FILE_SEGMENTS]; /* PT_LOAD */
	unsigned segments;
	Elf64_Phdr unwind;    /* PT_GNU_EH_FRAME; p_memsz 0: none */
	Elf64_Shdr *sections; /* owned; NULL: none that can be read */
	unsigned sections_count;
};

/* Opens the file behind a mapping.  Returns a descriptor, or -1: it is not
 * there any more, is another one now, or is no regular file. */
int file_open_mapped(const struct map *m);

/* Reads the headers of a file for this machine.  False, and nothing to release,
 * for anything else; otherwise to be released with file_done(). */
bool file_read(struct elf_file *f, int fd);
void file_done(struct elf_file *f);

/* n bytes at an offset, in memory of malloc(3) with a NUL behind them; NULL for
 * none, for more than `max`, and where they cannot be had. */
void *file_bytes(const struct elf_file *f, uint64_t offset, uint64_t n,
    uint64_t max);

/* Copies the bytes behind an address (as linked). */
bool file_at(const struct elf_file *f, uint64_t address, void *to, size_t n);

/* Symbols of one table, in one piece. */
struct file_symbols {
	Elf64_Sym *at; /* owned */
	size_t count;
	char *names; /* owned; names_size bytes and a NUL */
	size_t names_size;
};

/* The first table of this type (SHT_DYNSYM, SHT_SYMTAB), of at most `max`
 * symbols with names of 64 bytes on the average.
 * False: there is none that can be read.  To be released in every case. */
bool file_symbols(const struct elf_file *f, uint32_t type, size_t max,
    struct file_symbols *ret);
void file_symbols_done(struct file_symbols *s);

/* The address (as linked) of a section, or 0. */
uint64_t file_section(const struct elf_file *f, const char *name);

/* What is added to addresses as linked where the file is mapped as `low`,
 * `offset` say.  False when the mapping shows none of its segments. */
bool file_bias(const struct elf_file *f, uint64_t low, uint64_t offset,
    uint64_t *ret);

#endif /* PTS_STACK_FILE_H */
