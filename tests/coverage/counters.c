/* What a program built for `make coverage` counts, it counts in a file that is
 * mapped over its counters, and so does every process that it starts.  gcov
 * writes what was counted when a process exits, but most of ours do not: they
 * are killed, end by _exit(2), become another program, or may not write any
 * more.  Here nothing is left to be done at the end.
 *
 * The file has the program's build id for a name, since what a counter counts
 * is known by its place alone.  Started with COVERAGE_WRITE set, the program
 * writes what all of them counted, for gcov, and ends. */
#include <elf.h>
#include <fcntl.h>
#include <gcov.h>
#include <link.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define HIDDEN __attribute__((visibility("hidden")))

/* By counters.ld. */
extern char coverage_start[] HIDDEN, coverage_end[] HIDDEN;
/* By the linker: the program's first byte. */
extern const ElfW(Ehdr) __ehdr_start HIDDEN;

void __wrap___gcov_exit(void);

/* In the place of what writes when a process exits: by --wrap of ld(1). */
void
__wrap___gcov_exit(void)
{
}

/* Adds the build id, which the linker makes, in hexadecimal digits. */
static void
add_build_id(char *to, const ElfW(Nhdr) * note)
{
	const unsigned char *id =
	    (const unsigned char *)(note + 1) + sizeof("GNU");

	for (size_t i = 0; i < note->n_descsz; i++)
		to += sprintf(to, "%02x", id[i]);
}

/* The file's name; false where the program has no build id.  It is the first of
 * its segment's notes. */
static bool
name_file(char *to)
{
	const char *base = (const char *)&__ehdr_start;
	const ElfW(Phdr) *p =
	    (const ElfW(Phdr) *)(const void *)(base + __ehdr_start.e_phoff);
	const ElfW(Nhdr) * note;

	for (size_t i = 0; i < __ehdr_start.e_phnum; i++) {
		note = (const ElfW(Nhdr) *)(const void *)(base + p[i].p_vaddr);
		if (p[i].p_type == PT_NOTE && note->n_type == NT_GNU_BUILD_ID) {
			add_build_id(stpcpy(to, COVERAGE_FOLDER "/"), note);
			return true;
		}
	}
	return false;
}

/* Maps the file, which the first to come makes: whoever the others are. */
static bool
share(int fd, size_t size)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return false;
	if ((size_t)st.st_size < size &&
	    (fchmod(fd, 0666) < 0 || ftruncate(fd, (off_t)size) < 0))
		return false;
	return mmap(coverage_start, size, PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_FIXED, fd, 0) != MAP_FAILED;
}

/* Where the file is out of reach, as inside another sandbox, what is counted
 * is lost with the process. */
static void __attribute__((constructor)) start(void)
{
	char name[sizeof(COVERAGE_FOLDER) + 2 * 64];
	int fd;

	if (!name_file(name))
		return;
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		return;
	if (share(fd, (size_t)(coverage_end - coverage_start)) &&
	    getenv("COVERAGE_WRITE") != NULL) {
		__gcov_dump();
		_exit(EXIT_SUCCESS);
	}
	close(fd);
}
