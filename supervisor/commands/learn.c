/* `ptsandbox learn`: records are read or made, rules written, and tried. */
#include "commands/learn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"
#include "base/replace.h"
#include "commands/commands.h"
#include "learn/besides.h"
#include "learn/narrow.h"
#include "load.h"
#include "run.h"

/* Denied under the rules that were learned. */
#define EXIT_DENIED 1

/* Canonical names of the folders that rules speak of; owned. */
struct folders {
	char *cwd, *rules, *home, *temp;
};

static char *
canonical(const char *name)
{
	return name != NULL && name[0] == '/' ? realpath(name, NULL) : NULL;
}

static void
find_folders(struct folders *to, const char *output)
{
	char *slash;

	*to = (struct folders){.cwd = getcwd(NULL, 0),
	    .home = canonical(getenv("HOME")),
	    .temp = canonical(getenv("TMPDIR"))};
	if (strcmp(output, "-") == 0)
		return;
	to->rules = strdup(output);
	slash = to->rules != NULL ? strrchr(to->rules, '/') : NULL;
	if (slash != NULL)
		slash[slash == to->rules] = '\0';
	else
		free(steal_ptr(&to->rules));
	slash = realpath(to->rules != NULL ? to->rules : ".", NULL);
	free(to->rules);
	to->rules = slash;
}

static void
folders_done(struct folders *f)
{
	free(f->cwd);
	free(f->rules);
	free(f->home);
	free(f->temp);
}

/* Where the rules go must be free before anything is run. */
static void
check_output(const struct learn_words *w, struct faults *f)
{
	cleanup_str struct str shown = {0};
	struct stat st;

	if (strcmp(w->output, "-") == 0 || lstat(w->output, &st) != 0)
		return;
	str_add_shown(&shown, w->output, strlen(w->output));
	if (!S_ISREG(st.st_mode))
		fault_add(f, str_text(&shown), 0, 0,
		    "not a regular file: name another");
	else if (!w->force)
		fault_add(f, str_text(&shown), 0, 0,
		    "there is such a file: name another, or say --force");
}

/* Writes the text to a new file, in the place of an old one only with
 * --force. */
static int
write_file(const struct learn_words *w, const struct str *text)
{
	mode_t mask = umask(0);
	struct replace there = {
	    .folder = AT_FDCWD,
	    .name = w->output,
	    .mode = 0666 & ~mask,
	    .sync = true,
	    .fresh = !w->force,
	};

	(void)umask(mask);
	return replace_file(&there, text);
}

static int
write_rules(const struct learn_words *w, const struct str *text)
{
	cleanup_str struct str shown = {0};
	int err = 0;

	if (strcmp(w->output, "-") == 0) {
		fputs(str_text(text), stdout);
		if (fflush(stdout) != 0 || ferror(stdout) != 0)
			err = -errno;
	} else {
		err = write_file(w, text);
	}
	if (err == 0)
		return 0;
	str_add_shown(&shown, w->output, strlen(w->output));
	log_line("learn: %s: %s", str_text(&shown), strerror(-err));
	return EXIT_OURS;
}

/* The command for the first line of the rules. */
static void
add_about(struct str *to, const struct learn_words *w)
{
	if (w->records_count > 0)
		str_addf(to, "%zu record%s", w->records_count,
		    w->records_count > 1 ? "s" : "");
	if (w->from || w->command == NULL)
		return;
	str_add(to, w->records_count > 0 ? " and" : "");
	str_add(to, to->len > 0 ? " one run of" : "one run of");
	for (size_t i = 0; w->command[i] != NULL; i++) {
		str_add_char(to, ' ');
		str_add_shown(to, w->command[i], strlen(w->command[i]));
	}
}

/* The rules as a text.  Returns 0, or -1 with faults. */
static int
make_text(const struct learn_words *w, struct lessons *l,
    const struct folders *at, struct str *to, struct faults *f)
{
	cleanup_str struct str about = {0};
	struct learn_view view;
	struct learn_options o = {
	    .at = {at->cwd, at->rules, at->home, at->temp},
	    .many = w->many,
	    .is_folder = learn_is_folder,
	    .ctx = &view
        };
	struct learn_lost lost;
	int err;

	if (w->narrow != NULL)
		return narrow_file(to, l, w->narrow, f);
	add_about(&about, w);
	o.about = str_text(&about);
	learn_view_make(&view, l->first);
	err = w->rules != NULL ? besides_write(to, l, &o, w->rules, &lost, f)
			       : learn_write(to, l, &o, &lost, f);
	learn_view_done(&view);
	if (err == 0 && lost.names > 0)
		log_line("learn: %u names are not UTF-8, and no rule can say "
			 "them: allow the folders that they are in",
		    lost.names);
	return err;
}

/* How a run went. */
struct outcome {
	int status; /* -1: there was none */
	unsigned long denied;
};

/* Learns from the run.  Returns 0, or the exit status of a run that was none.
 */
static int
learn(const struct learn_words *w, struct lessons *l, struct outcome *ret,
    struct faults *f)
{
	int status;

