/* `expect:` of a rules file: what a run is expected to do. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "check.h"
#include "expect.h"

/* The keys whose values are lists of things. */
static const struct subject {
	const char *key;
	unsigned access;
	bool denied;
} subjects[] = {
    {"reads",    ACC_READ,                false},
    {"writes",   ACC_MODIFY | ACC_CREATE, false},
    {"deletes",  ACC_DELETE,              false},
    {"runs",     ACC_RUN,                 false},
    {"connects", ACC_CONNECT,             false},
    {"binds",    ACC_BIND | ACC_ACCEPT,   false},
    {"network",  ACC_NETWORK,             false},
    {"denied",   ~(unsigned)ACC_STAT,     true },
};

#define SUBJECTS (sizeof(subjects) / sizeof(subjects[0]))

/* The keys with values of their own. */
#define OTHERS 3
#define KEYS   (SUBJECTS + OTHERS)

static struct expectation *
append(const struct reader *r, const struct node *n, const char *key,
    enum expect_kind kind)
{
	struct expectation *x = arena_alloc(&r->rules->arena, sizeof(*x));

	if (x == NULL) {
		check_nomem(r);
		return NULL;
	}
	x->file = r->file;
	x->line = n->line;
	x->column = n->column;
	x->key = key;
	x->kind = kind;
	if (r->rules->expect_last == NULL)
		r->rules->expect_last = &r->rules->expect;
	*r->rules->expect_last = x;
	r->rules->expect_last = &x->next;
	return x;
}

/* The folder that relative names are relative to: where the job starts. */
static const char *
start_folder(const struct rules *r)
{
	const struct space *s = r->top.space;
	char seen[PATH_MAX];

	if (s != NULL && s->cwd != NULL)
		return s->cwd;
	if (s != NULL && r->cwd != NULL)
		return space_seen(s, r->cwd, seen) ? r->cwd : "/";
	return r->cwd;
}

/* A path, in both spellings; a relative one is the job's. */
static bool
read_path(const struct reader *r, const struct node *n, const char *text,
    struct expect_word *w)
{
	cleanup_str struct str whole = {0};
	const char *folder = start_folder(r->rules);

	if (strchr("/~$", text[0]) == NULL && strncmp(text, "./", 2) != 0) {
		if (folder == NULL) {
			check_fault(r, n,
			    "'%s' is relative, and the folder where the job "
			    "starts has no name",
			    w->text);
			return false;
		}
		for (; *folder != '\0'; folder++) {
			if (strchr("*?[\\", *folder) != NULL)
				str_add_char(&whole, '\\');
			str_add_char(&whole, *folder);
		}
		str_add_char(&whole, '/');
	}
	str_add(&whole, text);
	if (whole.failed) {
		check_nomem(r);
		return false;
	}
	r->rules->space = r->rules->top.space;
	return check_path(r, n, str_text(&whole), &w->paths) != NULL;
}

static bool
is_target(const char *text)
{
	return strncmp(text, "tcp:", 4) == 0 || strncmp(text, "udp:", 4) == 0 ||
	    strncmp(text, "any:", 4) == 0 || strncmp(text, "unix:", 5) == 0;
}

/* A program that is named without its folder. */
static bool
read_name(const struct reader *r, const struct node *n, const char *text,
    struct expect_word *w)
{
	w->name = arena_alloc(&r->rules->arena, sizeof(*w->name));
	if (w->name == NULL) {
		check_nomem(r);
		return false;
	}
	return check_pattern(r, n, text, PATTERN_TEXT, w->name);
}

/* One word; NULL with a fault. */
static struct expect_word *
read_word(const struct reader *r, const struct node *n,
    const struct subject *about)
{
	const char *text = check_word(r, n, about->key);
	struct expect_word *w = arena_alloc(&r->rules->arena, sizeof(*w));
	bool net = (about->access & ACC_NETWORK) != 0;
	bool good;

	if (text == NULL || w == NULL) {
		if (w == NULL)
			check_nomem(r);
		return NULL;
	}
	w->text = check_shown(r, text);
	if (text[0] == '\0') {
		check_fault(r, n, "'%s': an empty word", about->key);
		return NULL;
	}
	if (net && (!about->denied || is_target(text)))
		good = check_targets(r, n, &w->targets);
	else if (about->access == ACC_RUN && strchr(text, '/') == NULL &&
	    text[0] != '~')
		good = read_name(r, n, text, w);
	else
		good = read_path(r, n, text, w);
	return good ? w : NULL;
}

/* A list of words, each an assertion of its own but for `only`. */
static void
read_words(const struct reader *r, const struct node *n,
    const struct subject *about, enum expect_kind kind)
{
	const struct node *word = check_values(r, n, "a word");
	struct expectation *x = NULL;
	struct expect_word **tail = NULL;

	for (; word != NULL; word = word->next) {
		struct expect_word *w = read_word(r, word, about);

		if (w == NULL)
			return;
		if (x == NULL || kind != EXPECT_ONLY) {
			x = append(r, word, about->key, kind);
			if (x == NULL)
				return;
			x->access = about->access;
			x->denied = about->denied;
			tail = &x->words;
		}
		*tail = w;
		tail = &w->next;
		if (n->kind == NODE_TEXT)
			break;
	}
}

