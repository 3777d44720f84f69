/* ptsandbox layer diff: a line for each change, and of texts what changed in
 * them.  Names and texts are the job's: they are shown, never obeyed. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/str.h"
#include "commands/layer.h"
#include "view/layer.h"
#include "view/layer_walk.h"

/* Larger files are not compared line by line. */
#define TEXT_MAX (1L << 20)

/* The two files that diff(1) is given. */
#define OLD_FD 3
#define NEW_FD 4

/* Opens a file of one side to be read; -1: it cannot be. */
static int
open_file(int root, const char *name)
{
	int fd = layer_open_in(root, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);

	return fd < 0 ? -1 : fd;
}

/* Are the bytes of two files of one size the same? */
static bool
same_bytes(int a, int b)
{
	char left[65536], right[65536];
	off_t at = 0;

	for (;;) {
		ssize_t n = pread(a, left, sizeof(left), at);
		ssize_t m = pread(b, right, sizeof(right), at);

		if (n != m || n < 0)
			return false;
		if (n == 0)
			return true;
		if (memcmp(left, right, (size_t)n) != 0)
			return false;
		at += n;
	}
}

static bool
same_link(const struct layer *l, const char *name)
{
	cleanup_fd int a = layer_open_in(l->lower, name, O_PATH | O_NOFOLLOW);
	cleanup_fd int b = layer_open_in(l->tree, name, O_PATH | O_NOFOLLOW);
	char left[PATH_MAX], right[PATH_MAX];
	ssize_t n = a < 0 ? -1 : readlinkat(a, "", left, sizeof(left));
	ssize_t m = b < 0 ? -1 : readlinkat(b, "", right, sizeof(right));

	return n >= 0 && n == m && memcmp(left, right, (size_t)n) == 0;
}

/* Is what both have the same, but for modes and times? */
static bool
same_contents(const struct layer *l, const struct layer_change *c)
{
	cleanup_fd int a = -1, b = -1;

	if (S_ISLNK(c->new.st_mode))
		return same_link(l, c->name);
	if (!S_ISREG(c->new.st_mode))
		return true;
	if (c->old.st_size != c->new.st_size)
		return false;
	a = open_file(l->lower, c->name);
	b = open_file(l->tree, c->name);
	return a >= 0 && b >= 0 && same_bytes(a, b);
}

/* One line, with its tabs and backslashes: they do no harm. */
static void
show_line(const char *line, size_t len)
{
	cleanup_str struct str shown = {0};

	while (len > 0) {
		size_t n = 0;

		while (n < len && line[n] != '\t' && line[n] != '\\')
			n++;
		str_add_shown(&shown, line, n);
		if (n < len)
			str_add_char(&shown, line[n++]);
		line += n;
		len -= n;
	}
	puts(str_text(&shown));
}

static void
show_name(const char *what, const struct layer_change *c, mode_t mode)
{
	cleanup_str struct str shown = {0};

	str_add_shown(&shown, c->name, strlen(c->name));
	printf("%s /%s%s", what, str_text(&shown),
	    S_ISDIR(mode) && c->name[0] != '\0' ? "/" : "");
}

static void __attribute__((noreturn)) run_diff(int old, int new, int out)
{
	/* Away from the numbers that they are to have. */
	int a = fcntl(old, F_DUPFD, 10), b = fcntl(new, F_DUPFD, 10);
	int err = open("/dev/null", O_WRONLY);

	if (a < 0 || b < 0 || err < 0 || dup2(out, STDOUT_FILENO) < 0 ||
	    dup2(err, STDERR_FILENO) < 0 || dup2(a, OLD_FD) < 0 ||
	    dup2(b, NEW_FD) < 0 || close(a) != 0 || close(b) != 0)
		_exit(127);
	execlp("diff", "diff", "-u", "--label", "a", "--label", "b",
	    "/proc/self/fd/3", "/proc/self/fd/4", (char *)NULL);
	_exit(127);
}

