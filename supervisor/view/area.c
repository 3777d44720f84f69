/* The run's own folders, and the janitor that removes them. */
#include "view/area.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/orphan.h"
#include "space.h"
#include "view/remove.h"

/* How long the janitor waits for what the kernel is still ending. */
#define PATIENCE_S 60

/* Makes the area where there is room for it.  False: nowhere. */
static bool
make_area(char path[PATH_MAX])
{
	const char *const bases[] = {getenv("XDG_RUNTIME_DIR"),
	    getenv("TMPDIR"), "/tmp"};

	for (size_t i = 0; i < sizeof(bases) / sizeof(bases[0]); i++) {
		cleanup_free char *real = NULL;

		if (bases[i] == NULL || bases[i][0] != '/')
			continue;
		real = realpath(bases[i], NULL);
		if (real == NULL ||
		    (size_t)snprintf(path, PATH_MAX, "%s/ptsandbox-XXXXXX",
			strcmp(real, "/") == 0 ? "" : real) >= PATH_MAX - 64)
			continue;
		if (mkdtemp(path) != NULL)
			return true;
	}
	return false;
}

/* Removes the area: what the job's last processes still make is removed as
 * well, once they are gone. */
static void
remove_area(const char *path)
{
	const struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return;
	for (int i = 0; i < PATIENCE_S * 50; i++) {
		if (remove_contents(fd) == 0 && rmdir(path) == 0)
			return;
		nanosleep(&pause, NULL);
	}
}

/* Away from our terminal's signals, and from our descriptors. */
static void
leave_all(int alive, int report)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	(void)setsid();
	prctl(PR_SET_NAME, "ptsandbox-tidy");
	(void)prctl(PR_SET_DUMPABLE, 0);
	/* Descriptors 0 and 1 are all it needs. */
	if (dup2(alive, 0) < 0 || dup2(report, 1) < 0 ||
	    syscall(SYS_close_range, 2u, ~0u, 0u) < 0 || chdir("/") < 0)
		_exit(1);
}

/* Its ends of the pipes. */
struct janitor {
	int alive;  /* ends with the supervisor and the job */
	int report; /* takes the name of what it made */
};

static void __attribute__((noreturn)) janitor(const void *arg)
{
	const struct janitor *j = arg;
	char path[PATH_MAX] = "";
	char byte;
	ssize_t n;

	leave_all(j->alive, j->report);
	/* Made here, so that it is never there without who removes it. */
	if (!make_area(path))
		path[0] = '\0';
	if (fd_write(1, path, sizeof(path)) == 0) {
		do
			n = read(0, &byte, 1);
		while (n > 0 || (n < 0 && errno == EINTR));
	}
	if (path[0] != '\0')
		remove_area(path);
	_exit(0);
}

static int
start_janitor(struct area *a)
{
	int alive[2], report[2];
	char path[PATH_MAX];
	ssize_t n;
	int err;

	if (pipe2(alive, O_CLOEXEC) != 0)
		return -errno;
	if (pipe2(report, O_CLOEXEC) != 0) {
		err = -errno;
		close(alive[0]);
		close(alive[1]);
		return err;
	}
	a->alive = alive[1];
	a->ended = report[0];
	err = orphan_start(janitor,
	    &(struct janitor){.alive = alive[0], .report = report[1]});
	close(alive[0]);
	close(report[1]);
	if (err != 0)
		return err;
	do
		n = read(a->ended, path, sizeof(path));
	while (n < 0 && errno == EINTR);
	if (n != (ssize_t)sizeof(path) || path[0] == '\0')
		return n < 0 ? -errno : -ENOENT;
	a->path = strdup(path);
	return a->path != NULL ? 0 : -ENOMEM;
}

/* A folder in the area; NULL with errno. */
static char *
make_folder(struct area *a, const char *name, mode_t mode)
{
	char **made = realloc(a->made, (a->count + 1) * sizeof(*made));
	char *path = NULL;

	if (made == NULL)
		return NULL;
	a->made = made;
	if (asprintf(&path, "%s/%s", a->path, name) < 0)
		return NULL;
	if (mkdir(path, 0700) != 0 || chmod(path, mode) != 0) {
		free(path);
		return NULL;
	}
	a->made[a->count++] = path;
	return path;
}

static const char *
make_place(void *ctx, const struct space_place *place)
{
	struct area *a = ctx;
	char name[32];
	char *path;

	snprintf(name, sizeof(name), "%u", a->count);
	switch (place->kind) {
	case SPACE_MAP: break;
	case SPACE_PRIVATE: return make_folder(a, name, 0700);
	case SPACE_STAND: return make_folder(a, name, 0555);
	case SPACE_HIDDEN:
		path = make_folder(a, name, 0555);
		if (path == NULL)
			return NULL;
		/* A name in it, which nothing can make. */
		a->made[a->count - 1] = NULL;
		if (asprintf(&a->made[a->count - 1], "%s/hidden", path) < 0)
			a->made[a->count - 1] = NULL;
		free(path);
		return a->made[a->count - 1];
	}
	errno = EINVAL;
	return NULL;
}

int
area_open(struct area *a, struct rules *r)
{
	int err;

	*a = (struct area){.alive = -1, .ended = -1};
	if (!rules_need_area(r))
		return rules_place(r, NULL, make_place, a);
	err = start_janitor(a);
	/* What names of the run's own folders lead to: nothing. */
	if (err == 0 && make_folder(a, "empty", 0555) == NULL)
		err = -errno;
	return err != 0 ? err : rules_place(r, a->path, make_place, a);
}

void
area_done(struct area *a)
{
	char byte;

	fd_close(&a->alive);
	if (a->ended >= 0)
		while (read(a->ended, &byte, 1) < 0 && errno == EINTR)
			;
	fd_close(&a->ended);
	for (unsigned i = 0; i < a->count; i++)
		free(a->made[i]);
	free(a->made);
	free(a->path);
	*a = (struct area){.alive = -1, .ended = -1};
}
