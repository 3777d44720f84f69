/* Asks rules the questions of truth tables and compares the answers.
 *
 * A line of a table is: rules, access, object, answer, place; separated by
 * tabs.  Rules are a shipped profile's name, or a file beside the table; a
 * place is FILE:LINE, "-" where no rule spoke, or "*" for any.  Objects:
 *
 *   files       a path
 *   run         a path, then its arguments behind argv[0], separated by spaces
 *   network     tcp:ADDRESS:PORT, udp:[ADDRESS]:PORT, unix:PATH, unix:@NAME
 *   socket      a family's number
 *   signal      self, children, job or outside
 *   fork        - */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/fd.h"
#include "rules.h"

#define ARGS 32

/* The rules that the last lines were about. */
struct subject {
	char name[256];
	struct rules *rules;
};

static int
load(struct subject *s, const char *folder, const char *name)
{
	struct faults f = {0};
	char path[2048];
	int err;

	if (s->rules != NULL && strcmp(s->name, name) == 0)
		return 0;
	rules_free(s->rules);
	s->rules = rules_new();
	snprintf(s->name, sizeof(s->name), "%s", name);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (strstr(name, ".yaml") == NULL)
		err = rules_add_profile(s->rules, name, &f);
	else
		err = rules_add_file(s->rules, path, &f);
	if (err == 0)
		err = rules_finish(s->rules, &f);
	fault_print(&f, stderr);
	fault_done(&f);
	return err;
}

static enum access
access_of(const char *word)
{
	for (unsigned bit = 1; bit <= ACC_SIGNAL; bit <<= 1)
		if (strcmp(access_name((enum access)bit), word) == 0)
			return (enum access)bit;
	fprintf(stderr, "ask: no access '%s'\n", word);
	exit(2);
}

/* Fills an object; `text` is cut up. */
static void
object_of(char *text, struct net_object *o)
{
	char *colon = strrchr(text, ':');

	if (strncmp(text, "unix:", 5) == 0) {
		o->proto = NET_UNIX;
		o->family = AF_UNIX;
		o->abstract = text[5] == '@';
		o->name = text + 5 + o->abstract;
		o->name_len = strlen(o->name);
		return;
	}
	o->proto = text[0] == 't' ? NET_TCP : NET_UDP;
	o->port = (uint16_t)atoi(colon + 1);
	*colon = '\0';
	if (text[4] == '[') {
		text[strlen(text) - 1] = '\0';
		o->family = AF_INET6;
		inet_pton(AF_INET6, text + 5, o->ip);
	} else {
		o->family = AF_INET;
		inet_pton(AF_INET, text + 4, o->ip);
	}
}

static enum target
target_of(const char *word)
{
	static const char *const words[] = {
	    [TARGET_SELF] = "self",
	    [TARGET_CHILD] = "children",
	    [TARGET_JOB] = "job",
	    [TARGET_OUTSIDE] = "outside",
	};
	size_t i = 0;

	while (i < TARGET_OUTSIDE && strcmp(words[i], word) != 0)
		i++;
	return (enum target)i;
}

static void
ask(const struct policy *p, enum access one, char *object, struct answer *ret)
{
	struct net_object o = {.proto = NET_OTHER};
	const char *argv[ARGS];
	size_t argc = 0;

	if ((one & ACC_FILES) != 0) {
		policy_file(p, one, object, ret);
	} else if (one == ACC_RUN) {
		for (char *word = strtok(object, " ");
		     word != NULL && argc < ARGS; word = strtok(NULL, " "))
			argv[argc++] = word;
		policy_run(p, object, argc, argv, ret);
	} else if (one == ACC_SOCKET) {
		o.family = atoi(object);
		policy_net(p, one, &o, ret);
	} else if ((one & ACC_NETWORK) != 0) {
		object_of(object, &o);
		policy_net(p, one, &o, ret);
	} else {
		policy_process(p, one, target_of(object), ret);
	}
}

/* Writes an answer as tables have it: allow, deny:EACCES, kill, redirect. */
static void
show(const struct answer *a, char *verb, char *place, size_t size)
{
	const char *slash = a->file != NULL ? strrchr(a->file, '/') : NULL;
	const char *file = slash != NULL ? slash + 1 : a->file;

	switch (a->verb) {
	case VERB_ALLOW: snprintf(verb, size, "allow"); break;
	case VERB_DENY:
		snprintf(verb, size, "deny:%s", strerrorname_np(a->err));
		break;
	case VERB_ASK: snprintf(verb, size, "ask"); break;
	case VERB_KILL: snprintf(verb, size, "kill"); break;
	case VERB_REDIRECT: snprintf(verb, size, "redirect"); break;
	}
	if (file == NULL)
		snprintf(place, size, "-");
	else
		snprintf(place, size, "%s:%d", file, a->line);
}

/* Checks one line.  Returns whether it holds. */
static int
check(struct subject *s, const char *table, int number, char *line)
{
	char folder[1024], verb[256], place[256];
	char *cell[5];
	struct answer a = {0};

	for (size_t i = 0; i < 5; i++) {
		cell[i] = strsep(&line, "\t");
		if (cell[i] == NULL) {
			fprintf(stderr, "%s:%d: five cells\n", table, number);
			return 0;
		}
	}
	snprintf(folder, sizeof(folder), "%s", table);
	*strrchr(folder, '/') = '\0';
	if (load(s, folder, cell[0]) != 0)
		return 0;
	cleanup_free char *object = strdup(cell[2]);
	ask(rules_top(s->rules), access_of(cell[1]), object, &a);
	show(&a, verb, place, sizeof(verb));
	if (strcmp(verb, cell[3]) == 0 &&
	    (strcmp(cell[4], "*") == 0 || strcmp(cell[4], place) == 0))
		return 1;
	fprintf(stderr, "%s:%d: %s %s %s: %s by %s, not %s by %s\n", table,
	    number, cell[0], cell[1], cell[2], verb, place, cell[3], cell[4]);
	return 0;
}

int
main(int argc, char **argv)
{
	struct subject s = {0};
	char line[8192];
	int asked = 0, held = 0;

	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "re");
		int number = 0;

		if (f == NULL || strchr(argv[i], '/') == NULL) {
			fprintf(stderr, "ask: %s: cannot be read\n", argv[i]);
			return 2;
		}
		while (fgets(line, sizeof(line), f) != NULL) {
			number++;
			line[strcspn(line, "\n")] = '\0';
			if (line[0] == '\0' || line[0] == '#')
				continue;
			asked++;
			held += check(&s, argv[i], number, line);
		}
		fclose(f);
	}
	rules_free(s.rules);
	printf("policy tables: %d of %d answers hold\n", held, asked);
	return held == asked && asked > 0 ? 0 : 1;
}
