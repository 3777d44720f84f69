/* One place, compared with what the kernel makes of the same name: the task is
 * the test itself, so both must come to the same object or the same errno. */
#include "walker.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tree.h"

struct place p;

int
resolve(const char *name, int dirfd, enum follow follow, enum want want,
    enum empty empty)
{
	int err;

	place_done(&p);
	snprintf(p.named, sizeof(p.named), "%s", name);
	err = place_resolve(&p, &all, task, dirfd, follow, want, empty);
	cr_assert_eq(err, 0, "%s: %s", name, strerror(-err));
	return p.err;
}

static void __attribute__((constructor)) start(void)
{
	place_init(&p);
}

void
as_kernel(const char *name, int dirfd, enum follow follow)
{
	char mine[32], text[PATH_MAX];
	struct stat a, b;
	ssize_t n;
	int err = resolve(name, dirfd, follow, WANT_OBJECT, NO_EMPTY);
	int fd = openat(dirfd, name,
	    O_PATH | O_CLOEXEC | (follow == FOLLOW ? 0 : O_NOFOLLOW));
	int want = fd < 0 ? errno : 0;

	if (err == 0 && !p.exists)
		err = ENOENT;
	cr_assert_eq(err, want, "'%s' follow %d: %s, kernel: %s", name, follow,
	    strerror(err), strerror(want));
	if (fd < 0)
		return;
	cr_assert_eq(fstat(fd, &a), 0);
	cr_assert_eq(fstat(p.object, &b), 0);
	cr_assert(a.st_dev == b.st_dev && a.st_ino == b.st_ino,
	    "'%s' is another object: %s", name, p.shown);
	cr_assert_eq(p.is_link, S_ISLNK(a.st_mode), "'%s'", name);
	place_proc_name(fd, mine, sizeof(mine));
	n = readlink(mine, text, sizeof(text) - 1);
	cr_assert_gt(n, 0);
	text[n] = '\0';
	cr_assert_str_eq(p.shown, text, "'%s'", name);
	close(fd);
}

void
both(const char *name)
{
	as_kernel(name, AT_FDCWD, FOLLOW);
	as_kernel(name, AT_FDCWD, NO_FOLLOW);
}
