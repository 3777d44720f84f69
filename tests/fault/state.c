/* Which call of the fault build is to fail: PTS_FAULT="ROW NUMBER ERRNO" names
 * the row of functions.def, the number of its call, counted from 1 over all
 * processes of the run, and an errno; -1 stands for a transfer cut short.  With
 * a + behind the number, all later ones fail, too. */
#include "wrap.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FAULT(name, ...)   #name,
#define DEED(name, ...)    #name,
#define HAND(name, ...)    #name,
#define CALL(name, ...)    "syscall " #name,
#define REQUEST(name, ...) "ptrace " #name,
static const char *const names[] = {
#include "functions.def"
};
#undef FAULT
#undef DEED
#undef HAND
#undef CALL
#undef REQUEST

#define ROWS (sizeof(names) / sizeof(names[0]))

/* The fault that is asked for. */
static char target[FAULT_NAME];
static unsigned number;
static int target_errno;
static bool lasting;

static struct fault_state *state;
static _Thread_local bool cut;

int __real_open(const char *path, int flags, ...);
int __real_ftruncate(int fd, off_t size);
void *__real_mmap(void *p, size_t n, int prot, int flags, int fd, off_t at);
void *__wrap_malloc(size_t n);
void *__wrap_realloc(void *p, size_t n);
char *__wrap_strdup(const char *s);
void *yaml_malloc(size_t n);
void *yaml_realloc(void *p, size_t n);
char *yaml_strdup(const char *s);

static void
on_crash(int sig)
{
	atomic_store(&state->crashed, (unsigned)sig);
	signal(sig, SIG_DFL);
	raise(sig);
}

static void
see_crashes(void)
{
#ifndef __SANITIZE_ADDRESS__
	static const int all[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		signal(all[i], on_crash);
#else
	(void)on_crash;
#endif
}

/* Libraries allocate by these. */
void *
yaml_malloc(size_t n)
{
	return __wrap_malloc(n > 0 ? n : 1);
}

void *
yaml_realloc(void *p, size_t n)
{
	return __wrap_realloc(p, n > 0 ? n : 1);
}

char *
yaml_strdup(const char *s)
{
	return s != NULL ? __wrap_strdup(s) : NULL;
}

/* Before any constructor of the product. */
static void __attribute__((constructor(101))) start(void)
{
	const char *file = getenv("PTS_FAULT_STATE");
	const char *fault = getenv("PTS_FAULT");
	size_t size = sizeof(*state) + ROWS * sizeof(state->row[0]);
	char plus[2] = "";
	int fd;

	if (file == NULL)
		return;
	fd = __real_open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || __real_ftruncate(fd, (off_t)size) != 0)
		_exit(99);
	state =
	    __real_mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (state == MAP_FAILED)
		_exit(99);
	close(fd);
	for (size_t i = 0; i < ROWS; i++)
		snprintf(state->row[i].name, FAULT_NAME, "%s", names[i]);
	if (fault != NULL &&
	    sscanf(fault, "%43[^:]:%u%1[+]:%d", target, &number, plus,
		&target_errno) != 4 &&
	    sscanf(fault, "%43[^:]:%u:%d", target, &number, &target_errno) != 3)
		_exit(99);
	lasting = plus[0] == '+';
	see_crashes();
	json_set_alloc_funcs(__wrap_malloc, free);
}

bool
fault_now(unsigned row)
{
	unsigned n;

	cut = false;
	if (state == NULL)
		return false;
	n = atomic_fetch_add(&state->row[row].calls, 1) + 1;
	if (number == 0 || strcmp(target, names[row]) != 0 ||
	    (n != number && !(lasting && n > number)))
		return false;
	atomic_fetch_add(&state->struck, 1);
	cut = target_errno < 0;
	if (!cut)
		errno = target_errno;
	return !cut;
}

size_t
fault_short(unsigned row, size_t n)
{
	bool now = cut && strcmp(target, names[row]) == 0;

	cut = false;
	return now ? (n + 1) / 2 : n;
}

bool
fault_is_death(unsigned row)
{
	return target_errno == ESRCH && strcmp(target, names[row]) == 0;
}
