/* `ptsandbox explain`: what would the rules say, and why? */
#include "commands/explain.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "commands/ask.h"
#include "commands/commands.h"
#include "net.h"
#include "net_object.h"
#include "run.h"

#define USAGE                                                                   \
	"usage: ptsandbox explain [--all] [--profile NAME] "                    \
	"[options that give rules] QUESTION\n\n"                                \
	"QUESTION is one of\n\n"                                                \
	"  /etc/passwd                    every access to a file\n"             \
	"  read /etc/passwd               one access, or several: read,write\n" \
	"  connect tcp:example.org:443    also bind, accept\n"                  \
	"  socket netlink\n"                                                    \
	"  run /bin/sh -c ls\n"                                                 \
	"  fork\n"                                                              \
	"  signal job                     also self, children, outside\n\n"     \
	"The exit status is 0 when it is allowed, 1 when not, 125 for "         \
	"faults.\n"

static void
complain(struct explain *e, const char *what, const char *why)
{
	cleanup_str struct str shown = {0};

	str_add_shown(&shown, what, strlen(what));
	log_line("'%s': %s", str_text(&shown), why);
	e->failed = true;
}

static void
ask_files(struct explain *e, unsigned accesses, const char *path)
{
	struct question q = {.one = (enum access)accesses};
	struct explain_name n;

	/* What is removed is the link, not what it leads to. */
	if (!explain_follow(e, path, accesses != ACC_DELETE, &n))
		return;
	q.path = n.seen;
	if ((accesses & (accesses - 1)) == 0)
		explain_tell(e, &q, path, &n);
	else
		explain_table(e, accesses, &n);
}

/* Each address that the name has: a job takes the first that answers. */
static void
ask_host(struct explain *e, enum access one, const char *text, const char *host,
    struct net_object *o)
{
	struct addrinfo *list = NULL;
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	int err = getaddrinfo(host, NULL, &hints, &list);

	if (err != 0) {
		complain(e, text, gai_strerror(err));
		return;
	}
	for (const struct addrinfo *a = list; a != NULL; a = a->ai_next) {
		struct question q = {.one = one, .to = o};
		char ip[NI_MAXHOST];
		char object[NI_MAXHOST + 40];

		if (getnameinfo(a->ai_addr, a->ai_addrlen, ip, sizeof(ip), NULL,
			0, NI_NUMERICHOST) != 0)
			continue;
		/* "fe80::1%eth0": rules name no interfaces. */
		ip[strcspn(ip, "%")] = '\0';
		snprintf(object, sizeof(object), "%.4s%s%s%s:%u", text,
		    a->ai_family == AF_INET6 ? "[" : "", ip,
		    a->ai_family == AF_INET6 ? "]" : "", o->port);
		if (net_object_read(object, o))
			explain_tell(e, &q, object, NULL);
	}
	freeaddrinfo(list);
}

static void
ask_unix(struct explain *e, struct question *q, struct net_object *o,
    const char *text)
{
	struct explain_name n;

	if (o->abstract) {
		explain_tell(e, q, text, NULL);
		return;
	}
	if (!explain_follow(e, o->name, true, &n))
		return;
	o->name = n.seen;
	o->name_len = strlen(n.seen);
	explain_tell(e, q, text, &n);
}

static void
ask_network(struct explain *e, enum access one, const char *text)
{
	struct net_object o;
	struct question q = {.one = one, .to = &o};
	const char *colon = strrchr(text, ':');
	char host[256], object[64];

	if (net_object_read(text, &o) && o.family == AF_UNIX) {
		ask_unix(e, &q, &o, text);
		return;
	}
	if (net_object_read(text, &o) && one != ACC_SOCKET) {
		explain_tell(e, &q, text, NULL);
		return;
	}
	if (colon == NULL || strlen(text) >= sizeof(host) ||
	    (strncmp(text, "tcp:", 4) != 0 && strncmp(text, "udp:", 4) != 0) ||
	    colon < text + 5) {
		complain(e, text,
		    "an address is such as tcp:example.org:443, udp:[::1]:53, "
		    "unix:/run/x.sock or unix:@name");
		return;
	}
	/* The port is read with an address that nobody asks for. */
	snprintf(object, sizeof(object), "%.4s0.0.0.0%.8s", text, colon);
	if (!net_object_read(object, &o)) {
		complain(e, text, "a port is a number up to 65535");
		return;
	}
	memcpy(host, text + 4, (size_t)(colon - text) - 4);
	host[colon - text - 4] = '\0';
	ask_host(e, one, text, host, &o);
}

static void
ask_socket(struct explain *e, const char *word)
{
	struct net_object o = {.proto = NET_OTHER, .family = net_family(word)};
	struct question q = {.one = ACC_SOCKET, .to = &o};

	if (o.family == 0)
		complain(e, word,
		    "no family that a rule can name, such as netlink");
	else
		explain_tell(e, &q, word, NULL);
}

static void
ask_signal(struct explain *e, const char *word)
{
	static const char *const words[] = {[TARGET_SELF] = "self",
	    [TARGET_CHILD] = "children",
	    [TARGET_JOB] = "job",
	    [TARGET_OUTSIDE] = "outside"};
	struct question q = {.one = ACC_SIGNAL};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], word) == 0) {
			q.whom = (enum target)i;
			explain_tell(e, &q, word, NULL);
			return;
		}
	complain(e, word, "a signal is for self, children, job or outside");
}

static void
ask(struct explain *e, size_t count, const char *const *words)
{
	unsigned accesses = count > 0 ? ask_accesses(words[0]) : 0;
	struct question fork = {.one = ACC_FORK};

	if (count == 1 && strchr(words[0], '/') != NULL)
		ask_files(e, ACC_FILES, words[0]);
	else if (count == 1 && accesses == ACC_FORK)
		explain_tell(e, &fork, "", NULL);
	else if (count >= 2 && accesses == ACC_RUN)
		explain_run(e, count - 1, words + 1);
	else if (count == 2 && accesses != 0 && (accesses & ~ACC_FILES) == 0)
		ask_files(e, accesses, words[1]);
	else if (count == 2 && accesses == ACC_SOCKET)
		ask_socket(e, words[1]);
	else if (count == 2 && accesses == ACC_SIGNAL)
		ask_signal(e, words[1]);
	else if (count == 2 && accesses != 0 &&
	    (accesses & (accesses - 1)) == 0)
		ask_network(e, (enum access)accesses, words[1]);
	else
		complain(e, count > 0 ? words[0] : "",
		    "not a question; see ptsandbox explain --help");
}

int
explain_command(int argc, char **argv)
{
	struct explain e = {0};
	const char *profile = "main";
	const struct opts_own own[] = {
	    {.name = "all",      .given = &e.all},
	    {.name = "profile",                  .value = &profile},
            {0}
        };
	struct opts o;
	int status = ask_words(&o, argc, argv, own, USAGE);

	if (status >= 0)
		return status;
	e.rules = ask_rules(&o);
	if (e.rules != NULL) {
		e.policy = rules_policy(e.rules, profile);
		if (e.policy != NULL)
			ask(&e, ask_count(&o), (const char *const *)o.command);
		else
			complain(&e, profile,
			    "no rule of these names such a profile");
	}
	status = e.rules == NULL || e.failed
	    ? EXIT_OURS
	    : ask_print(&e.out, e.denied ? 1 : 0);
	str_done(&e.out);
	rules_free(e.rules);
	opts_done(&o);
	return status;
}
