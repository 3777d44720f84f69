/* A path as an operator writes it -> the absolute pattern that it means. */
#include <ctype.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/str.h"
#include "check.h"
#include "space_links.h"

/* Does the letter mean more than itself in a pattern? */
static bool
is_special(char c)
{
	return c == '*' || c == '?' || c == '[' || c == '\\';
}

/* What comes from outside the rules is taken letter by letter. */
static void
add_literal(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (is_special(*text))
			str_add_char(out, '\\');
		str_add_char(out, *text);
	}
}

static const char *
home(void)
{
	const char *dir = getenv("HOME");
	const struct passwd *pw;

	if (dir != NULL && dir[0] == '/')
		return dir;
	pw = getpwuid(getuid());
	return pw != NULL && pw->pw_dir[0] == '/' ? pw->pw_dir : NULL;
}

/* Reads ${NAME} or ${NAME?} at *text, which is moved behind it.  Returns as
 * expand_path(). */
static int
add_variable(const struct reader *r, const struct node *n, const char **text,
    struct str *out)
{
	char name[256];
	const char *from = *text + 2;
	size_t len = strcspn(from, "?}");
	bool optional = from[len] == '?';
	const char *value;

	if (len == 0 || len >= sizeof(name) || from[len + optional] != '}') {
		check_fault(r, n, "a '${' without its name and '}'");
		return -1;
	}
	memcpy(name, from, len);
	name[len] = '\0';
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)name[i]) && name[i] != '_') {
			check_fault(r, n, "'%s' is not the name of a variable",
			    check_shown(r, name));
			return -1;
		}
	*text = from + len + optional + 1;
	value = strcmp(name, "CWD") == 0 ? r->rules->cwd : getenv(name);
	/* Who says ${CWD?} means a folder to work in, not the whole system. */
	if (optional && strcmp(name, "CWD") == 0 && value != NULL &&
	    strcmp(value, "/") == 0)
		return 1;
	if (value != NULL && value[0] != '\0') {
		add_literal(out, value);
		return 0;
	}
	if (optional)
		return 1;
	check_fault(r, n, "${%s} is not set", name);
	return -1;
}

/* Writes the home folder for the ~ at *text, which is moved behind it.
 * Returns as expand_path(). */
static int
add_home(const struct reader *r, const struct node *n, const char **text,
    struct str *out)
{
	const char *dir = home();

	if ((*text)[1] != '/' && (*text)[1] != '\0') {
		check_fault(r, n,
		    "'%s': only ~ alone is understood, the home of who starts "
		    "the run",
		    check_shown(r, *text));
		return -1;
	}
	/* A shipped profile serves those who have none as well. */
	if (dir == NULL && r->shipped != NULL)
		return 1;
	if (dir == NULL) {
		check_fault(r, n, "~ has no meaning: there is no home folder");
		return -1;
	}
	add_literal(out, dir);
	(*text)++;
	return 0;
}

/* Writes the beginning that says where a path starts.  Returns as
 * expand_path(). */
static int
add_start(const struct reader *r, const struct node *n, const char **text,
    struct str *out)
{
	const char *t = *text;

	if (*t == '~')
		return add_home(r, n, text, out);
	if (strcmp(t, ".") != 0 && strncmp(t, "./", 2) != 0 &&
	    !(r->typed && *t != '/' && strncmp(t, "${", 2) != 0))
		return 0;
	if (r->folder == NULL) {
		check_fault(r, n,
		    "./ has no meaning: there is no folder that "
		    "it could be");
		return -1;
	}
	add_literal(out, r->folder);
	str_add_char(out, '/');
	return 0;
}

/* A word of the command line went through a shell, so its wildcards are
 * letters. */
static const char *
add_letter(const struct reader *r, const char *rest, struct str *out)
{
	if (r->typed && is_special(*rest)) {
		str_add_char(out, '\\');
	} else if (*rest == '\\' && rest[1] != '\0') {
		str_add_char(out, *rest++);
	}
	str_add_char(out, *rest++);
	return rest;
}

static int
expand_words(const struct reader *r, const struct node *n, const char *text,
    struct str *out)
{
	const char *rest = text;
	int err = add_start(r, n, &rest, out);

