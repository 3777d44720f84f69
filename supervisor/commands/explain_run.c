/* What running a program asks for: a rule about the file and one about the
 * program, for it, for the interpreters of scripts, and a rule about the
 * loader.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"
#include "command.h"
#include "commands/explain.h"
#include "environment.h"
#include "handle/image.h"

#define SCRIPTS_MAX 5  /* fs/exec.c: exec_binprm() */
#define WORDS_MAX   64 /* of a script's interpreter that are told */

static void
ask_files(struct explain *e, const struct explain_name *n)
{
	struct question q = {.one = ACC_EXEC, .path = n->seen};

	explain_tell(e, &q, n->given, n);
}

static void
ask_program(struct explain *e, const struct explain_name *n, size_t count,
    const char *const *words, struct answer *ret)
{
	cleanup_str struct str object = {0};
	struct question q = {.one = ACC_RUN,
	    .path = n->seen,
	    .argc = count,
	    .argv = words};

	str_add(&object, n->given);
	for (size_t i = 1; i < count; i++)
		str_addf(&object, " %s", words[i]);
	explain_tell(e, &q, str_text(&object), n);
	explain_ask(e->policy, &q, ret);
}

/* The beginning of the file, as far as there is one and we may read it. */
static void
read_head(const struct explain_name *n, char head[IMAGE_HEAD], int *ret_fd)
{
	memset(head, 0, IMAGE_HEAD);
	*ret_fd = open(n->host, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (*ret_fd >= 0 && pread(*ret_fd, head, IMAGE_HEAD, 0) < 0)
		head[0] = '\0';
}

/* The loader of the program behind fd, where it has one. */
static bool
loader_of(int fd, const char head[IMAGE_HEAD], char to[PATH_MAX])
{
	struct image_span phdrs, name;
	cleanup_free char *bytes = NULL;
	ssize_t n;

	if (fd < 0 || image_elf(head, &phdrs) != 0)
		return false;
	bytes = malloc(phdrs.size);
	if (bytes == NULL ||
	    pread(fd, bytes, phdrs.size, (off_t)phdrs.offset) !=
		(ssize_t)phdrs.size ||
	    image_loader(bytes, phdrs.size, &name) != 0 || name.size == 0 ||
	    name.size > PATH_MAX)
		return false;
	n = pread(fd, to, name.size, (off_t)name.offset);
	return n == (ssize_t)name.size && to[n - 1] == '\0';
}

/* The words that a script's interpreter gets: fs/binfmt_script.c. */
static size_t
interpret(const struct image_script *line, const char *script, size_t count,
    const char *const *words, const char *to[WORDS_MAX])
{
	size_t n = 0;

	to[n++] = line->interpreter;
	if (line->has_arg)
		to[n++] = line->arg;
	to[n++] = script;
	for (size_t i = 1; i < count && n < WORDS_MAX; i++)
		to[n++] = words[i];
	return n;
}

/* A name without a slash is looked for as execvp(3) does. */
static bool
find(struct explain *e, const char *word, char to[PATH_MAX])
{
	const struct space *s = policy_space(e->policy);
	cleanup_str struct str shown = {0};
	struct environment env;
	char folder[PATH_MAX] = "/";

	if (rules_environment(e->rules, environ, &env) != 0 ||
	    command_folder(s, folder) != 0)
		folder[0] = '\0';
	if (command_find(&env, s, folder, word, to, PATH_MAX) == 0)
		return true;
	str_add_shown(&shown, word, strlen(word));
	log_line("there is no program %s in PATH; name it with its folder",
	    str_text(&shown));
	e->failed = true;
	return false;
}

void
explain_run(struct explain *e, size_t count, const char *const *words)
{
	char path[PATH_MAX], head[IMAGE_HEAD];
	struct image_script lines[SCRIPTS_MAX];
	const char *made[SCRIPTS_MAX][WORDS_MAX];
	char names[SCRIPTS_MAX][PATH_MAX];
	struct explain_name n;

	if (!find(e, words[0], path))
		return;
	for (int scripts = 0;; scripts++) {
		cleanup_fd int fd = -1;
		struct answer a;

		if (!explain_follow(e, path, true, &n))
			return;
		ask_files(e, &n);
		ask_program(e, &n, count, words, &a);
		if (a.via_path != NULL)
			return;
		read_head(&n, head, &fd);
		if (scripts == SCRIPTS_MAX || !image_is_script(head) ||
		    image_script(head, &lines[scripts]) != 0) {
			if (loader_of(fd, head, path) &&
			    explain_follow(e, path, true, &n))
				ask_files(e, &n);
			return;
		}
		if (a.profile != NULL)
			e->policy =
			    policy_space(a.profile) != policy_space(e->policy)
			    ? a.profile
			    : e->policy;
		/* The interpreter gets the name that was given. */
		strcpy(names[scripts], path);
		count = interpret(&lines[scripts], names[scripts], count, words,
		    made[scripts]);
		words = made[scripts];
		snprintf(path, sizeof(path), "%s", lines[scripts].interpreter);
	}
}
