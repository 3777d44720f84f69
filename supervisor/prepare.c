/* What a run needs before a process is made: its folders, the region, the
 * filter, and where the command is. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ask/save.h"
#include "base/log.h"
#include "base/str.h"
#include "bpf/filter.h"
#include "caps.h"
#include "command.h"
#include "handle/owner.h"
#include "probe.h"
#include "run.h"
#include "run_state.h"
#include "space.h"
#include "view/layer.h"
#include "view/layer_names.h"

/* The run's own folders, and where in the namespace the job starts.  Returns 0
 * or the exit status. */
static int
draw(struct run *r, const struct space *s, char folder[PATH_MAX])
{
	char why[3 * PATH_MAX];
	struct stat st;
	int err = area_open(&r->area, r->rules);

	if (err != 0) {
		run_complain(r,
		    "cannot make the run's own folders, in XDG_RUNTIME_DIR, "
		    "TMPDIR or /tmp: %s",
		    strerror(-err));
		return EXIT_OURS;
	}
	if (!layers_open(r->rules, why, sizeof(why))) {
		run_complain(r, "%s", why);
		return EXIT_OURS;
	}
	err = command_folder(s, folder);
	if (err == 0 && s != NULL &&
	    (!layer_space_host(s, folder, r->folder) ||
		stat(r->folder, &st) != 0 || !S_ISDIR(st.st_mode)))
		err = -ENOTDIR;
	if (err == 0)
		return command_enter(r->env, s, folder);
	run_complain(r, "the job cannot start in %s: %s; name another cwd",
	    s != NULL && s->cwd != NULL ? s->cwd : "this folder",
	    strerror(-err));
	return EXIT_OURS;
}

static int
find_command(struct run *r)
{
	const struct space *s = policy_space(rules_top(r->rules));
	char folder[PATH_MAX];
	int status, err;

	status = s != NULL || rules_draw(r->rules) ? draw(r, s, folder) : 0;
	if (status != 0)
		return status;
	err = command_find(r->env, s, folder, r->opts->command[0], r->path,
	    sizeof(r->path));
	if (err == 0)
		return 0;
	run_complain(r, "cannot run %s: %s", r->opts->command[0],
	    err == -ENOENT ? "not found" : strerror(-err));
	return err == -ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
}

static enum sight
sight_of(const struct rules *r)
{
	if (!rules_draw(r))
		return SIGHT_HOST;
	return rules_root_user(r) ? SIGHT_ROOT : SIGHT_DRAWN;
}

/* What --owners names.  Returns 0 or the exit status. */
static int
load_owners(struct run *r)
{
	struct owners *o = &r->mediator.owners;
	struct faults f = {0};
	int status = 0;

	o->uid = geteuid();
	o->gid = getegid();
	if (r->opts->owners == NULL)
		return 0;
	if (!rules_root_user(r->rules))
		fault_add(&f, NULL, 0, 0,
		    "--owners needs 'user: root' in a namespace of the rules");
	else
		owners_load(o, r->opts->owners, &f);
	for (size_t i = 0; i < f.count; i++)
		run_complain(r, "%s", f.lines[i]);
	if (fault_any(&f))
		status = EXIT_OURS;
	fault_done(&f);
	return status;
}

static int
open_streams(struct run *r)
{
	cleanup_str struct str why = {0};

	if (streams_open(&r->streams, r->opts, &why) == 0)
		return 0;
	run_complain(r, "%s", str_text(&why));
	return EXIT_OURS;
}

/* The file that answers are added to must not be the job's to write. */
static int
check_answers(struct run *r)
{
	cleanup_str struct str why = {0};
	const char *save = r->opts->save;

	if (save == NULL)
		return 0;
	if (!rules_ask(r->rules) && !r->opts->ctl)
		str_add(&why, "no rule asks");
	else if (save_check(save, r->answers, &why) == 0 &&
	    rules_may_write(r->rules, r->answers, false))
		str_add(&why,
		    "the rules let the job write it; name one elsewhere");
	if (why.len == 0)
		return 0;
	run_complain(r, "--save-answers %s: %s", save, str_text(&why));
	return EXIT_OURS;
}