	if (err != 0)
		return err;
	while (*rest != '\0') {
		if (rest[0] == '$' && rest[1] == '{')
			err = add_variable(r, n, &rest, out);
		else
			rest = add_letter(r, rest, out);
		if (err != 0)
			return err;
	}
	if (out->failed) {
		check_nomem(r);
		return -1;
	}
	if (str_text(out)[0] == '/' && out->len < PATH_MAX)
		return 0;
	check_fault(r, n,
	    out->len >= PATH_MAX
		? "'%s' is longer than a path can be"
		: "'%s' is not absolute: a path starts with /, ~, ./ or "
		  "${NAME}",
	    check_shown(r, text));
	return -1;
}

/* The text of a literal path, or NULL when it is too long for one. */
static bool
unescape(const char *text, size_t len, char ret[PATH_MAX])
{
	size_t at = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\\' && i + 1 < len)
			i++;
		if (at == PATH_MAX - 1)
			return false;
		ret[at++] = text[i];
	}
	ret[at] = '\0';
	return true;
}

/* Replaces `out`, a folder whose parent is meant, by that parent.  A name
 * behind a symlink has another parent than the text says: the kernel is
 * asked. */
static bool
go_up(const struct reader *r, const struct node *n, struct str *out)
{
	char path[PATH_MAX];
	cleanup_free char *real = NULL;

	if (!pattern_is_wild(str_text(out), out->len) &&
	    unescape(str_text(out), out->len, path) &&
	    strlen(path) + 4 < sizeof(path)) {
		strcat(path, "/..");
		real = realpath(path, NULL);
	}
	if (real == NULL) {
		check_fault(r, n, "a '..' behind what is no folder");
		return false;
	}
	str_clear(out);
	if (strcmp(real, "/") != 0)
		add_literal(out, real);
	return true;
}

/* Takes out empty names, '.' and '..'. */
static bool
normalise(const struct reader *r, const struct node *n, const char *text,
    struct str *out)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "/");

		if (len == 2 && memcmp(text, "..", 2) == 0) {
			if (!go_up(r, n, out))
				return false;
		} else if (len > 0 && !(len == 1 && *text == '.')) {
			str_add_char(out, '/');
			str_add_bytes(out, text, len);
		}
		text += len + (text[len] == '/');
	}
	if (out->len == 0)
		str_add_char(out, '/');
	if (out->failed)
		check_nomem(r);
	return !out->failed;
}

int
expand_path(const struct reader *r, const struct node *n, const char *text,
    const char **ret)
{
	cleanup_str struct str words = {0};
	cleanup_str struct str out = {0};
	const char *copy;
	int err = expand_words(r, n, text, &words);

	if (err != 0)
		return err;
	if (!normalise(r, n, str_text(&words), &out))
		return -1;
	copy = arena_copy(&r->rules->arena, str_text(&out), out.len);
	if (copy == NULL) {
		check_nomem(r);
		return -1;
	}
	*ret = copy;
	return 0;
}

/* How much of the text is whole names without a wildcard. */
static size_t
literal_len(const char *text)
{
	size_t len = 0;

	while (text[len] != '\0') {
		size_t next = len + 1 + strcspn(text + len + 1, "/");

		if (pattern_is_wild(text, next))
			return len;
		len = next;
	}
	return len;
}

const char *
expand_links(const struct reader *r, const char *text)
{
	char path[PATH_MAX], led[PATH_MAX];
	size_t len = literal_len(text);
	cleanup_str struct str out = {0};
	const char *copy;

	if (len == 0 || !unescape(text, len, path) ||
	    !space_follow(r->rules->space, r->rules->links, path, true, led) ||
	    strcmp(led, path) == 0)
		return NULL;
	if (strcmp(led, "/") != 0 || text[len] == '\0')
		add_literal(&out, led);
	str_add(&out, text + len);
	copy = out.failed
	    ? NULL
	    : arena_copy(&r->rules->arena, str_text(&out), out.len);
	if (copy == NULL)
		check_nomem(r);
	return copy;
}
