/* attack: lose or blank the region by advice on its pages
 * source: madvise(2); MADV_DONTFORK and guard pages do not ask mseal(2)
 * stops: the region is shared memory, which no advice empties; without its
 *   pages a pinned call fails, and nothing else is read in their place
 * variants: dontneed free cold pageout remove wipeonfork guard poison
 *   dontneed-locked
 * bare/cold: refused (content stays)
 * bare/pageout: refused (content stays)
 * bare/free: any (when memory is short)
 * bare/remove: any (for files)
 * bare/wipeonfork: any (Linux 4.14)
 * bare/guard: any (Linux 6.13)
 * bare/poison: any (privileged)
 * bare/dontneed-locked: any (Linux 5.18)
 * expect: EACCES EPERM EINVAL EFAULT SIGSEGV
 * audit: any
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/guest.h"

static const struct {
	const char *name;
	int advice;
} advices[] = {
    {"dontneed",        MADV_DONTNEED  },
    {"free",            MADV_FREE      },
    {"cold",            20             },
    {"pageout",         21             },
    {"remove",          MADV_REMOVE    },
    {"wipeonfork",      MADV_WIPEONFORK},
    {"guard",           102            },
    {"poison",          MADV_HWPOISON  },
    {"dontneed-locked", 24             },
};

/* A copy of 4 KiB that the kernel makes: it says EFAULT where we would die. */
static bool
copy(const char *from, char to[4096])
{
	int p[2];
	bool good;

	must(pipe(p), "pipe");
	good = write(p[1], from, 4096) == 4096 && read(p[0], to, 4096) == 4096;
	close(p[0]);
	close(p[1]);
	return good;
}

static bool
changed(const char *base, const char before[4096])
{
	char after[4096];

	return copy(base, after) && memcmp(before, after, 4096) != 0;
}

void
attack(int argc, char **argv)
{
	struct target t = region(MAP_PRIVATE | MAP_ANONYMOUS);
	char before[4096];
	int err = EACCES;
	pid_t pid;

	(void)argc;
	(void)argv;
	if (t.ours) {
		must(mprotect(t.base, t.len, PROT_READ | PROT_WRITE), "own");
		memset(t.base, 'x', t.len);
		must(mprotect(t.base, t.len, PROT_READ), "own");
	}
	/* Slot 0, which is ours, holds what the kernel was given last. */
	if (!t.ours)
		close(open(at("a/f"), O_RDONLY));
	if (!copy(t.base, before))
		broken("copy");
	for (size_t i = 0; i < sizeof(advices) / sizeof(advices[0]); i++) {
		if (is(advices[i].name) &&
		    madvise(t.base, t.len, advices[i].advice) < 0)
			err = errno;
	}
	pid = fork();
	must(pid, "fork");
	if (pid == 0)
		_exit(changed(t.base, before) ? 0 : ENODATA);
	if (changed(t.base, before))
		won("it was blanked");
	if (!t.ours && is_secret(open(at("b/f"), O_RDONLY)))
		won("secret");
	if (is("wipeonfork") && err == EACCES)
		as_child(pid, "it was blanked in the child");
	errno = err;
	lost("open");
}
