/* What the rules of all sections have in common: keys, verbs, access words,
 * errno, paths. */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/str.h"
#include "check.h"

#define SHOWN_MAX 80
#define LINES_MAX 240

const char *
check_shown(const struct reader *r, const char *text)
{
	cleanup_str struct str s = {0};
	size_t len = strlen(text);
	const char *copy;

	str_add_shown(&s, text, len > SHOWN_MAX ? SHOWN_MAX : len);
	if (len > SHOWN_MAX)
		str_add(&s, "...");
	copy = arena_copy(&r->rules->arena, str_text(&s), s.len);
	return copy != NULL ? copy : "?";
}

const char *
check_lines(const struct reader *r, const struct node *n)
{
	cleanup_str struct str s = {0}, shown = {0};
	bool blank = true;
	const char *copy;
	size_t at, end;

	if (r->bytes == NULL || n->line > r->lines)
		return "";
	at = r->line_at[n->line - 1];
	end = r->line_at[n->last_line < r->lines ? n->last_line : r->lines];
	for (; at < end && s.len < LINES_MAX; at++) {
		bool space = strchr(" \t\r\n", r->bytes[at]) != NULL;

		if (!space || !blank)
			str_add_char(&s, space ? ' ' : r->bytes[at]);
		blank = space;
	}
	str_add_shown(&shown, str_text(&s),
	    s.len > 0 && blank ? s.len - 1 : s.len);
	if (at < end)
		str_add(&shown, "...");
	copy = arena_copy(&r->rules->arena, str_text(&shown), shown.len);
	return copy != NULL ? copy : "?";
}

void
check_nomem(const struct reader *r)
{
	r->faults->failed = true;
}

void
check_fault(const struct reader *r, const struct node *n, const char *fmt, ...)
{
	cleanup_str struct str s = {0};
	const char *word = " (included from ";
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&s, fmt, ap);
	va_end(ap);
	for (const struct reader *i = r; i->from != NULL; i = i->from) {
		str_add(&s, word);
		str_addf(&s, "%s:%zu:%zu", i->from->file, i->at->line,
		    i->at->column);
		word = ", from ";
	}
	if (r->from != NULL)
		str_add(&s, ")");
	fault_add(r->faults, r->file, n != NULL ? n->line : 0,
	    n != NULL ? n->column : 0, "%s", str_text(&s));
}

/* The number of letters to change, add, drop or swap with a neighbour. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[3][33];
	size_t la = strlen(a);
	size_t lb = strlen(b);

	if (la > 32 || lb > 32)
		return SIZE_MAX;
	for (size_t j = 0; j <= lb; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t *now = row[i % 3];
		const size_t *up = row[(i + 2) % 3];
		const size_t *upper = row[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t best = up[j - 1] + (a[i - 1] != b[j - 1]);

			if (up[j] + 1 < best)
				best = up[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && upper[j - 2] + 1 < best)
				best = upper[j - 2] + 1;
			now[j] = best;
		}
	}
	return row[la % 3][lb];
}

const char *
check_closest(const char *word, const char *const *words)
{
	size_t most = strlen(word) < 4 ? 1 : 2;
	const char *found = NULL;

	for (; *words != NULL; words++) {
		size_t d = distance(word, *words);

		if (d <= most) {
			found = *words;
			most = d - (d > 0);
		}
	}
	return found;
}

static void
unknown_key(const struct reader *r, const struct node *key, const char *what,
    const struct key *keys, size_t count)
{
	const char *words[24] = {NULL};
	const char *meant;

	for (size_t i = 0; i < count && i < 23; i++)
		words[i] = keys[i].word;
	meant = check_closest(key->text, words);
	check_fault(r, key, "unknown key '%s' in %s%s%s%s",
	    check_shown(r, key->text), what,
	    meant != NULL ? " (did you mean '" : "", meant != NULL ? meant : "",
	    meant != NULL ? "'?)" : "");
}

bool
check_keys(const struct reader *r, const struct node *n, const char *what,
    const struct key *keys, size_t count)
{
	if (n->kind != NODE_MAP) {
		check_fault(r, n,
		    "%s is a mapping such as {key: value}, not "
		    "%s",
		    what, node_kind_name(n));
		return false;
	}
	for (const struct node *m = n->first; m != NULL; m = m->next) {
		size_t i = 0;

		while (i < count && strcmp(keys[i].word, m->key->text) != 0)
			i++;
		if (i == count)
			unknown_key(r, m->key, what, keys, count);
		else if (*keys[i].ret != NULL)
			check_fault(r, m->key,
			    "'%s' stands here twice: it "
			    "was said at %zu:%zu",
			    keys[i].word, (*keys[i].ret)->key->line,
			    (*keys[i].ret)->key->column);
		else
			*keys[i].ret = m;
	}
	return true;
}

const char *
check_word(const struct reader *r, const struct node *n, const char *what)
{
	if (n->kind == NODE_TEXT && n->text[0] != '\0')
		return n->text;
	check_fault(r, n, "%s is a word, not %s", what,
	    n->kind == NODE_TEXT ? "nothing" : node_kind_name(n));
	return NULL;
}

const struct node *
check_values(const struct reader *r, const struct node *n, const char *what)
{
	if (n->kind == NODE_TEXT)
		return check_word(r, n, what) != NULL ? n : NULL;
	if (n->kind == NODE_LIST && n->first != NULL)
		return n->first;
	check_fault(r, n, "%s is a word or a list of words, not %s", what,
	    n->kind == NODE_LIST ? "an empty list" : node_kind_name(n));
	return NULL;
}

struct word {
	const char *word;
	unsigned access;
};

/* The access words of each section; `any` is all of them that go with the
 * section's other keys. */
