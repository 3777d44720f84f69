/* Names that differ each time.  What the job made and removed under a random
 * name, it will make next time under another; a name that people chose must not
 * become a pattern, so each kind has a shape of its own that is tested. */
#include "learn/general.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define HASH_LEN 32 /* digits: what is shorter may be a word or a date */
#define UUID_LEN 36

/* One name of a path. */
struct part {
	const char *text;
	size_t len;
};

static bool
is_hex(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!isxdigit((unsigned char)text[i]) ||
		    isupper((unsigned char)text[i]))
			return false;
	return len > 0;
}

static bool
is_hash(struct part p)
{
	return p.len >= HASH_LEN && is_hex(p.text, p.len);
}

static bool
is_uuid(const char *text)
{
	for (size_t i = 0; i < UUID_LEN; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
			return false;
	}
	return true;
}

size_t
general_fixed(const char *name, const struct learn_places *at)
{
	const char *const folders[] = {at->cwd, at->folder, at->home, at->temp};
	size_t longest = 0;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		size_t len = folders[i] != NULL ? strlen(folders[i]) : 0;

		if (len > 1 && len > longest &&
		    str_is_below(name, folders[i], len))
			longest = len;
	}
	return longest;
}

/* Is it in a folder of temporary files, and in none that the operator chose
 * below it? */
static bool
in_temp(const char *name, const struct learn_places *at)
{
	const char *const folders[] = {"/tmp", "/var/tmp", "/dev/shm",
	    at->temp};
	size_t fixed = general_fixed(name, at);

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		size_t len = folders[i] != NULL ? strlen(folders[i]) : 0;

		if (len > 0 && fixed <= len &&
		    str_is_below(name, folders[i], len))
			return true;
	}
	return false;
}

static struct part
next_part(const char *rest)
{
	return (struct part){rest, strcspn(rest, "/")};
}

void
general_note_fan(struct needs *fans, const char *name)
{
	for (const char *at = name; *at == '/';
	     at += 1 + strcspn(at + 1, "/")) {
		struct part one = next_part(at + 1);
		struct part two = {0};

		if (one.text[one.len] == '/')
			two = next_part(one.text + one.len + 1);
		if (one.len == 2 && is_hex(one.text, 2) && two.len > 0 &&
		    is_hash(two))
			needs_at(fans, name, (size_t)(at - name));
	}
}

void
general_add_literal(struct str *to, const char *name, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (strchr("*?[\\", name[i]) != NULL)
			str_add_char(to, '\\');
		/* "${" would be taken for a variable. */
		if (name[i] == '$')
			str_add(to, "[$]");
		else
			str_add_char(to, name[i]);
	}
}

static void
add_any(struct str *to, size_t count)
{
	for (size_t i = 0; i < count; i++)
		str_add_char(to, '?');
}

/* Has the text letters of both cases, or letters and digits? */
static bool
looks_random(const char *text, size_t len)
{
	bool digit = false, upper = false, lower = false;

	for (size_t i = 0; i < len; i++) {
		digit |= isdigit((unsigned char)text[i]) != 0;
		upper |= isupper((unsigned char)text[i]) != 0;
		lower |= islower((unsigned char)text[i]) != 0;
	}
	return (upper && lower) || (digit && (upper || lower));
}

/* The length of the random end of a name before its suffix: 8 of a-z, 0-9 and _
 * (Python's tempfile), or 6 letters and digits (mkstemp(3)); 0: none. */
static size_t
random_tail(const char *text, size_t len)
{
	size_t python = 0, libc = 0;

	while (python < len && python < 8 &&
	    (islower((unsigned char)text[len - python - 1]) ||
		isdigit((unsigned char)text[len - python - 1]) ||
		text[len - python - 1] == '_'))
		python++;
	while (libc < len && libc < 6 &&
	    isalnum((unsigned char)text[len - libc - 1]))
		libc++;
	if (python == 8)
		return 8;
	return libc == 6 ? 6 : 0;
}

/* Is the end of a stem of this length one that the job made up? */
static bool
made_up(struct part p, size_t stem, const struct need *made,
    bool in_temp_folder)
{
	size_t tail = random_tail(p.text, stem);

	if (tail == 0)
		return false;
	if (memmem(p.text, p.len, "tmp", 3) != NULL ||
	    (in_temp_folder && made->gone))
		return true;
	return (in_temp_folder || made->gone) &&
	    looks_random(p.text + stem - tail, tail);
}

