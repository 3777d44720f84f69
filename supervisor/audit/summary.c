/* The end of a run, told on one screen: what ran, what it touched, what it was
 * denied and by which rule. */
#include "audit/summary.h"

#include <stdlib.h>
#include <string.h>

#include "audit/words.h"

#define WIDTH        80
#define MARGIN       14 /* where the second column stands */
#define MANY         20 /* more lines than this are folded or cut */
#define MANY_DENIED  50
#define MANY_DROPPED 40
#define LONG_NAME    60

void
summary_note(struct summary *s, const struct event *e)
{
	s->calls++;
	if (e->denied || e->refused || e->killed)
		return;
	if (e->bitless != NULL)
		seen_note(&s->bitless, ACC_RUN, e->bitless);
	for (unsigned i = 0; i < e->objects && i < EVENT_OBJECTS; i++) {
		const struct event_object *o = &e->object[i];

		if (o->path == NULL || o->denied)
			continue;
		if ((o->access & ACC_FILES) != 0)
			seen_note(&s->files, o->access & ACC_FILES, o->path);
		if ((o->access & ACC_NETWORK) != 0)
			seen_note(&s->hosts, o->access & ACC_NETWORK, o->path);
		if ((o->access & ACC_RUN) != 0)
			seen_note(&s->programs, ACC_RUN, o->path);
	}
}

/* Starts a line: the label the first time, then blanks. */
static void
margin(struct str *to, const char **label)
{
	str_addf(to, "  %-*s", MARGIN - 2, *label);
	*label = "";
}

/* Files of the system are of little interest one by one: the length of the
 * leading folder under which they are told together, or 0. */
static size_t
system_folder(const char *path)
{
	static const char *const folders[] = {"/usr/lib", "/usr/share",
	    "/usr/local/lib", "/usr", "/lib", "/etc", "/proc", "/sys", "/dev"};

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		size_t len = strlen(folders[i]);

		if (strncmp(path, folders[i], len) == 0 &&
		    (path[len] == '/' || path[len] == '\0'))
			return len;
	}
	return 0;
}

static size_t
parent_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL && slash != path ? (size_t)(slash - path)
					      : strlen(path);
}

/* How many things from `at` on are told in one line with it: those below its
 * first `len` bytes. */
static size_t
run_of(const struct thing **list, size_t n, size_t at, size_t len)
{
	size_t i = at + 1;

	while (i < n && strncmp(list[i]->name, list[at]->name, len) == 0 &&
	    list[i]->name[len] == '/')
		i++;
	return i - at;
}

/* The leading folder under which a file is told, or 0: by its own name. */
static size_t
fold_of(const char *name, bool system, bool fold)
{
	if (system)
		return system_folder(name);
	return fold ? parent_folder(name) : 0;
}

/* The job's own files, or those of the system, of a sorted list. */
static void
add_listed(struct str *to, const struct thing **list, size_t n, bool system,
    const char **label)
{
	size_t lines = 0, more = 0, own = 0;

	for (size_t i = 0; i < n; i++)
		own += system_folder(list[i]->name) == 0;
	for (size_t at = 0, run; at < n; at += run) {
		const char *name = list[at]->name;
		size_t folder = fold_of(name, system, own > MANY);

		run = folder > 0 ? run_of(list, n, at, folder) : 1;
		if ((system_folder(name) > 0) != system)
			continue;
		if (lines++ >= MANY) {
			more += run;
			continue;
		}
		margin(to, label);
		str_add_shown(to, name, run > 1 ? folder : strlen(name));
		if (run > 1)
			str_addf(to, "/ (%zu files)", run);
		str_add_char(to, '\n');
	}
	if (more > 0) {
		margin(to, label);
		str_addf(to, "and %zu more\n", more);
	}
}

/* A name as it is listed, cut where it is long, and what stands behind it. */
static void
add_name(struct str *to, const char *name, const char *behind)
{
	size_t len = strlen(name);

	str_add_shown(to, name, len < LONG_NAME ? len : LONG_NAME);
	str_add(to, len > LONG_NAME ? "..." : "");
	str_add(to, behind);
}

void
summary_dropped(struct summary *s, const char *const *names, size_t count)
{
	const char *label = "environment";
	cleanup_str struct str name = {0};
	size_t start = 0;

	if (count == 0)
		return;
	margin(&s->dropped, &label);
	str_addf(&s->dropped, "%zu not passed on:", count);
	for (size_t i = 0; i < count && i < MANY_DROPPED; i++) {
		str_clear(&name);
		add_name(&name, names[i], i + 1 < count ? "," : "");
		if (s->dropped.len - start + 1 + name.len > WIDTH) {
			str_add_char(&s->dropped, '\n');
			start = s->dropped.len;
			str_addf(&s->dropped, "%*s", MARGIN - 1, "");
		}
		str_addf(&s->dropped, " %s", str_text(&name));
	}
	if (count > MANY_DROPPED)
		str_addf(&s->dropped, " and %zu more", count - MANY_DROPPED);
	str_add_char(&s->dropped, '\n');
}

void
summary_wall(struct summary *s, int abi, const char *const *stands)
{
	const char *label = "second wall";

	margin(&s->wall, &label);
	if (*stands == NULL)
		str_add(&s->wall, "none");
	else
		str_addf(&s->wall, "Landlock %d:", abi);
	for (; *stands != NULL; stands++)
		str_addf(&s->wall, " %s", *stands);
	str_add_char(&s->wall, '\n');
}

/* One kind of access to files: the job's own by name, or by folder where there
 * are many, and the system's as counts. */
