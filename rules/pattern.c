/* A pattern is run as a nondeterministic automaton whose states are bits: each
 * byte of the subject costs a few word operations whatever the pattern is, so
 * a job cannot choose names that make us backtrack. */
#include "pattern.h"

#include <errno.h>
#include <string.h>

#define STATES 512
#define WORDS  (STATES / 64)

/* The automaton while it is written.  State i means: the tokens before i have
 * matched.  For each byte c, a state of `step[c]` leads to its successor. */
struct draft {
	enum pattern_kind kind;
	const char *why;
	size_t count; /* tokens so far */
	bool slash;   /* the last token was a literal slash (or the head's) */
	char literal[STATES];
	uint64_t step[256][WORDS];
	uint64_t loop_name[WORDS];
	uint64_t loop_any[WORDS];
	uint64_t star[WORDS];
	uint64_t optional[WORDS];
};

static void
set_bit(uint64_t *words, size_t bit)
{
	words[bit / 64] |= UINT64_C(1) << (bit % 64);
}

static bool
get_bit(const uint64_t *words, size_t bit)
{
	return (words[bit / 64] >> (bit % 64) & 1) != 0;
}

static bool
is_wildcard(char c)
{
	return c == '*' || c == '?' || c == '[';
}

bool
pattern_is_wild(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\\')
			i++;
		else if (is_wildcard(text[i]))
			return true;
	}
	return false;
}

static void
add_literal(struct draft *d, unsigned char c)
{
	d->literal[d->count] = (char)c;
	set_bit(d->step[c], d->count++);
	d->slash = c == '/';
}

static void
add_any(struct draft *d)
{
	for (size_t c = 0; c < 256; c++)
		if (c != '/' || d->kind == PATTERN_TEXT)
			set_bit(d->step[c], d->count);
	d->count++;
	d->slash = false;
}

/* Adds a run of stars at `text`; returns what follows it.  In a path, a ** that
 * stands between two slashes matches no name at all as well. */
static const char *
add_stars(struct draft *d, const char *text)
{
	size_t stars = strspn(text, "*");
	bool across = stars > 1 || d->kind == PATTERN_TEXT;
	bool optional = d->kind == PATTERN_PATH && across && d->slash;

	text += stars;
	/* Two ** in a row say no more than one, where they may be left out. */
	while (optional && *text == '/') {
		size_t more = strspn(text + 1, "*");

		if (more < 2 || text[1 + more] != '/')
			break;
		text += 1 + more;
	}
	if (optional && *text == '/')
		set_bit(d->optional, d->count);
	set_bit(across ? d->loop_any : d->loop_name, d->count);
	set_bit(d->star, d->count++);
	d->slash = false;
	return text;
}

/* Adds the set whose first character `text` is; returns what follows the
 * closing bracket, or NULL. */
static const char *
add_set(struct draft *d, const char *text)
{
	bool not = *text == '!' || *text == '^';
	bool in[256] = {false};
	bool empty = true;

	if (not )
		text++;
	for (; *text != ']' || empty; text++) {
		unsigned char low, high;
		bool plain = *text == '\\';

		text += plain;
		if (*text == '\0' || (*text == ']' && !plain)) {
			d->why = *text == '\0' ? "a set without its ']'"
					       : "an empty set";
			return NULL;
		}
		low = high = (unsigned char)*text;
		if (text[1] == '-' && text[2] != ']' && text[2] != '\0') {
			text += 2 + (text[2] == '\\');
			high = (unsigned char)*text;
		}
		if (high < low || low == '/' || high == '/') {
			d->why = high < low ? "a range that runs backwards"
					    : "a set cannot hold a slash";
			return NULL;
		}
		for (size_t c = low; c <= high; c++)
			in[c] = true;
		empty = false;
	}
	for (size_t c = 0; c < 256; c++)
		if (in[c] != not &&(c != '/' || d->kind == PATTERN_TEXT))
			set_bit(d->step[c], d->count);
	d->count++;
	d->slash = false;
	return text + 1;
}

/* Turns the text behind the head into tokens.  Returns 0, or -EINVAL. */
static int
draft_tokens(struct draft *d, const char *text)
{
	while (*text != '\0') {
		/* One state is the end, one ** takes at most two. */
		if (d->count >= STATES - 2) {
			d->why = "longer than 510 characters behind its first "
				 "wildcard";
			return -EINVAL;
		}
		switch (*text) {
		case '*': text = add_stars(d, text); break;
		case '?':
			add_any(d);
			text++;
			break;
		case '[':
			text = add_set(d, text + 1);
			if (text == NULL)
				return -EINVAL;
			break;
		case '\\':
			if (*++text == '\0') {
				d->why = "a backslash at the end";
				return -EINVAL;
			}
			__attribute__((fallthrough));
		default: add_literal(d, (unsigned char)*text++);
		}
	}
	return 0;
}

static const uint64_t *
keep(struct arena *a, const uint64_t *words, size_t count)
{
	uint64_t *copy = arena_array(a, count, sizeof(*copy));

	if (copy != NULL)
		memcpy(copy, words, count * sizeof(*copy));
	return copy;
}