/* Shows what diff(1) says, but for its two first lines, which are labels. */
static bool
show_output(int fd)
{
	FILE *f = fdopen(fd, "r");
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	bool any = false;

	if (f == NULL) {
		close(fd);
		return false;
	}
	while ((n = getline(&line, &room, f)) >= 0) {
		if (n > 0 && line[n - 1] == '\n')
			n--;
		if (any ||
		    (strncmp(line, "---", 3) != 0 &&
			strncmp(line, "+++", 3) != 0)) {
			show_line(line, (size_t)n);
			any = true;
		}
	}
	free(line);
	fclose(f);
	return any;
}

static bool
diff_files(int old, int new)
{
	int pipes[2], status;
	bool any;
	pid_t pid;

	if (pipe2(pipes, O_CLOEXEC) != 0)
		return false;
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		run_diff(old, new, pipes[1]);
	close(pipes[1]);
	if (pid < 0) {
		close(pipes[0]);
		return false;
	}
	any = show_output(pipes[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return any;
}

/* Has the file no NUL in its beginning, as diff(1) and git(1) tell texts? */
static bool
is_text(int fd)
{
	char head[8192];
	ssize_t n = pread(fd, head, sizeof(head), 0);

	return n >= 0 && memchr(head, '\0', (size_t)n) == NULL;
}

/* What changed in a text; a new one is all new. */
static void
show_text(const struct layer *l, const struct layer_change *c)
{
	bool fresh = c->kind == CHANGE_ADDED || !S_ISREG(c->old.st_mode);
	cleanup_fd int a = fresh ? open("/dev/null", O_RDONLY | O_CLOEXEC)
				 : open_file(l->lower, c->name);
	cleanup_fd int b = open_file(l->tree, c->name);

	if (a < 0 || b < 0 || c->new.st_size > TEXT_MAX ||
	    (!fresh && c->old.st_size > TEXT_MAX) || c->new.st_size == 0)
		return;
	if (is_text(a) && is_text(b))
		(void)diff_files(a, b);
}

/* Where a link leads. */
static void
show_link(const struct layer *l, const struct layer_change *c)
{
	cleanup_fd int fd =
	    layer_open_in(l->tree, c->name, O_PATH | O_NOFOLLOW);
	cleanup_str struct str shown = {0};
	char text[PATH_MAX];
	ssize_t n;

	if (fd < 0 || !S_ISLNK(c->new.st_mode))
		return;
	n = readlinkat(fd, "", text, sizeof(text));
	str_add_shown(&shown, text, n > 0 ? (size_t)n : 0);
	printf(" -> %s", str_text(&shown));
}

static void
show_both(const struct layer *l, const struct layer_change *c)
{
	mode_t old = c->old.st_mode & 07777, new = c->new.st_mode & 07777;
	bool same = same_contents(l, c);

	if (same && old == new)
		return;
	show_name("M", c, c->new.st_mode);
	if (old != new)
		printf(" (mode %04o, was %04o)", (unsigned)new, (unsigned)old);
	show_link(l, c);
	putchar('\n');
	if (!same && S_ISREG(c->new.st_mode))
		show_text(l, c);
}

static int
show(void *ctx, const struct layer_change *c)
{
	const struct layer *l = ctx;

	switch (c->kind) {
	case CHANGE_DELETED:
		show_name("D", c, c->old.st_mode);
		putchar('\n');
		return 0;
	case CHANGE_BOTH: show_both(l, c); return 0;
	case CHANGE_ADDED:
	case CHANGE_TYPE:
		show_name(c->kind == CHANGE_ADDED ? "A" : "T", c,
		    c->new.st_mode);
		show_link(l, c);
		putchar('\n');
		if (S_ISREG(c->new.st_mode))
			show_text(l, c);
		return 0;
	}
	return 0;
}

int
layer_diff(const struct layer *l)
{
	struct layer all = *l;
	int err = layer_changes(l, show, &all);

	return err == 0 ? 0
			: layer_failed("cannot look at all of", l->dir, err);
}
