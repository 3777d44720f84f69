/* What a program file is, read from its bytes alone: the `#!` line and the ELF
 * headers, which the job may have written.  Pure: no file is opened here. */
#ifndef PTS_HANDLE_IMAGE_H
#define PTS_HANDLE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the kernel reads of a file to tell its format: BINPRM_BUF_SIZE, 256
 * since Linux 5.1 (linux/binfmts.h). */
#define IMAGE_HEAD 256

/* The program headers that the kernel accepts at most, in bytes
 * (load_elf_phdrs in fs/binfmt_elf.c). */
#define IMAGE_PHDRS_MAX 65536

struct image_script {
	char interpreter[IMAGE_HEAD];
	char arg[IMAGE_HEAD];
	bool has_arg; /* the one optional argument; may be empty */
};

/* A piece of a file, in bytes. */
struct image_span {
	uint64_t offset;
	size_t size;
};

/* Is this the head of a `#!` script?  `head` is zero behind the file's end. */
bool image_is_script(const char head[IMAGE_HEAD]);

/* Reads the `#!` line as fs/binfmt_script.c does.  Returns 0, or -ENOEXEC where
 * the kernel finds no interpreter or a name that was cut off. */
int image_script(const char head[IMAGE_HEAD], struct image_script *ret);

/* Reads an ELF header for this machine; *ret is where the program headers are,
 * at most IMAGE_PHDRS_MAX bytes.  Returns 0, or -ENOEXEC for every other
 * format, class, machine or type. */
int image_elf(const char head[IMAGE_HEAD], struct image_span *ret);

/* Finds the loader's name among the program headers: *ret->size is 0 when there
 * is none, else 2 to PATH_MAX with the NUL.  Returns 0, or -ENOEXEC for a size
 * that the kernel refuses. */
int image_loader(const void *phdrs, size_t size, struct image_span *ret);

#endif /* PTS_HANDLE_IMAGE_H */