static int
finish(struct arena *a, const struct draft *d, struct pattern *p)
{
	size_t words = d->count / 64 + 1;
	uint64_t *step = arena_array(a, 256 * words, sizeof(*step));
	char *literal = arena_alloc(a, d->count + 1);

	if (step == NULL || literal == NULL)
		return -ENOMEM;
	memcpy(literal, d->literal, d->count);
	p->literal = literal;
	for (size_t c = 0; c < 256; c++)
		memcpy(step + c * words, d->step[c], words * sizeof(*step));
	p->words = words;
	p->accept = d->count;
	p->step = step;
	p->loop_name = keep(a, d->loop_name, words);
	p->loop_any = keep(a, d->loop_any, words);
	p->star = keep(a, d->star, words);
	p->optional = keep(a, d->optional, words);
	if (p->loop_name == NULL || p->loop_any == NULL || p->star == NULL ||
	    p->optional == NULL)
		return -ENOMEM;
	return 0;
}

/* Makes the automaton for what follows the head.  A draft is big, and most
 * patterns need none. */
static int __attribute__((noinline))
compile_tail(struct arena *a, const char *text, enum pattern_kind kind,
    struct pattern *p, const char **ret_why)
{
	struct draft d = {.kind = kind};
	int err;

	d.slash = p->head_len > 0 && p->head[p->head_len - 1] == '/';
	err = draft_tokens(&d, text);
	if (err == 0)
		err = finish(a, &d, p);
	if (err != 0)
		*ret_why = d.why;
	return err;
}

int
pattern_compile(struct arena *a, const char *text, enum pattern_kind kind,
    struct pattern *ret, const char **ret_why)
{
	struct pattern p = {0};
	char *head = arena_alloc(a, strlen(text) + 1);
	int err;

	if (head == NULL)
		return -ENOMEM;
	while (*text != '\0' && !is_wildcard(*text)) {
		if (*text == '\\' && *++text == '\0') {
			*ret_why = "a backslash at the end";
			return -EINVAL;
		}
		head[p.head_len++] = *text++;
	}
	p.head = head;
	p.plain = *text == '\0';
	err = p.plain ? 0 : compile_tail(a, text, kind, &p, ret_why);
	if (err == 0)
		*ret = p;
	return err;
}

/* From where a name was just begun, a ** between slashes may be left out. */
static void
skip_optional(const struct pattern *p, uint64_t *fresh)
{
	uint64_t carry = 0;

	for (size_t w = 0; w < p->words; w++) {
		uint64_t from = fresh[w] & p->optional[w];

		fresh[w] |= from << 2 | carry;
		carry = from >> 62;
	}
}

/* A star may take nothing.  None is followed by another. */
static void
skip_stars(const struct pattern *p, uint64_t *state)
{
	uint64_t carry = 0;

	for (size_t w = 0; w < p->words; w++) {
		uint64_t from = state[w] & p->star[w];

		state[w] |= from << 1 | carry;
		carry = from >> 63;
	}
}

/* Takes one byte.  Returns false when no state is left. */
static bool
advance(const struct pattern *p, uint64_t *state, unsigned char c)
{
	const uint64_t *step = p->step + (size_t)c * p->words;
	uint64_t stay[WORDS] = {0};
	uint64_t carry = 0;
	uint64_t any = 0;

	for (size_t w = 0; w < p->words; w++) {
		uint64_t from = state[w] & step[w];

		stay[w] = state[w] & p->loop_any[w];
		if (c != '/')
			stay[w] |= state[w] & p->loop_name[w];
		state[w] = from << 1 | carry;
		carry = from >> 63;
	}
	skip_optional(p, state);
	for (size_t w = 0; w < p->words; w++) {
		state[w] |= stay[w];
		any |= state[w];
	}
	skip_stars(p, state);
	return any != 0;
}

bool
pattern_match_tail(const struct pattern *p, const char *bytes, size_t len,
    enum pattern_reach reach)
{
	uint64_t state[WORDS] = {1};
	size_t i = p->head_len;

	/* What is below the root has no slash more before it. */
	if (p->plain)
		return i == len ||
		    (reach == REACH_BELOW &&
			(bytes[i] == '/' || (i == 1 && bytes[0] == '/')));
	skip_optional(p, state);
	skip_stars(p, state);
	for (;; i++) {
		/* A wildcard stands for a name, and no name is empty. */
		bool name =
		    reach == REACH_ALL || (i > 0 && bytes[i - 1] != '/');

		if (i == len)
			return name && get_bit(state, p->accept);
		if (reach == REACH_BELOW && bytes[i] == '/' && name &&
		    get_bit(state, p->accept))
			return true;
		if (!advance(p, state, (unsigned char)bytes[i]))
			return false;
	}
}

bool
pattern_match(const struct pattern *p, const char *bytes, size_t len,
    enum pattern_reach reach)
{
	if (len < p->head_len || memcmp(bytes, p->head, p->head_len) != 0)
		return false;
	return pattern_match_tail(p, bytes, len, reach);
}
