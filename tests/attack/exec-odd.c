/* attack: run an image that the kernel understands otherwise than the
 *   supervisor: of another architecture, or one that covers the region
 * source: execve(2), elf(5); seccomp(2), on architectures
 * stops: a program's header is read before it runs, and the region is mapped
 *   where the new image has nothing
 * variants: elf32 x32 over-region
 * rules: programs: {allow: run, path: "{DIR}/a/odd"}
 * bare: any (needs IA32 emulation)
 * bare/over-region: wins
 * expect: EACCES ENOEXEC ENOENT EOWNERDEAD
 * audit: any
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#ifdef __x86_64__

/* Opens the name behind it, and exits with 0 or the errno. */
asm(".section .rodata\n"
    "odd_code:\n"
    "	mov $2, %eax\n"
    "	lea odd_name(%rip), %rdi\n"
    "	xor %esi, %esi\n"
    "	syscall\n"
    "	mov %rax, %rdi\n"
    "	neg %rdi\n"
    "	test %rax, %rax\n"
    "	js 1f\n"
    "	xor %edi, %edi\n"
    "1:	mov $60, %eax\n"
    "	syscall\n"
    "odd_name:\n"
    "	.text\n");
extern const unsigned char odd_code[], odd_name[];

/* The same for i386: open by name at a known address. */
static const unsigned char code32[] = {
    0xb8, 5, 0, 0, 0,             /* mov $5 (open), %eax */
    0xbb, 0x80, 0, 0x40, 0,       /* mov $name, %ebx */
    0x31, 0xc9, 0xcd, 0x80,       /* xor %ecx, %ecx; int $0x80 */
    0x31, 0xdb, 0x85, 0xc0,       /* xor %ebx, %ebx; test %eax, %eax */
    0x79, 4,                      /* jns 1f */
    0x89, 0xc3, 0xf7, 0xdb,       /* mov %eax, %ebx; neg %ebx */
    0xb8, 1, 0, 0, 0, 0xcd, 0x80, /* 1: mov $1 (exit), %eax; int $0x80 */
};

#define AT32 0x400000u

static unsigned char image[8192];

static size_t
make32(void)
{
	const char *name = at("b/f");
	Elf32_Ehdr head = {
	    .e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS32, ELFDATA2LSB, 1},
	    .e_type = ET_EXEC,
	    .e_machine = EM_386,
	    .e_version = 1,
	    .e_entry = AT32 + 0x400,
	    .e_phoff = sizeof(head),
	    .e_ehsize = sizeof(head),
	    .e_phentsize = sizeof(Elf32_Phdr),
	    .e_phnum = 1
        };
	Elf32_Phdr load = {.p_type = PT_LOAD,
	    .p_vaddr = AT32,
	    .p_filesz = 4096,
	    .p_memsz = 4096,
	    .p_flags = PF_R | PF_X,
	    .p_align = 4096};

	/* x32: a 32-bit file of the 64-bit machine. */
	if (is("x32"))
		head.e_machine = EM_X86_64;
	memcpy(image, &head, sizeof(head));
	memcpy(image + sizeof(head), &load, sizeof(load));
	memcpy(image + 0x400, code32, sizeof(code32));
	strcpy((char *)image + 0x80, name);
	return 4096;
}

/* Loaded where our region is, or anywhere where there is none: the file's
 * first page stands just below its end. */
static size_t
make64(void)
{
	struct target t = region(0x02 | 0x20);
	unsigned long base =
	    t.ours ? 0x10000000 : (unsigned long)t.base + t.len - 4096;
	Elf64_Ehdr head = {
	    .e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, 1},
	    .e_type = ET_EXEC,
	    .e_machine = EM_X86_64,
	    .e_version = 1,
	    .e_entry = base + 0x400,
	    .e_phoff = sizeof(head),
	    .e_ehsize = sizeof(head),
	    .e_phentsize = sizeof(Elf64_Phdr),
	    .e_phnum = 1
        };
	Elf64_Phdr load = {.p_type = PT_LOAD,
	    .p_vaddr = base,
	    .p_filesz = 4096,
	    .p_memsz = 4096,
	    .p_flags = PF_R | PF_X,
	    .p_align = 4096};
	size_t len = (size_t)(odd_name - odd_code);

	memcpy(image, &head, sizeof(head));
	memcpy(image + sizeof(head), &load, sizeof(load));
	memcpy(image + 0x400, odd_code, len);
	strcpy((char *)image + 0x400 + len, at("b/f"));
	return 4096;
}

void
attack(int argc, char **argv)
{
	char *const args[] = {NULL};
	size_t len = is("over-region") ? make64() : make32();
	int fd = (int)must(open(at("a/odd"), O_WRONLY | O_CREAT, 0755), "odd");
	pid_t pid;

	(void)argc;
	(void)argv;
	must(write(fd, image, len), "write");
	must(close(fd), "close");
	pid = fork();
	must(pid, "fork");
	if (pid == 0) {
		execve(at("a/odd"), args, args);
		_exit(errno);
	}
	as_child(pid, "the forbidden file was opened");
}

#else

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	cannot("written for x86-64");
}

#endif
