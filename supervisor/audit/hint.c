/* The rule that would allow what was denied, ready to be pasted. */
#include "audit/hint.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "audit/words.h"
#include "base/access.h"
#include "net.h"

static bool
all_utf8(const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		uint32_t point;
		size_t n = str_utf8(text, len, &point);

		if (n == 0)
			return false;
		text += n;
		len -= n;
	}
	return true;
}

/* A plain scalar inside {...}: YAML 1.1 section 5.3 forbids more, this is the
 * part that needs no thought. */
static bool
is_plain_scalar(const char *text)
{
	if (*text != '/' && strncmp(text, "./", 2) != 0 &&
	    strncmp(text, "~/", 2) != 0)
		return false;
	text += *text == '~';
	for (; *text != '\0'; text++)
		if (!isascii((unsigned char)*text) ||
		    (!isalnum((unsigned char)*text) &&
			strchr("/._-+@=", *text) == NULL))
			return false;
	return true;
}

static void
add_quoted_char(struct str *to, const char *bytes, size_t n, uint32_t point,
    bool literal)
{
	/* In a path pattern a backslash takes the next character as it is, and
	 * in a double-quoted scalar it is itself written twice. */
	if (literal && point != 0 && point < 0x80 &&
	    strchr("*?[\\", (int)point) != NULL)
		str_add(to, "\\\\");
	/* "${" would be taken for an environment variable. */
	if (literal && point == '$')
		str_add(to, "[$]");
	else if (point == '"' || point == '\\')
		str_addf(to, "\\%c", (int)point);
	else if (str_is_plain(point))
		str_add_bytes(to, bytes, n);
	else if (point <= 0xff)
		str_addf(to, "\\x%02x", point);
	else
		str_addf(to, "\\u%04x", point);
}

bool
hint_add_scalar(struct str *to, const char *text, bool literal)
{
	size_t len = strlen(text);

	if (!all_utf8(text))
		return false;
	if (is_plain_scalar(text)) {
		str_add(to, text);
		return true;
	}
	str_add_char(to, '"');
	while (len > 0) {
		uint32_t point;
		size_t n = str_utf8(text, len, &point);

		add_quoted_char(to, text, n, point, literal);
		text += n;
		len -= n;
	}
	str_add_char(to, '"');
	return true;
}

static void
add_verb(struct str *to, unsigned access)
{
	if ((access & ACC_WRITE) == ACC_WRITE) {
		str_add(to, "{allow: [write");
		if ((access & ~ACC_WRITE) != 0)
			str_add(to, ", ");
		words_access(to, access & ~ACC_WRITE, ", ");
		str_add_char(to, ']');
	} else if ((access & (access - 1)) != 0) {
		str_add(to, "{allow: [");
		words_access(to, access, ", ");
		str_add_char(to, ']');
	} else {
		str_add(to, "{allow: ");
		words_access(to, access, ", ");
	}
}

/* Each of these adds a rule, or says in *ret_why why there is none; returns the
 * section that it goes to, or NULL. */
static const char *
file_rule(struct str *to, unsigned access, const char *path,
    const char *section, const char **ret_why)
{
	*ret_why = "it has no name, so no rule can allow it";
	if (path[0] != '/')
		return NULL;
	add_verb(to, access);
	str_add(to, ", path: ");
	*ret_why = "its name is not UTF-8; allow the folder that holds it";
	if (!hint_add_scalar(to, path, true))
		return NULL;
	str_add_char(to, '}');
	return section;
}

const char *
hint_family(const char *target)
{
	int number;

	if (sscanf(target, "family:%d", &number) != 1)
		return NULL;
	for (const char *const *w = net_family_words(); *w != NULL; w++)
		if (net_family(*w) == number)
			return *w;
	return NULL;
}

static const char *
socket_rule(struct str *to, const char *target, const char **ret_why)
{
	const char *word = hint_family(target);

	*ret_why = "no rule can allow this family";
	if (word == NULL)
		return NULL;
	str_addf(to, "{allow: socket, family: %s}", word);
	return "network";
}

/* The names of unix sockets are patterns, addresses are none. */
static const char *
network_rule(struct str *to, unsigned access, const char *target,
    const char **ret_why)
{
	bool literal = strncmp(target, "unix:", 5) == 0;

	*ret_why = "its name is not UTF-8; use a pattern";
	add_verb(to, access);
	str_add(to, ", to: ");
	if (!hint_add_scalar(to, target, literal))
		return NULL;
	str_add_char(to, '}');
	return "network";
}

static const char *
process_rule(struct str *to, unsigned access, const char *whom,
    const char **ret_why)
{
	*ret_why = "it is not of the job, so no rule can allow it";
	if ((access & ACC_FORK) != 0)
		str_add(to, "{allow: fork}");
	else if (whom != NULL)
		str_addf(to, "{allow: signal, to: %s}", whom);
	else
		return NULL;
	return "processes";
}

const char *
hint_rule(struct str *to, unsigned access, const char *path, const char *whom,
    const char **ret_why)
{
	if ((access & ACC_FILES) != 0)
		return file_rule(to, access & ACC_FILES, path, "files",
		    ret_why);
	if ((access & ACC_RUN) != 0)
		return file_rule(to, ACC_RUN, path, "programs", ret_why);
	if ((access & ACC_SOCKET) != 0)
		return socket_rule(to, path, ret_why);
	if ((access & ACC_NETWORK) != 0)
		return network_rule(to, access & ACC_NETWORK, path, ret_why);
	return process_rule(to, access, whom, ret_why);
}

void
hint_add(struct str *to, unsigned access, const char *path, bool in_job)
{
	cleanup_str struct str rule = {0};
	const char *why;
	const char *section =
	    hint_rule(&rule, access, path, in_job ? "job" : NULL, &why);

	if (section != NULL)
		str_addf(to, "to allow, under %s: %s", section,
		    str_text(&rule));
	else
		str_add(to, why);
}
