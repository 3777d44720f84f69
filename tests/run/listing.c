/* Reads folders in every way that getdents(2) allows: with tiny buffers, from
 * any position, by the older call, by two threads at once and through a
 * descriptor that is swapped meanwhile.
 *
 *   listing walk DIR SIZE      each name once, and again from any position
 *   listing rename DIR SIZE    the same while names change in the midst
 *   listing names DIR          both calls: name, kind, whether the number is
 *                              that of stat(2)
 *   listing errors DIR FILE    what goes wrong
 *   listing race DIR OTHER NAME...  none of the names may ever appear
 *   listing share DIR OTHER NAME... the same, swapped by another process
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
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

#define ROUNDS 3000
#define SEEKS  2000

struct record {
	uint64_t ino;
	int64_t off;
	uint16_t len;
	unsigned char type;
	char name[];
};

struct told {
	char *name;
	int64_t off;
};

static struct told *all;
static size_t count, room;

static void __attribute__((noreturn, format(printf, 1, 2)))
wrong(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	exit(1);
}

static int
folder(const char *name)
{
	int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		wrong("cannot open %s: %s", name, strerror(errno));
	return fd;
}

static long
read_some(int fd, void *buf, size_t size)
{
	long n = syscall(SYS_getdents64, fd, buf, size);

	if (n < 0)
		wrong("getdents64: %s", strerror(errno));
	return n;
}

static void
keep(const struct record *r)
{
	if (count == room) {
		room = room == 0 ? 1024 : 2 * room;
		all = realloc(all, room * sizeof(*all));
		if (all == NULL)
			wrong("no memory");
	}
	all[count].name = strdup(r->name);
	all[count++].off = r->off;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct told *)a)->name,
	    ((const struct told *)b)->name);
}

static void
each_once(void)
{
	struct told *sorted = malloc(count * sizeof(*sorted));

	memcpy(sorted, all, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), by_name);
	for (size_t i = 1; i < count; i++)
		if (strcmp(sorted[i - 1].name, sorted[i].name) == 0)
			wrong("told twice: %s", sorted[i].name);
	free(sorted);
}

/* Reads on to the end, or to `most` names. */
static void
read_on(int fd, size_t size, size_t most)
{
	_Alignas(8) char buf[65536];
	long n;

	while (count < most && (n = read_some(fd, buf, size)) > 0)
		for (long at = 0; at < n;) {
			const struct record *r = (const void *)(buf + at);

			if ((size_t)n > size || r->len > n - at)
				wrong("a record too long");
			keep(r);
			at += r->len;
		}
}

static void
seek_anywhere(int fd, size_t size)
{
	_Alignas(8) char buf[65536];
	const struct record *r = (const void *)buf;

	srandom(1);
	for (int i = 0; i < SEEKS; i++) {
		size_t k = (size_t)random() % count;

		if (lseek(fd, all[k].off, SEEK_SET) != all[k].off)
			wrong("cannot seek to %lld", (long long)all[k].off);
		if (read_some(fd, buf, size) == 0) {
			if (k != count - 1)
				wrong("nothing behind %s", all[k].name);
		} else if (k == count - 1 ||
		    strcmp(r->name, all[k + 1].name) != 0) {
			wrong("behind %s stands %s", all[k].name, r->name);
		}
	}
}

static void
walk(const char *dir, size_t size)
{
	int fd = folder(dir);

	read_on(fd, size, SIZE_MAX);
	each_once();
	seek_anywhere(fd, size);
	printf("%zu names\n", count);
}

/* Of the names that stay, each is told once. */
static void
rename_amid(const char *dir, size_t size)
{
	int fd = folder(dir);
	size_t names, stay = 0;

	read_on(fd, size, SIZE_MAX);
	names = count;
	count = 0;
	lseek(fd, 0, SEEK_SET);
	read_on(fd, size, names / 2);
	/* One that was told, and one that is about to be. */
	if (renameat(fd, "00007", fd, "renamed") != 0 ||
	    renameat(fd, all[names - 2].name, fd, "other") != 0 ||
	    unlinkat(fd, all[names - 3].name, 0) != 0)
		wrong("cannot rename: %s", strerror(errno));
	read_on(fd, size, SIZE_MAX);
	each_once();
	for (size_t i = 0; i < count; i++)
		stay += strcmp(all[i].name, "renamed") != 0 &&
		    strcmp(all[i].name, "other") != 0;
	if (stay < names - 3)
		wrong("%zu names of %zu", stay, names);
	count = 0;
	lseek(fd, 0, SEEK_SET);
	read_on(fd, size, SIZE_MAX);
	each_once();
	printf("%zu names, then %zu\n", names, count);
}

static void
tell_name(int fd, const char *call, const char *name, uint64_t ino, int type)
{
	struct stat st;
	bool same = fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    st.st_ino == ino && IFTODT(st.st_mode) == (unsigned)type;

	printf("%s %s %d %s\n", call, name, type, same ? "same" : "other");
}