/* Adds a name that the job made under a random one, which may have suffixes:
 * "cc1x2y3z.cdtor.c".  Returns false, and adds nothing, where it is none. */
static bool
add_temporary(struct str *to, struct part p, const struct need *made,
    bool in_temp_folder)
{
	size_t digits = 0;

	if (made == NULL || !made->made)
		return false;
	for (size_t stem = 1; stem <= p.len; stem++) {
		size_t tail;

		if (stem < p.len && p.text[stem] != '.')
			continue;
		if (!made_up(p, stem, made, in_temp_folder))
			continue;
		tail = random_tail(p.text, stem);
		general_add_literal(to, p.text, stem - tail);
		add_any(to, tail);
		general_add_literal(to, p.text + stem, p.len - stem);
		return true;
	}
	while (digits < p.len &&
	    isdigit((unsigned char)p.text[p.len - digits - 1]))
		digits++;
	if (digits == 0 || digits == p.len || !in_temp_folder)
		return false;
	general_add_literal(to, p.text, p.len - digits);
	str_add(to, "[0-9]*");
	return true;
}

/* Adds a name in which a process's number or an address of Python's stands:
 * "x.pyc.139871234".  Returns false, and adds nothing, where none does. */
static bool
add_numbered(struct str *to, const struct lessons *l, struct part p)
{
	static const char pyc[] = ".pyc.";
	const char *mark = memmem(p.text, p.len, pyc, sizeof(pyc) - 1);

	for (size_t i = 0, len; i < p.len; i += len) {
		const char *at = p.text + i;
		bool known;

		len = 0;
		while (i + len < p.len && isdigit((unsigned char)at[len]))
			len++;
		known = (mark != NULL && at == mark + sizeof(pyc) - 1) ||
		    (len >= 3 && len <= 7 &&
			lessons_has_pid(l, (pid_t)strtol(at, NULL, 10)));
		if (len > 0 && known) {
			general_add_literal(to, p.text, i);
			str_add(to, "[0-9]*");
			general_add_literal(to, at + len, p.len - i - len);
			return true;
		}
		len += len == 0;
	}
	return false;
}

static bool
add_uuid(struct str *to, struct part p)
{
	for (size_t i = 0; i + UUID_LEN <= p.len; i++) {
		if (!is_uuid(p.text + i))
			continue;
		general_add_literal(to, p.text, i);
		for (size_t j = 0; j < UUID_LEN; j++)
			str_add_char(to, p.text[i + j] == '-' ? '-' : '?');
		general_add_literal(to, p.text + i + UUID_LEN,
		    p.len - i - UUID_LEN);
		return true;
	}
	return false;
}

/* Adds one name of a path; `name` is the whole, `p` a part of it. */
static bool
add_part(struct str *to, const struct lessons *l, const struct needs *fans,
    const struct learn_places *at, const char *name, struct part p)
{
	size_t before = (size_t)(p.text - name) - 1;
	const struct need *made =
	    needs_find(&l->files, name, before + 1 + p.len);

	if (is_hash(p)) {
		str_add_char(to, '*');
		return true;
	}
	if (p.len == 2 && is_hex(p.text, 2) &&
	    needs_find(fans, name, before) != NULL) {
		str_add(to, "??");
		return true;
	}
	if (add_uuid(to, p) || add_numbered(to, l, p) ||
	    add_temporary(to, p, made, in_temp(name, at)))
		return true;
	general_add_literal(to, p.text, p.len);
	return false;
}

void
general_add(struct str *to, const struct lessons *l, const struct needs *fans,
    const struct learn_places *at, const char *name, bool *ret_generalised)
{
	size_t fixed = general_fixed(name, at);
	const char *rest = name + fixed;

	*ret_generalised = false;
	general_add_literal(to, name, fixed);
	while (*rest == '/') {
		struct part p = next_part(rest + 1);

		str_add_char(to, '/');
		*ret_generalised |= add_part(to, l, fans, at, name, p);
		rest += 1 + p.len;
	}
}
