/* The second wall of one run: see wall/wall.h. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "call/keeper.h"
#include "run.h"
#include "run_state.h"

/* The folder of the host in which the job starts. */
static const char *
start_folder(const struct run *r, char here[PATH_MAX])
{
	if (r->folder[0] != '\0')
		return r->folder;
	return getcwd(here, PATH_MAX) != NULL ? here : "";
}

static int
make(struct run *r, const int *fds, size_t count)
{
	char here[PATH_MAX];
	struct wall_for f = {.rules = r->rules,
	    .start = start_folder(r, here),
	    .grows = r->opts->ctl,
	    .fds = fds,
	    .fd_count = count};

	return wall_open(&r->wall, &f);
}

/* For the record. */
static void
tell(const struct run *r)
{
	const char *stands[WALL_WORDS + 1] = {NULL};

	for (size_t n = 0; n < WALL_WORDS; n++)
		stands[n] = wall_word(&r->wall, n);
	audit_wall(r->audit, r->wall.abi, stands);
}

int
run_wall_open(struct run *r)
{
	size_t count = 3 + r->opts->kept_count;
	int *fds, err;

	if (r->opts->no_landlock) {
		tell(r);
		return 0;
	}
	fds = calloc(count, sizeof(*fds));
	if (fds == NULL) {
		run_complain(r, "out of memory");
		return EXIT_OURS;
	}
	for (int i = 0; i < 3; i++)
		fds[i] =
		    r->streams.standard[i] >= 0 ? r->streams.standard[i] : i;
	for (size_t i = 0; i < r->opts->kept_count; i++)
		fds[3 + i] = r->opts->kept[i];
	err = make(r, fds, count);
	free(fds);
	if (err == 0) {
		tell(r);
		r->mediator.walled = r->wall.ruleset >= 0;
		r->mediator.fixed = r->wall.fixed;
		return 0;
	}
	run_complain(r,
	    "cannot put a second wall around the job (Landlock): %s; "
	    "--no-landlock goes without",
	    strerror(-err));
	return EXIT_OURS;
}

pid_t
run_wall_fork(void *ctx)
{
	struct run *r = ctx;

	return keeper_fork(r->wall.ruleset, &r->mediator.keeper);
}

void
run_wall_end(struct run *r)
{
	const char *name = wall_replaced(&r->wall);

	if (name != NULL)
		run_complain(r,
		    "%s was replaced while the job ran, which could not "
		    "open the new one (see --no-landlock)",
		    name);
}
