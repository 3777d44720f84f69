/* Files of code, as the unwinding process has them: its own copy of their
 * unwind information, and their symbols in order. */
#ifndef PTS_STACK_CODE_FILE_H
#define PTS_STACK_CODE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stack/file.h"

struct code_symbol {
	uint64_t at, size; /* size 0: unknown */
	uint32_t name;
};

struct code_file {
	bool trusted;
	struct elf_file elf;  /* its segments, for the bias */
	unsigned char *bytes; /* owned: the segment with .eh_frame_hdr */
	uint64_t bytes_at, bytes_len; /* as linked */
	uint64_t table_at;    /* .eh_frame_hdr, as linked; 0: none of use */
	uint64_t table_count; /* entries */
	struct code_symbol *symbol; /* owned, sorted */
	size_t symbols;
	char *names; /* owned */
	size_t held; /* bytes of all that is owned */
};

/* Reads all of it; what cannot be read is not there.  Takes over fd. */
void code_file_load(struct code_file *c, int fd, bool trusted);
void code_file_done(struct code_file *c);

/* The function that holds an address (as linked), or NULL. */
const struct code_symbol *code_file_find(const struct code_file *c,
    uint64_t at);

#endif /* PTS_STACK_CODE_FILE_H */
