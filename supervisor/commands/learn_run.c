/* The runs that `ptsandbox learn` makes: ptsandbox itself, started anew, since
 * a run changes what its process may do. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audit/reader.h"
#include "base/fd.h"
#include "commands/learn.h"
#include "run.h"

/* A file for a record that has no name: whoever looks into the folder of
 * temporary files finds nothing.  -1 with a fault. */
static int
open_record(struct faults *f)
{
	const char *folder = getenv("TMPDIR");
	char name[PATH_MAX];
	cleanup_fd int fd = -1;

	if (folder == NULL || folder[0] != '/')
		folder = "/tmp";
	if (snprintf(name, sizeof(name), "%s/ptsandbox-XXXXXX", folder) <
	    (int)sizeof(name))
		fd = mkostemp(name, O_CLOEXEC);
	if (fd < 0) {
		fault_add(f, NULL, 0, 0,
		    "learn: cannot make a file for the record, in TMPDIR or "
		    "/tmp: %s",
		    strerror(errno));
		return -1;
	}
	(void)unlink(name);
	return steal_fd(&fd);
}

/* The words of the run. */
static const char **
words_of(const struct learn_words *w, const char *record, bool learning)
{
	size_t count = 0, at = 0;
	const char **words;

	while (w->command[count] != NULL)
		count++;
	words = calloc(count + w->pass_count + 12, sizeof(*words));
	if (words == NULL)
		return NULL;
	words[at++] = "ptsandbox";
	words[at++] = "--audit";
	words[at++] = record;
	if (learning) {
		words[at++] = "--quiet";
		words[at++] = "--stacks";
		words[at++] = "python";
	}
	if (learning && w->narrow == NULL)
		words[at++] = "--audit-only";
	if (!learning || w->narrow != NULL || w->rules != NULL) {
		words[at++] = "-r";
		words[at++] = !learning ? w->output
		    : w->narrow != NULL ? w->narrow
					: w->rules;
	}
	for (size_t i = 0; i < w->pass_count; i++)
		words[at++] = w->pass[i];
	words[at++] = "--";
	for (size_t i = 0; i < count; i++)
		words[at++] = w->command[i];
	return words;
}

/* Waits for the run.  Keys that end it are for it, as for a shell's child. */
static int
wait_for(pid_t pid, struct faults *f)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
	int status = 0;

	sigaction(SIGINT, &ignore, &interrupt);
	sigaction(SIGQUIT, &ignore, &quit);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR) {
			fault_add(f, NULL, 0, 0, "learn: %s", strerror(errno));
			status = -1;
			break;
		}
	sigaction(SIGINT, &interrupt, NULL);
	sigaction(SIGQUIT, &quit, NULL);
	if (status == -1)
		return -1;
	return WIFSIGNALED(status) ? EXIT_SIGNAL + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

static int
start(const char **words, struct faults *f)
{
	pid_t self = getpid(), pid = fork();

	if (pid < 0) {
		fault_add(f, NULL, 0, 0, "learn: cannot start a process: %s",
		    strerror(errno));
		return -1;
	}
	if (pid == 0) {
		/* It ends with us, and the job with it. */
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() == self)
			execv("/proc/self/exe",
			    (char *const *)(uintptr_t)words);
		_exit(EXIT_OURS);
	}
	return wait_for(pid, f);
}

static bool
is_denied(const json_t *line)
{
	const char *verdict = record_text(line, "verdict");

	return verdict != NULL &&
	    (strcmp(verdict, "deny") == 0 || strcmp(verdict, "kill") == 0);
}

int
learn_read(const char *path, struct lessons *l, unsigned long *ret_denied,
    struct faults *f)
{
	struct record r;
	json_t *line;

	*ret_denied = 0;
	if (record_open(&r, path, f) == 0) {
		if (l != NULL) {
			json_decref(l->first);
			l->first = json_incref(r.first);
			record_restore(l->first);
		}
		while ((line = record_next(&r, f)) != NULL) {
			if (l != NULL)
				lessons_take(l, line);
			*ret_denied += is_denied(line);
			json_decref(line);
		}
	}
	if (l != NULL)
		lessons_next_record(l);
	record_done(&r);
	return fault_any(f) ? -1 : 0;
}

int
learn_run(const struct learn_words *w, struct lessons *l,
    unsigned long *ret_denied, struct faults *f)
{
	cleanup_fd int fd = open_record(f);
	cleanup_free const char **words = NULL;
	char record[64], own[64];
	int status;

	if (fd < 0)
		return -1;
	snprintf(record, sizeof(record), "/proc/%d/fd/%d", (int)getpid(), fd);
	snprintf(own, sizeof(own), "/proc/self/fd/%d", fd);
	words = words_of(w, record, l != NULL);
	if (words == NULL) {
		fault_add(f, NULL, 0, 0, "out of memory");
		return -1;
	}
	status = start(words, f);
	if (status < 0 || status == EXIT_OURS)
		return status;
	return learn_read(own, l, ret_denied, f) == 0 ? status : -1;
}
