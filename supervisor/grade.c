/* Grading a run by what was expected of it. */
#include "grade.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "audit/witness.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "run.h"

static bool
complain(const char *path, int err, const char *then)
{
	cleanup_str struct str shown = {0};

	str_add_shown(&shown, path, strlen(path));
	log_line("--expect-report %s: %s: %s", str_text(&shown), strerror(-err),
	    then);
	return false;
}

bool
grade_open(struct grade *g, const struct opts *o, const struct rules *r)
{
	*g = (struct grade){.fd = -1, .path = o->expect_report};
	if (witness_new(r, &g->witness) != 0) {
		log_line("out of memory");
		return false;
	}
	if (g->path == NULL)
		return true;
	if (g->witness == NULL) {
		log_line("--expect-report has nothing to tell: the rules have "
			 "no 'expect', and there is no --expect");
		return false;
	}
	g->fd = open(g->path,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
	return g->fd >= 0 || complain(g->path, -errno, "nothing was run");
}

static void
tell(const char *line)
{
	log_line("%s", line);
}

/* Returns 0 or -errno. */
static int
write_report(const struct grade *g)
{
	cleanup_str struct str text = {0};

	witness_report(g->witness, witness_form_of(g->path), &text);
	if (text.failed)
		return -ENOMEM;
	/* What the job may have put there meanwhile is no part of it. */
	if (ftruncate(g->fd, 0) != 0 && errno != EINVAL)
		return -errno;
	return fd_write(g->fd, str_text(&text), text.len);
}

int
grade_end(struct grade *g, int status)
{
	size_t failed;
	int err;

	if (g->witness == NULL)
		return status;
	failed = witness_end(g->witness, status);
	witness_failures(g->witness, tell);
	err = g->fd >= 0 ? write_report(g) : 0;
	if (err != 0) {
		complain(g->path, err, "the report is not whole");
		return EXIT_OURS;
	}
	return status == 0 && failed > 0 ? EXIT_EXPECTED : status;
}

void
grade_done(struct grade *g)
{
	witness_free(g->witness);
	fd_close(&g->fd);
}
