/* ptsandbox ctl PID: looks at the rules of a running job, and changes them. */
#include <ctype.h>
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "audit/hint.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "commands/commands.h"
#include "ctl/name.h"
#include "run.h"

/* A supervisor answers within a tick; its answer has an end. */
#define WAIT_S     10
#define ANSWER_MAX ((size_t)64 * 1024 * 1024)

static const char usage[] =
    "say ptsandbox ctl PID list, ptsandbox ctl PID grant [-p PROFILE] RULE or "
    "ptsandbox ctl PID revoke NUMBER|aNUMBER";

static int
fail(const char *text)
{
	log_line("ctl: %s", text);
	return EXIT_OURS;
}

/* A number of digits alone, from 1; 0: it is none. */
static long
number(const char *text)
{
	size_t len = strspn(text, "0123456789");

	return len > 0 && len < 10 && text[len] == '\0' ? atol(text) : 0;
}

/* Adds {allow: ACCESS, KEY: VALUE} of the words that were typed. */
static bool
add_pair(struct str *to, const char *access, const char *key, const char *value,
    bool literal)
{
	str_addf(to, "{allow: [%s], %s: ", access, key);
	if (!hint_add_scalar(to, value, literal))
		return false;
	str_add_char(to, '}');
	return true;
}

/* A path as typed: from the folder that we stand in, letter by letter. */
static bool
add_path(struct str *to, const char *access, const char *path)
{
	cleanup_free char *cwd = path[0] != '/' ? getcwd(NULL, 0) : NULL;
	cleanup_str struct str whole = {0};

	if (path[0] != '/' && cwd == NULL)
		return false;
	if (cwd != NULL)
		str_addf(&whole, "%s/", cwd);
	str_add(&whole, path);
	return !whole.failed &&
	    add_pair(to, access, "path", str_text(&whole), true);
}

/* Is every word of a list "a,b" among these? */
static bool
all_among(const char *list, const char *const *words)
{
	while (*list != '\0') {
		size_t len = strcspn(list, ",");
		size_t i = 0;

		while (words[i] != NULL &&
		    (strlen(words[i]) != len ||
			strncmp(list, words[i], len) != 0))
			i++;
		if (words[i] == NULL)
			return false;
		list += len + (list[len] == ',');
	}
	return true;
}

/* The rule that words mean: "read /x", "connect tcp:127.0.0.1:80", "fork". */
static bool
rule_of(int argc, char **argv, struct str *to)
{
	static const char *const paths[] = {"read", "stat", "write", "modify",
	    "create", "delete", "attributes", "exec", "run", NULL};
	static const char *const targets[] = {"connect", "bind", "accept",
	    NULL};
	const char *access = argv[0];

	if (argc == 1 && strcmp(access, "fork") == 0) {
		str_add(to, "{allow: fork}");
		return true;
	}
	if (argc == 1 && access[0] == '{') {
		str_add(to, access);
		return true;
	}
	if (argc != 2 || *access == '\0')
		return false;
	if (strcmp(access, "signal") == 0)
		return add_pair(to, access, "to", argv[1], false);
	if (strcmp(access, "socket") == 0)
		return add_pair(to, access, "family", argv[1], false);
	if (all_among(access, targets))
		return add_pair(to, access, "to", argv[1], false);
	return all_among(access, paths) && add_path(to, access, argv[1]);
}

/* The request that the words mean; NULL: they mean none. */
static json_t *
request_of(int argc, char **argv)
{
	cleanup_str struct str rule = {0};
	const char *set = "main";

	if (argc == 1 && strcmp(argv[0], "list") == 0)
		return json_pack("{s:s}", "do", "list");
	if (argc == 2 && strcmp(argv[0], "revoke") == 0 && number(argv[1]) > 0)
		return json_pack("{s:s,s:I}", "do", "revoke", "number",
		    (json_int_t)number(argv[1]));
	if (argc == 2 && strcmp(argv[0], "revoke") == 0 && argv[1][0] == 'a' &&
	    number(argv[1] + 1) > 0)
		return json_pack("{s:s,s:I}", "do", "revoke", "answer",
		    (json_int_t)number(argv[1] + 1));
	if (argc < 2 || strcmp(argv[0], "grant") != 0)
		return NULL;
	if (argc > 3 && strcmp(argv[1], "-p") == 0) {
		set = argv[2];
		argc -= 2;
		argv += 2;
	}
	if (!rule_of(argc - 1, argv + 1, &rule) || rule.failed)
		return NULL;
	return json_pack("{s:s,s:s,s:s}", "do", "grant", "set", set, "rule",
	    str_text(&rule));
}

/* Connects to the supervisor of that pid, and to nobody who took its name.
 * Returns the socket, or -1. */
static int
reach(pid_t pid)
{
	cleanup_fd int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	struct timeval wait = {.tv_sec = WAIT_S};
	struct sockaddr_un name;
	struct ucred who;
	socklen_t len = ctl_address(pid, &name), size = sizeof(who);

	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) != 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait)) != 0 ||
	    connect(fd, (const struct sockaddr *)&name, len) != 0 ||
	    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0 ||
	    who.pid != pid)
		return -1;
	return steal_fd(&fd);
}

/* An answer holds what was quoted already; another user's, asked by root, is
 * not believed to. */
static bool
receive(int fd, struct str *ret)
{
	char bytes[CTL_PACKET];
	ssize_t n = 1;

	while (n > 0 && ret->len < ANSWER_MAX) {
		n = recv(fd, bytes, sizeof(bytes), 0);
		for (ssize_t i = 0; i < n; i++)
			if (bytes[i] != '\n' &&
			    iscntrl((unsigned char)bytes[i]))
				bytes[i] = '?';
		if (n > 0)
			str_add_bytes(ret, bytes, (size_t)n);
	}
	return n == 0 && ret->len > 0 && !ret->failed;
}

/* Tells what is wrong, a line each. */
static int
tell(const char *lines)
{
	while (*lines != '\0') {
		size_t len = strcspn(lines, "\n");

		log_line("ctl: %.*s", (int)len, lines);
		lines += len + (lines[len] == '\n');
	}
	return EXIT_OURS;
}

static int
converse(pid_t pid, const char *request)
{
	cleanup_str struct str answer = {0};
	cleanup_fd int fd = -1;
	size_t len = strlen(request);

	if (len > CTL_REQUEST)
		return fail("the rule is too long");
	fd = reach(pid);
	if (fd < 0) {
		log_line("ctl: no ptsandbox of yours with pid %d was started "
			 "with --ctl",
		    (int)pid);
		return EXIT_OURS;
	}
	if (send(fd, request, len, MSG_NOSIGNAL) < 0 || !receive(fd, &answer))
		return fail("it gave no answer; this user may not ask, or the "
			    "job has just ended");
	if (answer.buf[0] != CTL_DONE)
		return tell(answer.buf + 1);
	fputs(answer.buf + 1, stdout);
	if (fflush(stdout) != 0)
		return fail(strerror(errno));
	return EXIT_SUCCESS;
}

int
ctl_command(int argc, char **argv)
{
	long pid = argc > 2 ? number(argv[1]) : 0;
	cleanup_free char *text = NULL;
	json_t *request = pid > 0 ? request_of(argc - 2, argv + 2) : NULL;

	if (request == NULL)
		return fail(usage);
	text = json_dumps(request, JSON_COMPACT);
	json_decref(request);
	return text != NULL ? converse((pid_t)pid, text)
			    : fail("out of memory");
}
