/* ptsandbox doctor: can jobs run on this machine, and if not, why. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "caps.h"
#include "commands/commands.h"
#include "probe.h"
#include "run.h"

static const struct {
	const char *word; /* in JSON */
	const char *mark; /* for people */
} states[] = {
    [PROBE_OK] = {"ok",   "ok"     },
    [PROBE_NO] = {"no",   "no"     },
    [PROBE_NONE] = {"none", "\u2014 "},
};

static void
print_text(const struct probe *all, unsigned n, bool good)
{
	for (unsigned i = 0; i < n; i++) {
		const struct probe *p = &all[i];

		printf("  %s  %-14s %s\n", states[p->state].mark, p->name,
		    p->says);
		if (p->remedy != NULL)
			printf("      %-14s to do: %s\n", "", p->remedy);
	}
	puts(good ? "jobs can run here" : "jobs cannot run here");
}

static json_t *
check_object(const struct probe *p)
{
	return json_pack("{s:s, s:s, s:b, s:s, s:s?}", "name", p->name, "state",
	    states[p->state].word, "needed", (int)p->needed, "says", p->says,
	    "remedy", p->remedy);
}

/* Returns 0 or -ENOMEM. */
static int
print_json(const struct probe *all, unsigned n, bool good)
{
	json_t *checks = json_array(), *root;
	int failed = checks == NULL ? -1 : 0;

	for (unsigned i = 0; i < n; i++)
		failed |= json_array_append_new(checks, check_object(&all[i]));
	root = json_pack("{s:s, s:b, s:o}", "ptsandbox", PTS_VERSION, "jobs",
	    (int)good, "checks", checks);
	failed |= root == NULL || json_dumpf(root, stdout, JSON_INDENT(2)) != 0;
	json_decref(root);
	putchar('\n');
	return failed ? -ENOMEM : 0;
}

static int
refuse(const char *word)
{
	cleanup_str struct str shown = {0};

	str_add_shown(&shown, word, strlen(word));
	log_line("ptsandbox doctor takes --json and nothing else: %s",
	    str_text(&shown));
	return EXIT_OURS;
}

int
doctor_command(int argc, char **argv)
{
	struct probe all[PROBES_MAX];
	bool json = argc > 1 && strcmp(argv[1], "--json") == 0;
	bool good = true;
	unsigned n;
	int err;

	if (argc > 1 + json)
		return refuse(argv[1 + json]);
	/* Jobs have no capability either, which would make more possible. */
	err = caps_drop_all();
	n = probe_all(all);
	for (unsigned i = 0; i < n; i++)
		good &= !(all[i].needed && all[i].state == PROBE_NO);
	if (err == 0 && json)
		err = print_json(all, n, good);
	else if (err == 0)
		print_text(all, n, good);
	if (err == 0 && (fflush(stdout) != 0 || ferror(stdout) != 0))
		err = -errno;
	if (err == 0)
		return good ? 0 : 1;
	log_line("doctor: %s", strerror(-err));
	return EXIT_OURS;
}
