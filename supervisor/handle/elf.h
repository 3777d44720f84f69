/* How a program stands in memory, computed from its ELF headers alone, which
 * the job may have written.  Pure: no file is opened here. */
#ifndef PTS_HANDLE_ELF_H
#define PTS_HANDLE_ELF_H

#include <stddef.h>
#include <stdint.h>

#include "handle/image.h"
#include "tracee/tracee.h"

/* Where the kernel would map a dynamically linked program: `head` is its
 * beginning, `phdrs` its program headers of `size` bytes, as image_elf() found
 * them.  All but loader_entry is filled in.  Returns 0, or -ENOEXEC for what
 * the kernel or we cannot map: no or too many segments, sizes that no memory
 * has, places in the file that are not those in memory, a stack to run code on.
 */
int elf_layout(const char head[IMAGE_HEAD], const void *phdrs, size_t size,
    struct exec_load *ret);

/* Can this file be run as a program of its own in the place of a loader?  It
 * can where it may stand anywhere and needs no loader itself; *ret_entry is
 * where it begins.  Returns 0, or -ENOEXEC. */
int elf_loader(const char head[IMAGE_HEAD], const void *phdrs, size_t size,
    uint64_t *ret_entry);

#endif /* PTS_HANDLE_ELF_H */