/* The terminal is looked at before the job could change it. */
static int
open_asking(struct run *r)
{
	struct asking_options o = {.never = r->opts->no_ask,
	    .save = r->opts->save != NULL ? r->answers : NULL,
	    .shown = r->opts->save};

	/* With --ctl such a rule may come later. */
	if ((!rules_ask(r->rules) && !r->opts->ctl) ||
	    asking_open(&o, &r->mediator, &r->asking) == 0)
		return 0;
	run_complain(r, "out of memory");
	return EXIT_OURS;
}

static int
open_ctl(struct run *r)
{
	struct ctl_view view = {.rules = r->rules,
	    .asking = r->asking,
	    .m = &r->mediator,
	    .audit = r->audit};
	int err = r->opts->ctl ? ctl_open(&r->ctl, &view) : 0;

	if (err != 0) {
		run_complain(r, "--ctl: cannot listen: %s", strerror(-err));
		return EXIT_OURS;
	}
	if (r->opts->ctl && !r->opts->quiet)
		log_line("its rules: ptsandbox ctl %d list", (int)getpid());
	return 0;
}

static int
open_stops(struct run *r)
{
	const char *file = r->opts->profile_stops;
	int err = file != NULL ? stops_open(file, &r->stops) : 0;

	if (err == 0)
		return 0;
	run_complain(r,
	    "--profile-stops %s: %s: nothing was run; name a file that you may "
	    "write",
	    file, strerror(-err));
	return EXIT_OURS;
}

/* A place for each rule that injects, and may yet be granted, to count in. */
static int
count_injections(struct run *r)
{
	unsigned n =
	    rules_injections(r->rules) + (r->opts->ctl ? INJECT_GRANTS : 0);

	if (n == 0)
		return 0;
	r->mediator.injections = calloc(n, sizeof(*r->mediator.injections));
	r->mediator.injection_count = n;
	if (r->mediator.injections != NULL)
		return 0;
	run_complain(r, "out of memory");
	return EXIT_OURS;
}

int
run_prepare(struct run *r)
{
	int err = caps_drop_all();
	char what[128];

	if (err != 0) {
		run_complain(r, "cannot drop privileges: %s", strerror(-err));
		return EXIT_OURS;
	}
	if (probe_quick() != 0) {
		run_blame(r, "cannot run jobs here");
		return EXIT_OURS;
	}
	err = open_streams(r);
	if (err == 0)
		err = run_limits_open(r);
	if (err != 0)
		return err;
	err = region_open(&r->region,
	    r->opts->no_mseal ? SEAL_NEVER : SEAL_IF_POSSIBLE);
	if (err != 0) {
		snprintf(what, sizeof(what),
		    "cannot make the argument region (memfd_create): %s",
		    strerror(-err));
		run_blame(r, what);
		return EXIT_OURS;
	}
	err = filter_build(r->region.mseal ? GUARD_SEALED : GUARD_FIXED,
	    sight_of(r->rules),
	    rules_inject_shorts(r->rules) ? CUT_SHORT : CUT_NEVER, &r->filter);
	if (err != 0) {
		run_complain(r, "cannot build the seccomp filter: %s",
		    strerror(-err));
		return EXIT_OURS;
	}
	err = count_injections(r);
	if (err == 0)
		err = load_owners(r);
	if (err == 0)
		err = check_answers(r);
	if (err == 0)
		err = find_command(r);
	if (err == 0)
		err = open_stops(r);
	if (err == 0)
		err = open_asking(r);
	if (err == 0)
		err = run_wall_open(r);
	return err != 0 ? err : open_ctl(r);
}
