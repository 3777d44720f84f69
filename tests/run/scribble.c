/* A job that looks like CPython 3.11 from outside and writes what it likes to
 * where an interpreter's frames would be.
 *
 *   scribble FILE SEED ROUNDS   asks for FILE in each round: in the first, and
 *                               in every hundredth, with frames in order, else
 *                               with some words of them overwritten
 *   scribble FILE NAME          the one named below, 2000 times
 *
 * NAME: threads, interps, frames (lists without end, as long as memory is),
 * tables (64 line tables of the greatest length), names (64 long names), holes
 * (every pointer leads to where nothing is).
 *
 *   scribble FILE SEED ROUNDS c the same with a C stack and registers that hold
 *                               anything
 *
 * The offsets are those of 3.11: see supervisor/stack/layout.c. */
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FRAMES 80u
#define PAGE   4096u

/* Room for what an interpreter has, and pages behind it that nobody may read.
 */
#define ARENA (256u * PAGE)

/* Exported, so that the supervisor takes us for an interpreter. */
unsigned long Py_Version = 0x030b02f0;
uint64_t PyCode_Type[64] = {1};
uint64_t _PyRuntime[128] = {1};

static unsigned char *arena, *pristine;
static size_t used;
static uint64_t random_state;

/* xorshift64*: the same everywhere. */
static uint64_t
any(void)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return random_state * 2685821657736338717u;
}

static unsigned char *
take(size_t size)
{
	unsigned char *at = arena + used;

	used += (size + 15) & ~(size_t)15;
	if (used > ARENA - PAGE)
		abort();
	return at;
}

static void
put(unsigned char *at, size_t offset, const void *what)
{
	uint64_t v = (uint64_t)(uintptr_t)what;

	memcpy(at + offset, &v, sizeof(v));
}

static void
put_number(unsigned char *at, size_t offset, uint64_t v)
{
	memcpy(at + offset, &v, sizeof(v));
}

/* A compact ASCII str. */
static unsigned char *
text(const char *s)
{
	size_t len = strlen(s);
	unsigned char *at = take(48 + len + 1);

	put_number(at, 16, len);
	put_number(at, 32, 1 << 2 | 1 << 5 | 1 << 6 | 1 << 7);
	memcpy(at + 48, s, len + 1);
	return at;
}

static unsigned char *
code(unsigned n)
{
	/* No column, delta 0, eight units of code; over and over. */
	static const unsigned char entry = 128 | 13 << 3 | 7;
	unsigned char *at = take(256), *table = take(32 + 64);
	char name[32];

	snprintf(name, sizeof(name), "f%u", n);
	put(at, 8, PyCode_Type);
	put(at, 112, text("/x/scribble.py"));
	put(at, 120, text(name));
	put(at, 128, text(name));
	put_number(at, 72, n + 1);
	put_number(table, 16, 2);
	table[32] = entry;
	table[33] = 0;
	put(at, 136, table);
	return at;
}

/* Frames f0, the innermost, to f(FRAMES-1), in a thread of an interpreter. */
static void
build(void)
{
	unsigned char *interp = take(64), *thread = take(512);
	unsigned char *cframe = take(32), *chunk = take(64);
	unsigned char *frame[FRAMES];

	_PyRuntime[5] = (uint64_t)(uintptr_t)interp;
	put(interp, 16, thread);
	put(thread, 16, interp);
	put_number(thread, 152, (uint64_t)pthread_self());
	put_number(thread, 160, (uint64_t)gettid());
	put(thread, 56, cframe);
	put(thread, 296, chunk);
	for (unsigned i = 0; i < FRAMES; i++)
		frame[i] = take(96);
	put(thread, 304, arena + used);
	put(cframe, 8, frame[0]);
	for (unsigned i = 0; i < FRAMES; i++) {
		unsigned char *c = code(i);

		put(frame[i], 32, c);
		put(frame[i], 48, i + 1 < FRAMES ? frame[i + 1] : NULL);
		put(frame[i], 56, c + 184);
	}
}

/* A number that a length or a pointer had better not be. */
static uint64_t
nasty(void)
{
	uint64_t base = (uint64_t)(uintptr_t)arena;

	switch (any() % 12) {
	case 0: return 0;
	case 1: return UINT64_MAX;
	case 2: return any();
	case 3: return any() % 4096;
	case 4: return base + any() % used;
	case 5: return base + (any() % used & ~(uint64_t)7);
	case 6: return base + ARENA - any() % 200; /* to the last byte */
	case 7: return base + ARENA + any() % PAGE;
	case 8: return 1ull << any() % 64;
	case 9: return (1ull << any() % 64) - 1;
	case 10: return INT64_MAX - any() % 64;
	default: return base + (any() % (used / PAGE + 1)) * PAGE - 8;
	}
}

static void
spoil(void)
{
	unsigned n = 1 + (unsigned)(any() % 6);

	while (n-- > 0) {
		size_t at = (size_t)(any() % (used - 8));

		/* Mostly whole words, as all that is read are such. */
		put_number(arena, any() % 8 != 0 ? at & ~(size_t)7 : at,
		    nasty());
	}
}