static void
names(const char *dir)
{
	_Alignas(8) char buf[65536];
	int fd = folder(dir);
	long n = read_some(fd, buf, sizeof(buf));

	for (long at = 0; at < n;) {
		const struct record *r = (const void *)(buf + at);

		tell_name(fd, "getdents64", r->name, r->ino, r->type);
		at += r->len;
	}
#ifdef SYS_getdents
	lseek(fd, 0, SEEK_SET);
	n = syscall(SYS_getdents, fd, buf, sizeof(buf));
	for (long at = 0; at < n;) {
		/* The type is the record's last byte, the name begins where
		 * the newer record has it. */
		const struct record *r = (const void *)(buf + at);

		tell_name(fd, "getdents", (const char *)&r->type, r->ino,
		    buf[at + r->len - 1]);
		at += r->len;
	}
#endif
}

static void
result(const char *what, long n)
{
	printf("%s: %s\n", what, n < 0 ? strerror(errno) : "done");
}

static void
errors(const char *dir, const char *file)
{
	int fd = folder(dir), two = dup(fd);
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char buf[256];

	munmap(page + 4096, 4096);
	result("no descriptor", syscall(SYS_getdents64, 987, buf, 256));
	result("a negative one", syscall(SYS_getdents64, -100, buf, 256));
	result("a file",
	    syscall(SYS_getdents64, open(file, O_RDONLY), buf, 256));
	result("a name only",
	    syscall(SYS_getdents64, open(dir, O_PATH), buf, 256));
	result("no room", syscall(SYS_getdents64, fd, buf, 0));
	result("little room", syscall(SYS_getdents64, fd, buf, 23));
	result("no memory", syscall(SYS_getdents64, fd, NULL, 256));
	result("memory that ends",
	    syscall(SYS_getdents64, fd, page + 4096 - 16, 256));
	result("memory that is read-only",
	    syscall(SYS_getdents64, fd, "", 4096));
	printf("moved to %ld\n", (long)lseek(fd, 0, SEEK_CUR));
	printf("room for one: %ld\n",
	    syscall(SYS_getdents64, fd, page + 4096 - 30, 256));
	printf("the rest: %s\n",
	    syscall(SYS_getdents64, two, buf, 256) > 0 ? "some" : "none");
	while (syscall(SYS_getdents64, two, buf, 256) > 0)
		;
	printf("at the end: %ld\n", syscall(SYS_getdents64, fd, buf, 256));
}

static char **forbidden;
static int swapped, there, other;
static volatile bool done;

/* Reads the descriptor whatever stands behind it. */
static void
read_swapped_once(long nr)
{
	_Alignas(8) char buf[4096];
	long n = syscall(nr, swapped, buf, sizeof(buf));

	for (long at = 0; at < n;) {
		const struct record *r = (const void *)(buf + at);
		const char *name =
		    nr == SYS_getdents64 ? r->name : (const char *)&r->type;

		for (char **f = forbidden; *f != NULL; f++)
			if (strcmp(*f, name) == 0)
				wrong("seen: %s", name);
		at += r->len;
	}
	lseek(swapped, 0, SEEK_SET);
}

static void *
read_swapped(void *nr)
{
	while (!done)
		read_swapped_once((long)(intptr_t)nr);
	return NULL;
}

static void
race(const char *dir, const char *beside, char **list)
{
	pthread_t reader[2];
	long old = SYS_getdents64;

#ifdef SYS_getdents
	old = SYS_getdents;
#endif
	forbidden = list;
	there = folder(dir);
	other = folder(beside);
	swapped = fcntl(there, F_DUPFD_CLOEXEC, 50);
	pthread_create(&reader[0], NULL, read_swapped,
	    (void *)(intptr_t)SYS_getdents64);
	pthread_create(&reader[1], NULL, read_swapped, (void *)(intptr_t)old);
	for (int i = 0; i < ROUNDS; i++) {
		dup3(other, swapped, O_CLOEXEC);
		usleep(10);
		dup3(there, swapped, O_CLOEXEC);
		usleep(10);
	}
	done = true;
	pthread_join(reader[0], NULL);
	pthread_join(reader[1], NULL);
	printf("never seen\n");
}

/* As race(), with a process that has the same descriptors. */
static void
share(const char *dir, const char *beside, char **list)
{
	pid_t child;

	forbidden = list;
	there = folder(dir);
	other = folder(beside);
	swapped = fcntl(there, F_DUPFD_CLOEXEC, 50);
	child = (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, NULL, NULL,
	    NULL, NULL);
	if (child < 0)
		wrong("clone: %s", strerror(errno));
	while (child == 0) {
		dup3(other, swapped, O_CLOEXEC);
		usleep(10);
		dup3(there, swapped, O_CLOEXEC);
		usleep(10);
	}
	for (int i = 0; i < ROUNDS; i++)
		read_swapped_once(SYS_getdents64);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	printf("never seen\n");
}

int
main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";

	if (strcmp(what, "names") == 0)
		names(argv[2]);
	else if (argc > 3 && strcmp(what, "walk") == 0)
		walk(argv[2], strtoul(argv[3], NULL, 10));
	else if (argc > 3 && strcmp(what, "rename") == 0)
		rename_amid(argv[2], strtoul(argv[3], NULL, 10));
	else if (argc > 3 && strcmp(what, "errors") == 0)
		errors(argv[2], argv[3]);
	else if (argc > 3 && strcmp(what, "race") == 0)
		race(argv[2], argv[3], argv + 4);
	else if (argc > 3 && strcmp(what, "share") == 0)
		share(argv[2], argv[3], argv + 4);
	else
		wrong("usage");
	return 0;
}