static const struct word section_words[SECTIONS][12] = {
    [SEC_FILES] =
	{
		     /* Reading implies that the thing may be known. */
	    {"read", ACC_READ},
		     {"stat", ACC_STAT},
		     {"write", ACC_WRITE},
		     {"modify", ACC_MODIFY},
		     {"create", ACC_CREATE},
		     {"delete", ACC_DELETE},
		     {"attributes", ACC_ATTRIBUTES},
		     {"exec", ACC_EXEC},
		     {"any", ACC_FILES},
		     },
    [SEC_NETWORK] =
	{
		     {"connect", ACC_CONNECT},
		     {"bind", ACC_BIND},
		     {"accept", ACC_ACCEPT},
		     {"socket", ACC_SOCKET},
		     {"any", ACC_CONNECT | ACC_BIND | ACC_ACCEPT},
		     },
    [SEC_PROGRAMS] = {{"run", ACC_RUN}, {"any", ACC_RUN}    },
    [SEC_PROCESSES] =
	{
		     {"fork", ACC_FORK},
		     {"signal", ACC_SIGNAL},
		     {"any", ACC_PROCESSES},
		     },
};

static const char *const section_names[SECTIONS] = {
    [SEC_FILES] = "files",
    [SEC_NETWORK] = "network",
    [SEC_PROGRAMS] = "programs",
    [SEC_PROCESSES] = "processes",
};

static unsigned
access_bits(const struct reader *r, const struct node *n,
    enum section_kind kind)
{
	const struct word *w = section_words[kind];
	const char *words[13] = {NULL};
	const char *text = check_word(r, n, "an access");
	const char *meant;

	if (text == NULL)
		return 0;
	for (size_t i = 0; w[i].word != NULL; i++) {
		if (strcmp(text, w[i].word) == 0)
			return w[i].access;
		words[i] = w[i].word;
	}
	meant = check_closest(text, words);
	check_fault(r, n, "'%s' is no access of the %s section%s%s%s",
	    check_shown(r, text), section_names[kind],
	    meant != NULL ? " (did you mean '" : "", meant != NULL ? meant : "",
	    meant != NULL ? "'?)" : "");
	return 0;
}

/* Finds the one verb.  Returns its node, or NULL with a fault. */
static const struct node *
one_verb(const struct reader *r, const struct node *n,
    const struct verb_nodes *v, enum verb *ret)
{
	const struct node *const nodes[] = {
	    [VERB_ALLOW] = v->allow,
	    [VERB_DENY] = v->deny,
	    [VERB_ASK] = v->ask,
	    [VERB_KILL] = v->kill,
	    [VERB_REDIRECT] = v->redirect,
	};
	const struct node *found = NULL;

	for (size_t i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++) {
		if (nodes[i] == NULL)
			continue;
		if (found != NULL) {
			check_fault(r, nodes[i]->key,
			    "a second verb '%s' "
			    "beside '%s'",
			    nodes[i]->key->text, found->key->text);
			return NULL;
		}
		found = nodes[i];
		*ret = (enum verb)i;
	}
	if (found == NULL)
		check_fault(r, n,
		    "a rule needs its verb: allow, deny, ask or kill");
	return found;
}

/* A number for EACCES and its kin, or 0. */
static int
errno_of(const char *name)
{
	/* The highest number that Linux has on any architecture of ours is
	 * EHWPOISON, 133. */
	for (int i = 1; i <= 133; i++) {
		const char *known = strerrorname_np(i);

		if (known != NULL && strcmp(known, name) == 0)
			return i;
	}
	return 0;
}

int
check_errno(const struct reader *r, const struct node *n)
{
	const char *name = check_word(r, n, "an error");
	int err = name != NULL ? errno_of(name) : 0;

	if (name != NULL && err == 0)
		check_fault(r, n,
		    "'%s' is not the name of an error, such as "
		    "EACCES, EROFS or ENOENT",
		    check_shown(r, name));
	return err;
}

static int
rule_errno(const struct reader *r, const struct rule *rule,
    enum section_kind kind, const struct node *n)
{
	if (n == NULL)
		return kind == SEC_PROCESSES ? EPERM : EACCES;
	if (rule->verb != VERB_DENY) {
		check_fault(r, n->key, "'errno' goes with 'deny' only");
		return 0;
	}
	return check_errno(r, n);
}

struct rule *
check_head(const struct reader *r, const struct node *n, enum section_kind kind,
    const struct verb_nodes *verbs, const struct node *err)
{
	struct rule *rule = arena_alloc(&r->rules->arena, sizeof(*rule));
	const struct node *verb;
	bool good = true;

	if (rule == NULL) {
		check_nomem(r);
		return NULL;
	}
	verb = one_verb(r, n, verbs, &rule->verb);
	if (verb == NULL)
		return NULL;
	rule->file = r->file;
	rule->line = (int)n->line;
	rule->column = n->column;
	rule->reader = r;
	rule->text = check_lines(r, n);
	rule->node = n;
	const struct node *word = check_values(r, verb, "an access");
	good = word != NULL;
	for (; word != NULL; word = word->next) {
		unsigned bits = access_bits(r, word, kind);

		good &= bits != 0;
		rule->access |= bits;
		if (verb->kind == NODE_TEXT)
			break;
	}
	if ((rule->verb == VERB_ALLOW || rule->verb == VERB_ASK) &&
	    (rule->access & ACC_READ) != 0)
		rule->access |= ACC_STAT;
	rule->err = rule_errno(r, rule, kind, err);
	if (good && verbs->when != NULL)
		good = check_rule_when(r, verbs->when, rule);
	return good && rule->err != 0 ? rule : NULL;
}