static void
fuzz(const char *file, uint64_t seed, unsigned long rounds)
{
	random_state = seed * 2 + 1;
	for (unsigned long i = 0; i < rounds; i++) {
		memcpy(arena, pristine, used);
		if (i % 100 != 0)
			spoil();
		if (access(file, R_OK) == 0)
			abort();
	}
}

/* All of memory is one list, each element of which is the next one's. */
static void
chain(size_t next, size_t step)
{
	size_t size = 64 << 20;
	unsigned char *many = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (many == MAP_FAILED)
		abort();
	for (size_t at = 0; at + step + 1024 < size; at += step)
		put(many + at, next, many + at + step);
	if (next == 0)
		_PyRuntime[5] = (uint64_t)(uintptr_t)many;
	else if (next == 8)
		put((unsigned char *)(uintptr_t)_PyRuntime[5], 16, many);
	else
		memcpy(arena + 64 + 512 + 8, &many, sizeof(many));
}

/* The same field of every code object. */
static void
in_all_codes(size_t field, const void *what)
{
	for (size_t at = 0; at + 192 < used; at += 16) {
		uint64_t type;

		memcpy(&type, arena + at + 8, sizeof(type));
		if (type == (uint64_t)(uintptr_t)PyCode_Type)
			put(arena + at, field, what);
	}
}

static void
big(const char *name)
{
	size_t size = 1 << 20;
	unsigned char *object = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (object == MAP_FAILED)
		abort();
	memset(object, 128 | 15 << 3, size);
	put_number(object, 16, (1 << 19) / 64);
	if (strcmp(name, "tables") == 0) {
		in_all_codes(136, object);
		return;
	}
	/* Four bytes a character, each as long in UTF-8. */
	put_number(object, 16, INT64_MAX);
	put_number(object, 32, 4 << 2 | 1 << 5);
	in_all_codes(112, object);
	in_all_codes(120, object);
}

static void
apply(const char *name)
{
	if (strcmp(name, "threads") == 0)
		chain(8, 512);
	else if (strcmp(name, "interps") == 0)
		chain(0, 64);
	else if (strcmp(name, "frames") == 0)
		chain(48, 80);
	else if (strcmp(name, "holes") == 0)
		in_all_codes(112, arena + ARENA);
	else
		big(name);
}

#if defined(__x86_64__)
/* Makes the call on another stack and frame pointer, in libc's syscall(). */
static long
call_on(uint64_t *sp, uint64_t bp, const char *file)
{
	register const char *name __asm__("rsi") = file;
	register long mode __asm__("rdx") = R_OK;
	long nr = SYS_access, result;

	__asm__ volatile("mov %%rsp, %%r12\n\t"
			 "mov %%rbp, %%r13\n\t"
			 "mov %[sp], %%rsp\n\t"
			 "mov %[bp], %%rbp\n\t"
			 "call *%[fn]\n\t"
			 "mov %%r13, %%rbp\n\t"
			 "mov %%r12, %%rsp\n\t"
			 : "=a"(result), "+D"(nr), "+r"(name), "+r"(mode)
			 : [sp] "r"(sp), [bp] "r"(bp), [fn] "r"(syscall)
			 : "rcx", "r8", "r9", "r10", "r11", "r12", "r13", "cc",
			 "memory");
	return result;
}

/* Addresses of code lead the unwinder on, the rest astray. */
static uint64_t
on_stack(const uint64_t *stack, size_t words)
{
	uint64_t libc = (uint64_t)(uintptr_t)syscall;

	switch (any() % 6) {
	case 0: return libc + any() % 0x40000 - 0x20000;
	case 1: return (uint64_t)(uintptr_t)build + any() % 0x1000;
	case 2: return (uint64_t)(uintptr_t)(stack + any() % words);
	case 3: return (uint64_t)(uintptr_t)arena + any() % ARENA;
	default: return nasty();
	}
}

static void
fuzz_native(const char *file, uint64_t seed, unsigned long rounds)
{
	size_t words = 8192;
	uint64_t *stack = calloc(words, sizeof(*stack));

	if (stack == NULL)
		abort();
	random_state = seed * 2 + 1;
	while (rounds-- > 0) {
		for (size_t i = words / 2; i < words; i++)
			stack[i] = on_stack(stack, words);
		if (call_on(stack + words / 2, on_stack(stack, words), file) ==
		    0)
			abort();
	}
	free(stack);
}
#else
#define fuzz_native fuzz
#endif

int
main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	arena = mmap(NULL, ARENA + PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pristine = malloc(ARENA);
	if (arena == MAP_FAILED || pristine == NULL ||
	    mprotect(arena + ARENA, PAGE, PROT_NONE) != 0)
		return 2;
	build();
	memcpy(pristine, arena, used);
	if (argc == 5) {
		fuzz_native(argv[1], strtoull(argv[2], NULL, 10),
		    strtoul(argv[3], NULL, 10));
		return 0;
	}
	if (argc == 4) {
		fuzz(argv[1], strtoull(argv[2], NULL, 10),
		    strtoul(argv[3], NULL, 10));
		return 0;
	}
	apply(argv[2]);
	for (int i = 0; i < 2000; i++) {
		/* Another first line: no stack is like the last. */
		in_all_codes(72, (void *)(uintptr_t)i);
		if (access(argv[1], R_OK) == 0)
			abort();
	}
	return 0;
}
