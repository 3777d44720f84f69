/* fstat(2) spelled as glibc 2.33 to 2.38 spell it, in code of our own and in
 * all kinds of places: respell HOW.  A hundred calls ask for the folder that we
 * stand in; where the name is filled meanwhile, half of them for a file in it.
 * What they said is printed. */
#ifdef __x86_64__

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CALLS 100
#define PAGE  4096

/* A page of its own: the name, fstat64 and fstatat64. */
__asm__(".text\n"
	".balign 4096\n"
	"block: .zero 512\n"
	"block_fstat:\n"
	"	mov %rsi,%rdx\n"
	"	test %edi,%edi\n"
	"	js 1f\n"
	"	mov $0x1000,%ecx\n"
	"block_lea:\n"
	"	lea block(%rip),%rsi\n"
	"	.byte 0xe9\n"
	"	.long block_fstatat - . - 4\n"
	"1:	mov $-1,%eax\n"
	"	ret\n"
	"	.balign 32\n"
	"block_fstatat:\n"
	"	mov %ecx,%r10d\n"
	"	mov $262,%eax\n"
	"	syscall\n"
	"	cmp $0xfffff000,%eax\n"
	"	ja 2f\n"
	"	xor %eax,%eax\n"
	"	ret\n"
	"2:	mov $-1,%eax\n"
	"	ret\n"
	"	.balign 4096\n");

extern unsigned char block[], block_fstat[], block_lea[];

typedef int fstat_fn(int fd, struct stat *st);

/* The block's fstat64, in a copy of it. */
static fstat_fn *
entry_in(unsigned char *copy)
{
	return (fstat_fn *)(uintptr_t)(copy + (block_fstat - block));
}

static void *
must_map(void *at, size_t size, int prot, int flags, int fd)
{
	void *p = mmap(at, size, prot, flags, fd, 0);

	if (p == MAP_FAILED) {
		perror("mmap");
		exit(3);
	}
	return p;
}

/* A file in which the block stands so far from the start. */
static int
copy_at(off_t offset)
{
	int fd = open("copy", O_RDWR | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || ftruncate(fd, 3 * PAGE) != 0 ||
	    pwrite(fd, block, PAGE, offset) != PAGE)
		exit(3);
	close(fd);
	return open("copy", O_RDONLY);
}

static bool
copy_is(int fd, const unsigned char *want)
{
	unsigned char there[PAGE];

	return pread(fd, there, PAGE, 0) == PAGE &&
	    memcmp(there, want, PAGE) == 0;
}

/* Calls, and counts answers about the folder and about another thing. */
static void
ask(fstat_fn *f, unsigned char *name)
{
	int fd = open(".", O_RDONLY | O_DIRECTORY), folder = 0, other = 0;

	for (int i = 0; i < CALLS; i++) {
		struct stat st;

		memset(&st, 0, sizeof(st));
		if (name != NULL && i == CALLS / 2)
			name[0] = 'x';
		if (f(fd, &st) != 0)
			exit(4);
		if (S_ISDIR(st.st_mode))
			folder++;
		else if (S_ISREG(st.st_mode))
			other++;
	}
	printf("folder %d, other %d, bad descriptor %d\n", folder, other,
	    f(1000, &(struct stat){0}));
}

static void *
sleeper(void *unused)
{
	pause();
	return unused;
}

static int
beside(void *unused)
{
	(void)unused;
	pause();
	return 0;
}

/* Another thread, or a process in the same memory, looks on. */
static void
with_company(int how, fstat_fn *f)
{
	static char stack[16384] __attribute__((aligned(16)));
	pthread_t thread;
	pid_t pid = 0;

	if (how == 't')
		pthread_create(&thread, NULL, sleeper, NULL);
	else
		pid = clone(beside, stack + sizeof(stack), CLONE_VM | SIGCHLD,
		    NULL);
	ask(f, NULL);
	if (pid > 0) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
}

/* In a file, so that the instruction stands across two pages. */
static void
across(void)
{
	off_t offset = 2 * PAGE - 4 - (block_lea - block);
	int fd = copy_at(offset);
	unsigned char *p =
	    must_map(NULL, 3 * PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd);

	ask(entry_in(p + offset), NULL);
}

/* Code that was met before, now in a file that others see too. */
static void
shared(void)
{
	unsigned char before[PAGE], *p;
	int fd = copy_at(0);

	p = must_map(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, fd);
	memcpy(before, block, PAGE);
	ask((fstat_fn *)(uintptr_t)block_fstat, NULL);
	ask(entry_in(p), NULL);
	printf("the file is as it was: %d\n", copy_is(fd, before));
}

/* In memory that can be written, with a name that does not stay empty. */
static void
written(void)
{
	unsigned char *p =
	    must_map(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
		MAP_PRIVATE | MAP_ANONYMOUS, -1);

	memcpy(p, block, PAGE);
	ask(entry_in(p), p);
}

int
main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";

	close(open("x", O_CREAT | O_WRONLY, 0600));
	if (strcmp(how, "library") == 0)
		ask(fstat, NULL);
	else if (strcmp(how, "block") == 0)
		ask((fstat_fn *)(uintptr_t)block_fstat, NULL);
	else if (strcmp(how, "thread") == 0 || strcmp(how, "beside") == 0)
		with_company(how[0], (fstat_fn *)(uintptr_t)block_fstat);
	else if (strcmp(how, "across") == 0)
		across();
	else if (strcmp(how, "shared") == 0)
		shared();
	else if (strcmp(how, "written") == 0)
		written();
	else
		return 2;
	return 0;
}

#else

int
main(void)
{
	return 77;
}

#endif
