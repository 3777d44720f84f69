/* The rules that a command line asks for. */
#include "load.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "expect.h"
#include "run.h"

/* More faults than this in one reading are of no help. */
#define FAULTS_TOLD 50u

int
tell_faults(struct faults *f)
{
	for (size_t i = 0; i < f->count && i < FAULTS_TOLD; i++)
		log_line("%s", f->lines[i]);
	if (f->count > FAULTS_TOLD)
		log_line("and %zu more faults", f->count - FAULTS_TOLD);
	if (f->failed)
		log_line("out of memory");
	fault_done(f);
	return EXIT_OURS;
}

static void
grant(struct rules *r, const struct grant *g, struct faults *f)
{
	switch (g->kind) {
	case GRANT_RO: rules_add_ro(r, g->what, f); break;
	case GRANT_RW: rules_add_rw(r, g->what, f); break;
	case GRANT_NET: rules_add_net(r, g->what, f); break;
	case GRANT_MAP: rules_add_map(r, g->what, f); break;
	case GRANT_ROOT: rules_add_root(r, g->what, f); break;
	case GRANT_ENV: rules_add_env(r, g->what, f); break;
	case GRANT_KEEP_ENV: rules_add_keep_env(r, g->what, f); break;
	}
}

/* The grants of one step of drawing: names are followed in what was drawn
 * before. */
static bool
grant_all(struct rules *r, const struct opts *o, unsigned kinds,
    struct faults *f)
{
	bool any = false;

	for (size_t i = 0; i < o->grants_count; i++) {
		if ((kinds & 1u << o->grants[i].kind) == 0)
			continue;
		grant(r, &o->grants[i], f);
		any = true;
	}
	return any;
}

/* The name of our controlling terminal where it is a pseudo-terminal (tty_nr
 * of proc_pid_stat(5), majors 136 to 143); false: there is none such. */
static bool
controlling_name(char *to, size_t size)
{
	char text[512];
	FILE *f = fopen("/proc/self/stat", "re");
	size_t n = f != NULL ? fread(text, 1, sizeof(text) - 1, f) : 0;
	const char *at;
	unsigned tty = 0, major, minor;

	if (f != NULL)
		fclose(f);
	text[n] = '\0';
	at = strrchr(text, ')');
	if (at == NULL || sscanf(at + 1, " %*c %*d %*d %*d %u", &tty) != 1)
		return false;
	major = tty >> 8 & 0xfff;
	minor = (tty & 0xff) | (tty >> 12 & 0xfff00);
	snprintf(to, size, "/dev/pts/%u", minor + (major - 136) * 256);
	return major >= 136 && major <= 143;
}

/* What is shown, not obeyed, on standard output must not be written to the
 * terminal by its name either. */
static void
guard_terminal(struct rules *r, struct faults *f)
{
	char name[64];

	rules_add_terminal(r, "/dev/tty", f);
	rules_add_terminal(r, "/dev/console", f);
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (ttyname_r(fd, name, sizeof(name)) == 0)
			rules_add_terminal(r, name, f);
	if (controlling_name(name, sizeof(name)))
		rules_add_terminal(r, name, f);
}

struct rules *
load_rules(const struct opts *o, struct faults *f)
{
	struct rules *r = rules_new();
	bool rooted;

	if (r == NULL) {
		fault_add(f, NULL, 0, 0, "out of memory");
		return NULL;
	}
	rooted = grant_all(r, o, 1u << GRANT_ROOT, f);
	grant_all(r, o, 1u << GRANT_MAP, f);
	grant_all(r, o, ~(1u << GRANT_ROOT | 1u << GRANT_MAP), f);
	if (o->safe_output)
		guard_terminal(r, f);
	if (o->user != NULL)
		rules_add_user(r, o->user, f);
	for (size_t i = 0; i < LIMITS; i++)
		if (o->limits[i] != NULL)
			rules_add_limit(r, (enum limit)i,
			    opts_limit_name((enum limit)i), o->limits[i], f);
	for (size_t i = 0; i < o->rules_count; i++)
		rules_add_file(r, o->rules[i], f);
	if (o->rules_count == 0)
		rules_add_profile(r, rooted ? "rootfs" : "lab", f);
	if (o->expect != NULL)
		rules_add_expect(r, o->expect, f);
	if (o->audit_only)
		rules_audit_only(r);
	if (!fault_any(f))
		rules_finish(r, f);
	if (!fault_any(f))
		return r;
	rules_free(r);
	return NULL;
}
