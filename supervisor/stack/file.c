/* An ELF file that is mapped in the job. */
#include "stack/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "stack/maps.h"

#if defined(__x86_64__)
#define MACHINE EM_X86_64
#else
#define MACHINE EM_AARCH64
#endif

#define PAGE         4096u
#define HEADERS_MAX  65536u
#define SECTIONS_MAX 512u

int
file_open_mapped(const struct map *m)
{
	/* O_PATH first: opening a device or a FIFO does something. */
	cleanup_fd int held = open(m->path, O_PATH | O_CLOEXEC | O_NOFOLLOW);
	char name[32];
	struct stat st;

	/* A device's number in maps is another than stat(2) tells on overlayfs
	 * and btrfs: the inode alone is compared. */
	if (held < 0 || fstat(held, &st) != 0 || !S_ISREG(st.st_mode) ||
	    st.st_ino != m->ino)
		return -1;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", held);
	return open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

static bool
read_whole(int fd, uint64_t offset, void *to, size_t n)
{
	char *at = to;

	if (offset > INT64_MAX - n)
		return false;
	while (n > 0) {
		ssize_t got =
		    TEMP_FAILURE_RETRY(pread(fd, at, n, (off_t)offset));

		if (got <= 0)
			return false;
		at += got;
		offset += (uint64_t)got;
		n -= (size_t)got;
	}
	return true;
}

void *
file_bytes(const struct elf_file *f, uint64_t offset, uint64_t n, uint64_t max)
{
	char *bytes;

	if (n == 0 || n > max)
		return NULL;
	bytes = malloc((size_t)n + 1);
	if (bytes == NULL)
		return NULL;
	if (!read_whole(f->fd, offset, bytes, (size_t)n)) {
		free(bytes);
		return NULL;
	}
	bytes[n] = '\0';
	return bytes;
}

static bool
good_head(const Elf64_Ehdr *e)
{
	return memcmp(e->e_ident, ELFMAG, SELFMAG) == 0 &&
	    e->e_ident[EI_CLASS] == ELFCLASS64 &&
	    e->e_ident[EI_DATA] == ELFDATA2LSB && e->e_machine == MACHINE &&
	    e->e_phentsize == sizeof(Elf64_Phdr);
}

bool
file_read(struct elf_file *f, int fd)
{
	cleanup_free Elf64_Phdr *all = NULL;

	*f = (struct elf_file){.fd = fd};
	if (!read_whole(fd, 0, &f->head, sizeof(f->head)) ||
	    !good_head(&f->head))
		return false;
	all = file_bytes(f, f->head.e_phoff, f->head.e_phnum * sizeof(*all),
	    HEADERS_MAX);
	if (all == NULL)
		return false;
	for (unsigned i = 0; i < f->head.e_phnum; i++) {
		if (all[i].p_type == PT_LOAD && f->segments < FILE_SEGMENTS)
			f->segment[f->segments++] = all[i];
		if (all[i].p_type == PT_GNU_EH_FRAME)
			f->unwind = all[i];
	}
	if (f->segments == 0)
		return false;
	if (f->head.e_shentsize == sizeof(Elf64_Shdr) &&
	    f->head.e_shnum <= SECTIONS_MAX)
		f->sections = file_bytes(f, f->head.e_shoff,
		    f->head.e_shnum * sizeof(Elf64_Shdr), HEADERS_MAX);
	f->sections_count = f->sections != NULL ? f->head.e_shnum : 0;
	return true;
}

void
file_done(struct elf_file *f)
{
	free(f->sections);
	f->sections = NULL;
	f->sections_count = 0;
}

bool
file_at(const struct elf_file *f, uint64_t address, void *to, size_t n)
{
	for (unsigned i = 0; i < f->segments; i++) {
		const Elf64_Phdr *s = &f->segment[i];
		uint64_t in = address - s->p_vaddr;

		if (address >= s->p_vaddr && in < s->p_filesz &&
		    s->p_filesz - in >= n && s->p_offset <= INT64_MAX - in)
			return read_whole(f->fd, s->p_offset + in, to, n);
	}
	return false;
}

bool
file_symbols(const struct elf_file *f, uint32_t type, size_t max,
    struct file_symbols *ret)
{
	*ret = (struct file_symbols){0};
	for (unsigned i = 0; i < f->sections_count; i++) {
		const Elf64_Shdr *s = &f->sections[i], *names;

		if (s->sh_type != type || s->sh_link >= f->sections_count ||
		    s->sh_entsize != sizeof(Elf64_Sym))
			continue;
		names = &f->sections[s->sh_link];
		ret->at = file_bytes(f, s->sh_offset, s->sh_size,
		    max * sizeof(Elf64_Sym));
		ret->names =
		    file_bytes(f, names->sh_offset, names->sh_size, max * 64);
		ret->count = s->sh_size / sizeof(Elf64_Sym);
		ret->names_size = names->sh_size;
		break;
	}
	if (ret->at != NULL && ret->names != NULL)
		return true;
	file_symbols_done(ret);
	return false;
}

void
file_symbols_done(struct file_symbols *s)
{
	free(s->at);
	free(s->names);
	*s = (struct file_symbols){0};
}

uint64_t
file_section(const struct elf_file *f, const char *name)
{
	cleanup_free char *names = NULL;
	uint64_t size;

	if (f->head.e_shstrndx >= f->sections_count)
		return 0;
	size = f->sections[f->head.e_shstrndx].sh_size;
	names = file_bytes(f, f->sections[f->head.e_shstrndx].sh_offset, size,
	    HEADERS_MAX);
	for (unsigned i = 0; names != NULL && i < f->sections_count; i++)
		if (f->sections[i].sh_name < size &&
		    strcmp(names + f->sections[i].sh_name, name) == 0)
			return f->sections[i].sh_addr;
	return 0;
}

bool
file_bias(const struct elf_file *f, uint64_t low, uint64_t offset,
    uint64_t *ret)
{
	for (unsigned i = 0; i < f->segments; i++) {
		const Elf64_Phdr *s = &f->segment[i];

		if ((s->p_offset & ~(uint64_t)(PAGE - 1)) > offset ||
		    offset >= s->p_offset + s->p_filesz)
			continue;
		/* Modulo 2^64, as a bias is. */
		*ret = low - offset - (s->p_vaddr - s->p_offset);
		return true;
	}
	return false;
}