	*ret = (struct outcome){.status = -1};
	if (w->from)
		return 0;
	status = learn_run(w, l, &ret->denied, f);
	if (status < 0 || status == EXIT_OURS)
		return EXIT_OURS;
	if (status == EXIT_CANNOT_RUN || status == EXIT_NOT_FOUND)
		return status;
	ret->status = status;
	if (status != 0)
		log_line("learn: the command ended with status %d: what it "
			 "does when it goes well is not learned",
		    status);
	return 0;
}

/* Runs it once more, under the rules: it must end as it did, and be denied no
 * more than it was. */
static int
verify(const struct learn_words *w, const struct outcome *learned,
    struct faults *f)
{
	unsigned long denied = 0;
	int status = learn_run(w, NULL, &denied, f);

	if (status < 0 || status == EXIT_OURS)
		return EXIT_OURS;
	if (denied > learned->denied) {
		log_line("learn: the rules do not let the run pass: %lu calls "
			 "were denied; see above, or with --summary",
		    denied - learned->denied);
		return EXIT_DENIED;
	}
	if (learned->status >= 0 && status != learned->status) {
		log_line("learn: the run ended with status %d, and with %d "
			 "under the rules",
		    learned->status, status);
		return EXIT_DENIED;
	}
	log_line("learn: verified: exit status %d, nothing %sdenied", status,
	    learned->denied > 0 ? "more was " : "was ");
	return 0;
}

/* Rules that are narrowed must not keep calls out of the record. */
static void
check_narrow(const struct learn_words *w, struct faults *f)
{
	cleanup_str struct str shown = {0};
	struct rules *r = rules_new();

	str_add_shown(&shown, w->narrow, strlen(w->narrow));
	if (r == NULL)
		f->failed = true;
	else if (rules_add_file(r, w->narrow, f) == 0 &&
	    rules_audit_log(r) != AUDIT_ALL)
		fault_add(f, str_text(&shown), 0, 0,
		    "its 'audit: log' keeps calls out of the record: take "
		    "that line out to narrow it");
	rules_free(r);
}

/* Names in rules are told from the folder that the rules are in. */
static void
check_same_folder(const struct learn_words *w, struct faults *f)
{
	cleanup_str struct str shown = {0};
	struct folders from, to;

	if (strcmp(w->output, "-") == 0)
		return;
	find_folders(&from, w->rules);
	find_folders(&to, w->output);
	str_add_shown(&shown, w->output, strlen(w->output));
	if (from.rules == NULL || to.rules == NULL ||
	    strcmp(from.rules, to.rules) != 0)
		fault_add(f, str_text(&shown), 0, 0,
		    "it must go into the folder of the rules of -r, whose "
		    "names that start with ./ are meant from there");
	folders_done(&from);
	folders_done(&to);
}

/* What was done and could not be learned, for the rules of -r say otherwise. */
static void
tell_besides(const struct learn_words *w, const struct lessons *l)
{
	cleanup_str struct str shown = {0};

	if (w->rules == NULL)
		return;
	str_add_shown(&shown, w->rules, strlen(w->rules));
	if (l->forbidden > 0)
		log_line("learn: %lu calls did what rules of %s forbid: these "
			 "rules stay",
		    l->forbidden, str_text(&shown));
	if (l->elsewhere > 0)
		log_line("learn: %lu calls of programs under a profile did "
			 "what it does not allow: rules of profiles are "
			 "written by hand",
		    l->elsewhere);
}

static int
obey(const struct learn_words *w, struct lessons *l, struct faults *f)
{
	cleanup_str struct str text = {0};
	struct outcome learned;
	struct folders at;
	unsigned long denied;
	int status, err;

	check_output(w, f);
	if (w->rules != NULL)
		check_same_folder(w, f);
	if (w->narrow != NULL)
		check_narrow(w, f);
	for (size_t i = 0; i < w->records_count && !fault_any(f); i++)
		learn_read(w->records[i], l, &denied, f);
	status = fault_any(f) ? EXIT_OURS : learn(w, l, &learned, f);
	if (status != 0 || fault_any(f))
		return status;
	if (l->skipped > 0 && w->narrow == NULL)
		log_line("learn: %lu calls were denied or refused, and are "
			 "not learned; a record of --audit-only denies none",
		    l->skipped);
	if (lessons_failed(l)) {
		fault_add(f, NULL, 0, 0, "learn: %s",
		    l->files.too_many ? "more names than rules could hold"
				      : "out of memory");
		return EXIT_OURS;
	}
	tell_besides(w, l);
	find_folders(&at, w->rules != NULL ? w->rules : w->output);
	err = make_text(w, l, &at, &text, f);
	folders_done(&at);
	if (err != 0)
		return EXIT_OURS;
	status = write_rules(w, &text);
	return status == 0 && w->verify ? verify(w, &learned, f) : status;
}

int
learn_command(int argc, char **argv)
{
	struct faults f = {0};
	struct lessons l = {0};
	struct learn_words w;
	int status = EXIT_OURS;

	if (learn_words_read(&w, argc, argv, &f) == 0) {
		if (w.help)
			learn_words_help();
		l.besides = w.rules != NULL;
		status = w.help ? 0 : obey(&w, &l, &f);
	}
	if (fault_any(&f))
		status = tell_faults(&f);
	fault_done(&f);
	lessons_done(&l);
	learn_words_done(&w);
	return status;
}
