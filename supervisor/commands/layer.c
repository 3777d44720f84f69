/* The commands about layers: their words, and discarding. */
#include "commands/layer.h"
#include "commands/layer_journal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "commands/commands.h"
#include "run.h"
#include "view/layer.h"

#define USAGE "say ptsandbox layer diff, commit or discard, and one folder"

int
layer_failed(const char *what, const char *name, int err)
{
	cleanup_str struct str shown = {0};

	if (name != NULL)
		str_add_shown(&shown, name, strlen(name));
	log_line("%s%s%s: %s", what, name != NULL ? " " : "", str_text(&shown),
	    strerror(-err));
	return EXIT_OURS;
}

static int
layer_discard(struct layer *l)
{
	int err;

	if (journal_there(l)) {
		log_line("a commit of this layer was interrupted, and has "
			 "changed the folder below; give ptsandbox layer "
			 "commit again");
		return EXIT_OURS;
	}
	err = journal_unstage(l);
	if (err == 0)
		err = layer_clear(l);
	return err == 0 ? 0 : layer_failed("cannot empty", l->dir, err);
}

/* Trees are deep, and a folder is held open for each level that is removed. */
static void
take_room(void)
{
	struct rlimit files;

	(void)umask(0);
	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return;
	files.rlim_cur = files.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &files);
}

static int
obey(const char *word, struct layer *l)
{
	int status;

	if (strcmp(word, "diff") == 0)
		status = layer_diff(l);
	else if (strcmp(word, "commit") == 0)
		status = layer_commit(l);
	else
		status = layer_discard(l);
	if (status != EXIT_OURS && (fflush(stdout) != 0 || ferror(stdout) != 0))
		status = layer_failed("standard output", NULL, -errno);
	return status;
}

int
layer_command(int argc, char **argv)
{
	cleanup_free char *dir = NULL, *from = NULL;
	cleanup_str struct str shown = {0};
	char why[3 * PATH_MAX];
	struct layer *l;
	int status;

	if (argc != 3 ||
	    (strcmp(argv[1], "diff") != 0 && strcmp(argv[1], "commit") != 0 &&
		strcmp(argv[1], "discard") != 0)) {
		log_line("%s; see ptsandbox(1), LAYERS", USAGE);
		return EXIT_OURS;
	}
	dir = realpath(argv[2], NULL);
	if (dir == NULL)
		return layer_failed("the layer", argv[2], -errno);
	take_room();
	l = layer_open_dir(dir, NULL, LAYER_SEE, &from, why, sizeof(why));
	if (l == NULL) {
		str_add_shown(&shown, why, strlen(why));
		log_line("%s", str_text(&shown));
		return EXIT_OURS;
	}
	status = obey(argv[1], l);
	layer_close(l);
	return status;
}
