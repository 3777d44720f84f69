/* Names that are not there, that lead elsewhere, or that match more than they
 * seem to. */
#include <netinet/in.h>
#include <string.h>
#include <sys/stat.h>

#include "base/access.h"
#include "base/str.h"
#include "check.h"
#include "host.h"
#include "warn.h"

/* May a job make what is not there, with the folders on the way? */
static bool
may_come(const struct suspect *s, const char *path)
{
	char name[PATH_MAX];
	const struct space_place *by;
	struct answer a;

	strcpy(name, path); /* its length was looked at */
	while (warn_standing(s->policy, name, &by) == STANDS_NOT) {
		policy_file(s->policy, ACC_CREATE, name, &a);
		if (a.verb != VERB_ALLOW || strrchr(name, '/') == name)
			return false;
		*strrchr(name, '/') = '\0';
	}
	return true;
}

static void
warn_missing(const struct suspect *s)
{
	const struct rule *r = s->rule;
	const struct rule_path *first = NULL;
	size_t count = 0;

	/* Whether something is there is all that such a rule is about. */
	if (r->access == ACC_STAT || r->paths == NULL)
		return;
	for (const struct rule_path *p = r->paths; p != NULL; p = p->next) {
		const struct space_place *by;

		if (!p->pattern.plain || p->pattern.head_len >= PATH_MAX ||
		    warn_standing(s->policy, p->pattern.head, &by) !=
			STANDS_NOT ||
		    may_come(s, p->pattern.head))
			return;
		if (first == NULL)
			first = p;
		count += !p->led;
	}
	if (count == 1)
		warn_at(s, first->line, first->column,
		    "there is no '%s'; check its spelling, or remove it",
		    first->written);
	else
		warn_at(s, 0, 0,
		    "none of the %zu things that this rule names is there; "
		    "check their spelling, or remove it",
		    count);
}

static void
warn_hidden(const struct suspect *s, const struct rule_path *p)
{
	const struct space_place *by = NULL;

	if (!p->pattern.plain ||
	    warn_standing(s->policy, p->pattern.head, &by) != STANDS_HIDDEN ||
	    by == NULL || by->file == NULL)
		return;
	warn_at(s, p->line, p->column,
	    "'%s' is hidden by %s:%d, so nothing is allowed there; remove one "
	    "of the two",
	    p->written, by->file, by->line);
}

/* Is what a path leads to allowed anyhow, by another path or rule? */
static bool
is_allowed_anyhow(const struct suspect *s, const struct rule_path *led)
{
	const struct section *all = &s->policy->section[s->kind];

	for (uint32_t i = 0; i < all->count; i++) {
		const struct rule *r = all->rule[i];

		if (r->verb != VERB_ALLOW || r->has_args || r->alone ||
		    (s->rule->access & ~r->access) != 0)
			continue;
		for (const struct rule_path *p = r->paths; p != NULL;
		     p = p->next)
			if (p != led && warn_path_covers(p, led))
				return true;
	}
	return false;
}

/* Only what ~ or a variable stands for is a link: the rest is as it reads. */
static bool
is_start_only(const struct rule_path *p, const struct rule_path *led)
{
	const char *rest = strchr(p->written, '/');
	size_t len = strlen(led->text), rest_len = rest ? strlen(rest) : 0;

	return (p->written[0] == '~' || p->written[0] == '$') &&
	    rest_len <= len &&
	    (rest_len == 0 || strcmp(led->text + len - rest_len, rest) == 0);
}

static void
warn_led(const struct suspect *s, const struct rule_path *p)
{
	const struct rule_path *led = p->next;
	cleanup_str struct str shown = {0};

	if (led == NULL || !led->led || p->led || is_start_only(p, led))
		return;
	/* /bin is /usr/bin nearly everywhere. */
	if (strncmp(led->text, "/usr", 4) == 0 &&
	    strcmp(led->text + 4, p->text) == 0)
		return;
	if (is_allowed_anyhow(s, led))
		return;
	str_add_shown(&shown, led->text, strlen(led->text));
	warn_at(s, p->line, p->column,
	    "a symbolic link in '%s' leads to %s, which this rule allows; "
	    "write that if it is meant",
	    p->written, str_text(&shown));
}

/* A name in the middle of a path that somebody else may choose. */
static void
warn_wide(const struct suspect *s, const struct rule_path *p)
{
	const char *text = p->text, *slash = text, *next;
	char folder[PATH_MAX];
	struct stat st;

	if (p->pattern.plain || p->led)
		return;
	for (;; slash = next) {
		size_t len = strcspn(slash + 1, "/");

		next = slash + 1 + len;
		if (*next == '\0')
			return;
		if (pattern_is_wild(slash + 1, len))
			break;
	}
	/* ** names whatever depth there is: it reads as what it is. */
	if (strncmp(slash, "/**", 3) == 0 ||
	    (size_t)(slash - text) > p->pattern.head_len ||
	    (size_t)(slash - text) >= sizeof(folder))
		return;
	memcpy(folder, text, (size_t)(slash - text));
	folder[slash - text] = '\0';
	if (strcmp(folder, "/home") == 0)
		warn_at(s, p->line, p->column,
		    "'%s' is about the files of every user; write ~ for your "
		    "own",
		    p->written);
	else if (s->policy->space == NULL && folder[0] != '\0' &&
	    stat(folder, &st) == 0 && (st.st_mode & S_IWOTH) != 0)
		warn_at(s, p->line, p->column,
		    "anybody may make in %s what '%s' matches; name one folder "
		    "there",
		    folder, p->written);
}

static void
warn_target(const struct suspect *s, const struct net_target *t)
{
	static const unsigned char none[16];

	if (t->kind == NT_HOST && !host_known(t->names))
		warn_at(s, 0, 0,
		    "the host '%s' has no address now; check its spelling",
		    t->host);
	if (t->kind == NT_INET && s->rule->access == ACC_CONNECT &&
	    t->family != 0 && t->bits == (t->family == AF_INET ? 32u : 128u) &&
	    memcmp(t->ip, none, sizeof(none)) == 0)
		warn_at(s, 0, 0,
		    "nobody connects to the address of all zeros: it is judged "
		    "as the loopback; write %s",
		    t->family == AF_INET ? "127.0.0.1" : "[::1]");
}

void
warn_names(const struct suspect *s)
{
	if (s->rule->verb != VERB_ALLOW && s->rule->verb != VERB_REDIRECT)
		return;
	if (s->rule->via_path == NULL)
		warn_missing(s);
	for (const struct rule_path *p = s->rule->paths; p != NULL;
	     p = p->next) {
		warn_hidden(s, p);
		warn_led(s, p);
		warn_wide(s, p);
	}
	for (const struct net_target *t = s->rule->targets; t != NULL;
	     t = t->next)
		warn_target(s, t);
}