static void
read_none(const struct reader *r, const struct node *n,
    const struct subject *about)
{
	struct expectation *x = append(r, n, about->key, EXPECT_ONLY);

	if (x == NULL)
		return;
	x->access = about->access;
	x->denied = about->denied;
}

static void
read_subject(const struct reader *r, const struct node *n,
    const struct subject *about)
{
	const struct node *some = NULL, *not = NULL, *only = NULL;
	const struct key keys[] = {
	    {"some", &some},
            {"not",  &not },
            {"only", &only}
        };

	if (n->kind == NODE_TEXT && strcmp(n->text, "none") == 0) {
		read_none(r, n, about);
		return;
	}
	if (n->kind != NODE_MAP) {
		read_words(r, n, about, EXPECT_SOME);
		return;
	}
	if (n->first == NULL)
		check_fault(r, n,
		    "'%s' says nothing: some, not or only is "
		    "missing",
		    about->key);
	if (!check_keys(r, n, "an expectation", keys, 3))
		return;
	if (some != NULL)
		read_words(r, some, about, EXPECT_SOME);
	if (not != NULL)
		read_words(r, not, about, EXPECT_NOT);
	if (only != NULL)
		read_words(r, only, about, EXPECT_ONLY);
}

/* A whole number from 0 to most; false with a fault. */
static bool
read_number(const struct reader *r, const struct node *n, const char *text,
    unsigned long most, unsigned long *ret)
{
	size_t len = strspn(text, "0123456789");

	*ret = len > 0 && len < 10 && text[len] == '\0'
	    ? strtoul(text, NULL, 10)
	    : most + 1;
	if (*ret <= most)
		return true;
	check_fault(r, n, "'%s' is not a number from 0 to %lu",
	    check_shown(r, text), most);
	return false;
}

static void
read_status(const struct reader *r, const struct node *n)
{
	const struct node *word = check_values(r, n, "a status");
	struct expectation *x = append(r, n, "status", EXPECT_STATUS);

	for (; x != NULL && word != NULL; word = word->next) {
		const char *text = check_word(r, word, "a status");
		unsigned long status;

		if (text != NULL && read_number(r, word, text, 255, &status))
			x->status[status] = true;
		if (n->kind == NODE_TEXT)
			break;
	}
}

static void
read_processes(const struct reader *r, const struct node *n)
{
	const char *text = check_word(r, n, "'max-processes'");
	unsigned long most;
	struct expectation *x;

	if (text == NULL || !read_number(r, n, text, 999999999, &most))
		return;
	x = append(r, n, "max-processes", EXPECT_PROCESSES);
	if (x != NULL)
		x->limit = most;
}

/* {100: data}: a number, and what is opened no oftener, all together. */
static void
read_opens(const struct reader *r, const struct node *n)
{
	static const struct subject opens = {"opens-at-most",
	    ACC_READ | ACC_MODIFY | ACC_CREATE, false};

	if (n->kind != NODE_MAP) {
		check_fault(r, n,
		    "'opens-at-most' is a mapping such as {100: PATH}, not %s",
		    node_kind_name(n));
		return;
	}
	for (const struct node *m = n->first; m != NULL; m = m->next) {
		struct expectation *x;
		struct expectation **from = r->rules->expect_last;
		unsigned long most;

		if (!read_number(r, m->key, m->key->text, 999999999, &most))
			continue;
		if (from == NULL)
			from = &r->rules->expect;
		read_words(r, m, &opens, EXPECT_ONLY);
		x = *from;
		if (x == NULL)
			continue;
		x->kind = EXPECT_AT_MOST;
		x->opens = true;
		x->limit = most;
		x->line = m->key->line;
		x->column = m->key->column;
	}
}

static void
read_key(const struct reader *r, const struct node *m)
{
	for (size_t i = 0; i < SUBJECTS; i++)
		if (strcmp(m->key->text, subjects[i].key) == 0)
			read_subject(r, m, &subjects[i]);
	if (strcmp(m->key->text, "status") == 0)
		read_status(r, m);
	if (strcmp(m->key->text, "max-processes") == 0)
		read_processes(r, m);
	if (strcmp(m->key->text, "opens-at-most") == 0)
		read_opens(r, m);
}

/* Expectations are told in the order in which they were written. */
void
check_expect(const struct reader *r, const struct node *n)
{
	const struct node *status = NULL, *processes = NULL, *opens = NULL;
	const struct node *value[SUBJECTS] = {NULL};
	struct key keys[KEYS] = {
	    {"status",        &status   },
            {"max-processes", &processes},
	    {"opens-at-most", &opens    }
        };

	for (size_t i = 0; i < SUBJECTS; i++)
		keys[OTHERS + i] = (struct key){subjects[i].key, &value[i]};
	if (n == NULL || !check_keys(r, n, "'expect'", keys, KEYS))
		return;
	for (const struct node *m = n->first; m != NULL; m = m->next)
		read_key(r, m);
}

int
rules_add_expect(struct rules *r, const char *path, struct faults *f)
{
	struct reader *reader = check_reader(r, f);
	size_t before = f->count;

	if (reader != NULL) {
		reader->expects = true;
		source_read_file(reader, path, &r->top);
	}
	return check_outcome(f, before);
}
