/* duel: the name is where the supervisor keeps what it judged for another
 *   thread: read-only to the job, and changed by the next call of that thread
 * source: Watson, Exploiting Concurrency Vulnerabilities in System Call
 *   Wrappers, WOOT 2007
 * stops: what stands in the region is copied and judged as all memory is
 * duels: slot
 * flippers: thread
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/lib/duel.h"

/* The layout of the region's slots: tracee-stub/region.h. */
#define SLOT 16384

static char name[2][512];

static void
prepare(void)
{
	snprintf(name[0], sizeof(name[0]), "%s/a/f", dir);
	snprintf(name[1], sizeof(name[1]), "%s/c/ro", dir);
}

/* Opens it: both may be read. */
static void
look(const char *text)
{
	int fd = open(text, O_RDONLY);

	if (fd >= 0)
		close(fd);
}

/* Where the caller's own slot holds the name that it opens. */
static char *
find(const char *text)
{
	struct target t = region(MAP_PRIVATE | MAP_ANONYMOUS);

	look(text);
	if (t.ours)
		return strcpy(arena->path, text);
	for (char *slot = t.base; slot + SLOT <= t.base + t.len; slot += SLOT) {
		char *at = memmem(slot, 512, text, strlen(text) + 1);

		if (at != NULL)
			return at;
	}
	broken("no slot holds the name");
}

static void
flip(int side)
{
	if (arena->pointer == NULL)
		__atomic_store_n(&arena->pointer, find(name[side]),
		    __ATOMIC_RELEASE);
	look(name[side]);
	if (arena->pointer == arena->path)
		strcpy(arena->path, name[side]);
}

/* Only a/f may be written. */
static enum hit
strike(void)
{
	char link[64], to[512] = "";
	char *at;
	int fd;

	while (
	    (at = __atomic_load_n(&arena->pointer, __ATOMIC_ACQUIRE)) == NULL)
		;
	fd = open(at, O_RDWR);
	if (fd < 0)
		return HIT_DENIED;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	if (readlink(link, to, sizeof(to) - 1) < 0)
		to[0] = '\0';
	close(fd);
	return strcmp(to, name[1]) == 0 ? HIT_WON : HIT_ALLOWED;
}

const struct duel duels[] = {
    {"slot", prepare, flip, strike},
    {0 },
};
