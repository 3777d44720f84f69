/* Patterns: what the automaton answers is what a slow matcher answers, which
 * tries every way on the text of the pattern itself. */
#include <errno.h>
#include <string.h>

#include "pattern.h"
#include "tests/fuzz/fuzz.h"

#define SUBJECT_MAX 96u
#define TEXT_MAX    64u

struct slow {
	const char *text; /* the pattern */
	const char *bytes;
	size_t len;
	bool path, below, wild;
	bool failed[TEXT_MAX + 1][SUBJECT_MAX + 1];
};

/* What stands behind a set, whose first byte `at` is; NULL: it is none.  Tells
 * whether c is in it. */
static const char *
set_end(const char *at, unsigned char c, bool path, bool *ret_in)
{
	bool turned = *at == '!' || *at == '^', in = false, any = false;

	for (at += turned; *at != ']'; any = true) {
		unsigned char low, high;

		at += *at == '\\';
		if (*at == '\0')
			return NULL;
		low = high = (unsigned char)*at++;
		if (*at == '-' && at[1] != ']' && at[1] != '\0') {
			at += at[1] == '\\' ? 2 : 1;
			high = (unsigned char)*at++;
		}
		if (high < low || low == '/' || high == '/')
			return NULL;
		in = in || (low <= c && c <= high);
	}
	*ret_in = in != turned && !(path && c == '/');
	return any ? at + 1 : NULL;
}

static bool
is_valid(const char *text)
{
	bool in;

	while (*text != '\0') {
		if (*text == '[') {
			text = set_end(text + 1, 'x', true, &in);
			if (text == NULL)
				return false;
			continue;
		}
		text += *text == '\\';
		if (*text == '\0')
			return false;
		text++;
	}
	return true;
}

static bool
ends(const struct slow *m, size_t s)
{
	if (m->wild && m->below && (s == 0 || m->bytes[s - 1] == '/'))
		return false;
	return s == m->len || (m->below && m->bytes[s] == '/') ||
	    (m->below && !m->wild && s == 1 && m->bytes[0] == '/');
}

static bool tries(struct slow *m, size_t p, size_t s);

static bool
stars(struct slow *m, size_t p, size_t s)
{
	size_t n = strspn(m->text + p, "*");
	bool across = n > 1 || !m->path;

	if (m->path && across && p > 0 && m->text[p - 1] == '/' &&
	    m->text[p + n] == '/' && tries(m, p + n + 1, s))
		return true;
	for (;; s++) {
		if (tries(m, p + n, s))
			return true;
		if (s == m->len || (!across && m->bytes[s] == '/'))
			return false;
	}
}

static bool
one(struct slow *m, size_t p, size_t s)
{
	const char *next = m->text + p;
	unsigned char c;
	bool in = false;

	if (*next == '\0')
		return ends(m, s);
	if (*next == '*')
		return stars(m, p, s);
	if (s == m->len)
		return false;
	c = (unsigned char)m->bytes[s];
	if (*next == '?') {
		in = !m->path || c != '/';
		next++;
	} else if (*next == '[') {
		next = set_end(next + 1, c, m->path, &in);
	} else {
		next += *next == '\\';
		in = (unsigned char)*next++ == c;
	}
	return in && tries(m, (size_t)(next - m->text), s + 1);
}

static bool
tries(struct slow *m, size_t p, size_t s)
{
	if (m->failed[p][s])
		return false;
	if (one(m, p, s))
		return true;
	m->failed[p][s] = true;
	return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct input in = {bytes, len};
	uint8_t how = input_byte(&in);
	size_t text_len, subject_len;
	char *text = input_line(&in, &text_len);
	char *subject = input_rest(&in, &subject_len);
	enum pattern_kind kind = (how & 1) != 0 ? PATTERN_TEXT : PATTERN_PATH;
	enum pattern_reach reach = (how & 2) != 0 ? REACH_ALL : REACH_BELOW;
	struct slow m = {.text = text,
	    .bytes = subject,
	    .len = subject_len,
	    .path = kind == PATTERN_PATH,
	    .below = reach == REACH_BELOW,
	    .wild = pattern_is_wild(text, strlen(text))};
	struct arena a = {0};
	struct pattern p;
	const char *why = NULL;
	int err = pattern_compile(&a, text, kind, &p, &why);

	if (strlen(text) <= TEXT_MAX)
		REQUIRE((err == 0) == is_valid(text));
	REQUIRE(err != -EINVAL || why != NULL);
	if (err == 0 && strlen(text) <= TEXT_MAX && subject_len <= SUBJECT_MAX)
		REQUIRE(pattern_match(&p, subject, subject_len, reach) ==
		    tries(&m, 0, 0));
	else if (err == 0)
		(void)pattern_match(&p, subject, subject_len, reach);
	arena_done(&a);
	free(text);
	free(subject);
	return 0;
}
