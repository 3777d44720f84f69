/* Answers that are kept.  A rule goes before those of its section that are
 * there, so that what was said last counts; the text around it is left as it
 * stands.  What comes out is read as rules before it takes the file's place. */
#include "ask/save.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/replace.h"
#include "rules.h"

/* As much as rules may be. */
#define SAVE_MAX ((size_t)1024 * 1024)

static size_t
line_length(const char *line)
{
	size_t n = strcspn(line, "\n");

	return n + (line[n] == '\n');
}

/* Is it "files:" alone, perhaps with a comment? */
static bool
begins_section(const char *line, const char *section)
{
	size_t n = strlen(section);

	if (strncmp(line, section, n) != 0 || line[n] != ':')
		return false;
	line += n + 1;
	line += strspn(line, " \t\r");
	return *line == '\n' || *line == '\0' || *line == '#';
}

/* The white space before the dashes of the list that follows; NULL: none does.
 */
static const char *
list_indent(const char *at, size_t *ret_len)
{
	while (*at != '\0') {
		size_t n = strspn(at, " ");

		if (at[n] == '-') {
			*ret_len = n;
			return at;
		}
		if (strchr("#\r\n", at[n]) == NULL)
			return NULL;
		at += line_length(at);
	}
	return NULL;
}

void
save_insert(struct str *to, const char *text, const char *section,
    const char *rule)
{
	const char *at = text, *indent = NULL;
	size_t len = 0;

	if (*text == '\0')
		str_add(to, "version: 1\n");
	while (*at != '\0' && !begins_section(at, section))
		at += line_length(at);
	if (*at != '\0')
		indent = list_indent(at + line_length(at), &len);
	if (indent != NULL) {
		at += line_length(at);
		str_add_bytes(to, text, (size_t)(at - text));
		str_add_bytes(to, indent, len);
		str_addf(to, "- %s\n%s", rule, at);
		return;
	}
	str_add(to, text);
	if (*text != '\0' && text[strlen(text) - 1] != '\n')
		str_add_char(to, '\n');
	str_addf(to, "%s:\n  - %s\n", section, rule);
}

static int
fail(struct str *ret_why, const char *what, int err)
{
	str_addf(ret_why, "%s%s%s", what, err != 0 ? ": " : "",
	    err != 0 ? strerror(err) : "");
	return -1;
}

/* The file's text, empty where there is none.  *ret_mode: what a new one is to
 * have. */
static int
read_file(const char *path, struct str *ret, mode_t *ret_mode,
    struct str *ret_why)
{
	cleanup_fd int fd =
	    open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	char bytes[4096];
	struct stat st;
	ssize_t n = 1;

	*ret_mode = 0600;
	if (fd < 0)
		return errno == ENOENT ? 0
				       : fail(ret_why, "cannot read it", errno);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return fail(ret_why, "it is not a regular file", 0);
	*ret_mode = st.st_mode & 07777;
	while (n > 0 && ret->len <= SAVE_MAX) {
		n = TEMP_FAILURE_RETRY(read(fd, bytes, sizeof(bytes)));
		if (n > 0)
			str_add_bytes(ret, bytes, (size_t)n);
	}
	if (n < 0 || ret->failed)
		return fail(ret_why, "cannot read it", n < 0 ? errno : ENOMEM);
	if (ret->len > SAVE_MAX)
		return fail(ret_why, "it is bigger than rules may be", 0);
	if (memchr(str_text(ret), '\0', ret->len) != NULL)
		return fail(ret_why, "it is no text", 0);
	return 0;
}

/* Is this file rules? */
static int
check_rules(const char *path, struct str *ret_why)
{
	struct rules *r = rules_new();
	struct faults f = {0};
	int err;

	if (r == NULL)
		return fail(ret_why, "out of memory", 0);
	err = rules_add_file(r, path, &f);
	if (err != 0)
		str_addf(ret_why, "it would not be good rules: %s",
		    f.count > 0 ? f.lines[0] : "out of memory");
	fault_done(&f);
	rules_free(r);
	return err;
}

/* What has come out must be good rules. */
static int
judge(const char *beside, void *ctx)
{
	return check_rules(beside, ctx) == 0 ? 0 : -EINVAL;
}

static int
replace(const char *path, const struct str *text, mode_t mode,
    struct str *ret_why)
{
	cleanup_str struct str bad = {0};
	struct replace there = {
	    .folder = AT_FDCWD,
	    .name = path,
	    .mode = mode,
	    .sync = true,
	    .judge = judge,
	    .ctx = &bad,
	};
	int err = replace_file(&there, text);

	if (err == 0)
		return 0;
	if (bad.len == 0)
		return fail(ret_why, "cannot write it", -err);
	return fail(ret_why, str_text(&bad), 0);
}

/* The canonical name of a file that may not be there yet.  A link that leads
 * nowhere has none. */
static int
name_file(const char *path, char ret[PATH_MAX], struct str *ret_why)
{
	const char *slash = strrchr(path, '/');
	const char *last = slash != NULL ? slash + 1 : path;
	cleanup_free char *folder = strndup(path, (size_t)(last - path));
	char real[PATH_MAX];
	struct stat st;

	if (realpath(path, ret) != NULL)
		return 0;
	if (errno != ENOENT || *last == '\0' || lstat(path, &st) == 0)
		return fail(ret_why, "it has no name", errno);
	if (folder == NULL ||
	    realpath(*folder != '\0' ? folder : ".", real) == NULL)
		return fail(ret_why, "its folder", errno);
	if ((size_t)snprintf(ret, PATH_MAX, "%s/%s",
		strcmp(real, "/") != 0 ? real : "", last) >= PATH_MAX)
		return fail(ret_why, "its name is too long", 0);
	return 0;
}

int
save_check(const char *path, char ret_name[PATH_MAX], struct str *ret_why)
{
	cleanup_str struct str text = {0};
	cleanup_free char *folder = NULL;
	mode_t mode;

	if (name_file(path, ret_name, ret_why) != 0)
		return -1;
	folder = strndup(ret_name, (size_t)(strrchr(ret_name, '/') - ret_name));
	if (folder == NULL)
		return fail(ret_why, "out of memory", 0);
	if (access(*folder != '\0' ? folder : "/", W_OK | X_OK) != 0)
		return fail(ret_why, "its folder cannot be written", errno);
	if (read_file(path, &text, &mode, ret_why) != 0)
		return -1;
	return text.len > 0 ? check_rules(path, ret_why) : 0;
}

int
save_rule(const char *path, const char *section, const char *rule,
    struct str *ret_why)
{
	/* A link's name stays, and leads to what is written. */
	cleanup_free char *real = realpath(path, NULL);
	cleanup_str struct str old = {0}, new = {0};
	mode_t mode;

	if (real != NULL)
		path = real;
	if (read_file(path, &old, &mode, ret_why) != 0)
		return -1;
	save_insert(&new, str_text(&old), section, rule);
	if (new.failed)
		return fail(ret_why, "out of memory", 0);
	return replace(path, &new, mode, ret_why);
}