static void
add_files(struct str *to, const struct summary *s, const char *label,
    unsigned access)
{
	size_t n;
	const struct thing **list = seen_sorted(&s->files, access, &n);

	add_listed(to, list, n, false, &label);
	add_listed(to, list, n, true, &label);
	free(list);
}

static void
add_things(struct str *to, const struct seen *seen, const char *label,
    unsigned access)
{
	size_t n;
	const struct thing **list = seen_sorted(seen, access, &n);

	for (size_t i = 0; i < n && i < MANY; i++) {
		margin(to, &label);
		words_shown(to, list[i]->name);
		if (list[i]->count > 1)
			str_addf(to, " (%llu times)",
			    (unsigned long long)list[i]->count);
		str_add_char(to, '\n');
	}
	if (n > MANY) {
		margin(to, &label);
		str_addf(to, "and %zu more\n", n - MANY);
	}
	free(list);
}

/* "read /x", and at the right, or on the next line, what decided. */
static void
add_denial(struct str *to, const struct denial *n, const char **label)
{
	size_t start = to->len, used;
	struct str by = {0};

	if (n->where != NULL)
		str_addf(&by, "%s, ", n->where);
	margin(to, label);
	words_access(to, n->access, ",");
	if (n->access != 0)
		str_add_char(to, ' ');
	words_shown(to, n->what);
	if (n->count > 1)
		str_addf(to, " (%llu times)", (unsigned long long)n->count);
	if (n->rule != NULL) {
		words_shown(&by, n->rule);
		str_addf(&by, ":%d", n->line);
	} else {
		words_shown(&by, n->why != NULL ? n->why : "no rule");
	}
	used = to->len - start;
	if (used + 2 + by.len <= WIDTH)
		str_addf(to, "%*s\n", (int)(WIDTH - used), str_text(&by));
	else
		str_addf(to, "\n%*s%s\n", MARGIN + 2, "", str_text(&by));
	str_done(&by);
}

/* Looks at names that may not even exist are many and tell little: apart. */
enum look {
	LOOKS,
	NO_LOOKS
};

static void
add_denials(struct str *to, const struct denials *d, const char *label,
    enum denial_kind kind, enum look look)
{
	size_t shown = 0, more = 0;

	for (const struct denial *n = d->all; n != NULL; n = n->hh.next) {
		if (n->kind != kind ||
		    (n->access == ACC_STAT) != (look == LOOKS))
			continue;
		if (shown < MANY_DENIED) {
			add_denial(to, n, &label);
			shown++;
		} else {
			more++;
		}
	}
	if (more > 0) {
		margin(to, &label);
		str_addf(to, "and %zu more\n", more);
	}
}

/* Was anything, and not only told that it would be? */
static bool
any_denied(const struct denials *d)
{
	for (const struct denial *n = d->all; n != NULL; n = n->hh.next)
		if (n->kind != WOULD && n->kind != INJECTED)
			return true;
	return d->lost > 0;
}

static void
add_ending(struct str *to, uint64_t t_ns, int status, const char *why)
{
	if (status > 128)
		str_addf(to, "  ended       by signal %d", status - 128);
	else
		str_addf(to, "  ended       exit status %d", status);
	str_addf(to, " after %u.%02u s\n", (unsigned)(t_ns / 1000000000u),
	    (unsigned)(t_ns % 1000000000u / 10000000u));
	if (why != NULL) {
		str_add(to, "              ");
		words_shown(to, why);
		str_add_char(to, '\n');
	}
}

void
summary_text(struct str *to, const struct summary *s,
    const struct denials *denied, uint64_t t_ns, int status, const char *why)
{
	str_add(to, "ptsandbox: summary\n  command     ");
	str_add_bytes(to, str_text(&s->command), s->command.len);
	str_add_char(to, '\n');
	add_ending(to, t_ns, status, why);
	str_addf(to, "  mediated    %llu calls of %llu processes\n",
	    (unsigned long long)s->calls, (unsigned long long)s->processes);
	str_add_bytes(to, str_text(&s->dropped), s->dropped.len);
	str_add_bytes(to, str_text(&s->wall), s->wall.len);
	add_things(to, &s->programs, "ran", ACC_RUN);
	add_things(to, &s->bitless, "no set-ID", ACC_RUN);
	add_files(to, s, "read", ACC_READ);
	add_files(to, s, "written", ACC_WRITE);
	add_things(to, &s->hosts, "hosts", ACC_NETWORK);
	add_denials(to, denied, "denied", DENIED, NO_LOOKS);
	add_denials(to, denied, "refused", REFUSED, NO_LOOKS);
	add_denials(to, denied, "ended by", KILLED, NO_LOOKS);
	add_denials(to, denied, "would deny", WOULD, NO_LOOKS);
	add_denials(to, denied, "injected", INJECTED, NO_LOOKS);
	add_denials(to, denied, "injected", INJECTED, LOOKS);
	add_denials(to, denied, "not seen", DENIED, LOOKS);
	add_denials(to, denied, "not seen if", WOULD, LOOKS);
	add_denials(to, denied, "ended by", KILLED, LOOKS);
	if (!any_denied(denied))
		str_add(to, "  denied      nothing\n");
	if (s->files.lost + s->hosts.lost + s->programs.lost + denied->lost > 0)
		str_addf(to,
		    "  not listed  %llu calls on more names than are kept\n",
		    (unsigned long long)(s->files.lost + s->hosts.lost +
			s->programs.lost + denied->lost));
}

void
summary_done(struct summary *s)
{
	str_done(&s->command);
	str_done(&s->dropped);
	str_done(&s->wall);
	seen_done(&s->files);
	seen_done(&s->hosts);
	seen_done(&s->programs);
	seen_done(&s->bitless);
}
