/* Rules of the sections network and processes. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "host.h"

/* Shares one host between all rules that name it. */
static struct host *
share_host(struct rules *rules, const char *name)
{
	struct host *h;

	for (size_t i = 0; i < rules->host_count; i++)
		if (strcasecmp(host_name(rules->hosts[i]), name) == 0)
			return rules->hosts[i];
	if (rules->host_count == rules->host_cap) {
		size_t cap = rules->host_cap == 0 ? 8 : rules->host_cap * 2;
		struct host **grown =
		    reallocarray(rules->hosts, cap, sizeof(struct host *));

		if (grown == NULL)
			return NULL;
		rules->hosts = grown;
		rules->host_cap = cap;
	}
	h = host_new(name);
	if (h != NULL)
		rules->hosts[rules->host_count++] = h;
	return h;
}

/* Appends a target for a unix socket's name. */
static struct net_target *
add_unix(const struct reader *r, enum net_target_kind kind,
    struct pattern *pattern, struct net_target ***tail)
{
	struct net_target *t = arena_alloc(&r->rules->arena, sizeof(*t));

	if (t == NULL) {
		check_nomem(r);
		return NULL;
	}
	t->kind = kind;
	t->protos = 1 << NET_UNIX;
	t->family = AF_UNIX;
	t->pattern = pattern;
	**tail = t;
	*tail = &t->next;
	return t;
}

static bool
read_abstract(const struct reader *r, const struct node *n, const char *name,
    struct net_target ***tail)
{
	struct pattern *p = arena_alloc(&r->rules->arena, sizeof(*p));
	const char *why = NULL;
	int err = p == NULL
	    ? -ENOMEM
	    : pattern_compile(&r->rules->arena, name, PATTERN_TEXT, p, &why);

	if (err == -EINVAL)
		check_fault(r, n, "bad pattern '@%s': %s", check_shown(r, name),
		    why);
	else if (err != 0)
		check_nomem(r);
	return err == 0 && add_unix(r, NT_ABSTRACT, p, tail) != NULL;
}

/* Reads what follows "unix:". */
static bool
read_unix(const struct reader *r, const struct node *n, const char *name,
    struct net_target ***tail)
{
	struct rule_path *paths = NULL;

	if (name[0] == '@')
		return read_abstract(r, n, name + 1, tail);
	if (strcmp(name, "*") == 0)
		return add_unix(r, NT_PATH, NULL, tail) != NULL &&
		    add_unix(r, NT_ABSTRACT, NULL, tail) != NULL;
	if (name[0] == '\0') {
		check_fault(r, n,
		    "bad target 'unix:': a path or @NAME is "
		    "missing");
		return false;
	}
	if (check_path(r, n, name, &paths) == NULL)
		return false;
	for (; paths != NULL; paths = paths->next)
		if (add_unix(r, NT_PATH, &paths->pattern, tail) == NULL)
			return false;
	return true;
}

static bool
read_target(const struct reader *r, const struct node *n,
    struct net_target ***tail)
{
	const char *text = check_word(r, n, "a target");
	struct net_target *t;
	char why[120];
	int err;

	if (text == NULL)
		return false;
	if (strncmp(text, "unix:", 5) == 0)
		return read_unix(r, n, text + 5, tail);
	t = arena_alloc(&r->rules->arena, sizeof(*t));
	err = t == NULL
	    ? -ENOMEM
	    : net_target_parse(&r->rules->arena, text, t, why, sizeof(why));
	if (err == 0 && t->kind == NT_HOST) {
		t->names = share_host(r->rules, t->host);
		if (t->names == NULL)
			err = -ENOMEM;
	}
	if (err == -EINVAL)
		check_fault(r, n, "bad target '%s': %s", check_shown(r, text),
		    why);
	else if (err != 0)
		check_nomem(r);
	if (err != 0)
		return false;
	**tail = t;
	*tail = &t->next;
	return true;
}

bool
check_targets(const struct reader *r, const struct node *n,
    struct net_target **ret)
{
	const struct node *word = check_values(r, n, "a target");
	struct net_target **tail = ret;
	bool good = word != NULL;

	for (; word != NULL; word = word->next) {
		good &= read_target(r, word, &tail);
		if (n->kind == NODE_TEXT)
			break;
	}
	return good;
}

/* Where a redirect leads: exactly one address, or one socket's path. */
static bool
read_via(const struct reader *r, const struct node *n, struct rule *rule)
{
	struct net_object *via = arena_alloc(&r->rules->arena, sizeof(*via));
	struct net_target *list = NULL;
	struct net_target **tail = &list;
	const struct net_target *t;

	if (!read_target(r, n, &tail))
		return false;
	t = list;
	if (via == NULL) {
		check_nomem(r);
		return false;
	}
	if (t != NULL && t->kind == NT_PATH && t->pattern != NULL &&
	    t->pattern->plain) {
		via->proto = NET_UNIX;
		via->family = AF_UNIX;
		via->name = t->pattern->head;
		via->name_len = t->pattern->head_len;
	} else if (t != NULL && t->kind == NT_INET && t->family != 0 &&
	    t->bits == (t->family == AF_INET ? 32 : 128) && t->low == t->high &&
	    t->low != 0 && (t->protos & 1U << NET_OTHER) == 0) {
		via->proto =
		    (t->protos & 1U << NET_TCP) != 0 ? NET_TCP : NET_UDP;
		via->family = t->family;
		memcpy(via->ip, t->ip, sizeof(via->ip));
		via->port = t->low;
	} else {
		check_fault(r, n,
		    "'via' is one address with one port, such "
		    "as tcp:127.0.0.1:8080, or unix:/PATH");
		return false;
	}
	rule->via = via;
	return true;
}

static bool
read_families(const struct reader *r, const struct node *n, struct rule *rule)
{
	const struct node *word = check_values(r, n, "a family");
	bool good = word != NULL;

	for (; word != NULL; word = word->next) {
		const char *text = check_word(r, word, "a family");
		int family = text != NULL ? net_family(text) : 0;
		struct net_target *t = NULL;

		if (family != 0)
			t = arena_alloc(&r->rules->arena, sizeof(*t));
		else if (text != NULL)
			check_fault(r, word,
			    "'%s' is no family that a rule "
			    "can name, such as netlink",
			    check_shown(r, text));
		if (t == NULL) {
			good = false;
			if (family != 0)
				check_nomem(r);
		} else {
			t->kind = NT_FAMILY;
			t->family = family;
			t->next = rule->targets;
			rule->targets = t;
		}
		if (n->kind == NODE_TEXT)
			break;
	}
	return good;
}

/* Do the keys go together? */
static bool
fits(const struct reader *r, const struct node *n, const struct rule *rule,
    const struct node *to, const struct node *family, const struct node *via)
{
	bool socket = (rule->access & ACC_SOCKET) != 0;
	size_t before = r->faults->count;

	if (socket && rule->access != ACC_SOCKET)
		check_fault(r, n, "'socket' stands in a rule of its own");
	else if (socket && (to != NULL || family == NULL))
		check_fault(r, n,
		    "'socket' goes with 'family', not with "
		    "'to'");
	else if (!socket && (to == NULL || family != NULL))
		check_fault(r, n,
		    "a network rule needs 'to' ('family' is for "
		    "'socket')");
	if ((rule->verb == VERB_REDIRECT) != (via != NULL))
		check_fault(r, n, "'redirect' and 'via' need each other");
	if (rule->verb == VERB_REDIRECT && rule->access != ACC_CONNECT)
		check_fault(r, n, "only 'connect' can be redirected");
	return r->faults->count == before && !r->faults->failed;
}

struct rule *
check_network_rule(const struct reader *r, const struct node *n)
{
	struct verb_nodes v = {0};
	const struct node *to = NULL, *via = NULL, *family = NULL, *err = NULL;
	const struct node *inject = NULL;
	const struct key keys[] = {
	    {"allow",    &v.allow   },
            {"deny",     &v.deny    },
            {"ask",      &v.ask     },
	    {"kill",     &v.kill    },
            {"redirect", &v.redirect},
            {"to",       &to        },
	    {"via",      &via       },
            {"family",   &family    },
            {"errno",    &err       },
	    {"when",     &v.when    },
            {"inject",   &inject    }
        };
	struct net_target *targets = NULL;
	struct rule *rule;
	bool good = true;

	if (!check_keys(r, n, "a network rule", keys,
		sizeof(keys) / sizeof(keys[0])))
		return NULL;
	rule = check_head(r, n, SEC_NETWORK, &v, err);
	if (to != NULL)
		good &= check_targets(r, to, &targets);
	if (rule == NULL)
		return NULL;
	if (via != NULL)
		good &= read_via(r, via, rule);
	if (family != NULL)
		good &= read_families(r, family, rule);
	if (inject != NULL)
		good &= check_inject(r, inject, rule);
	if (!fits(r, n, rule, to, family, via) || !good)
		return NULL;
	if (to != NULL)
		rule->targets = targets;
	return rule;
}

static const struct {
	const char *word;
	unsigned whom;
} targets_of[] = {
    {"job",      1 << TARGET_SELF | 1 << TARGET_CHILD | 1 << TARGET_JOB},
    {"self",     1 << TARGET_SELF				      },
    {"children", 1 << TARGET_CHILD				     },
};

static unsigned
whom_of(const struct reader *r, const struct node *n)
{
	const char *text = check_word(r, n, "whom a signal is for");

	for (size_t i = 0; text != NULL && i < 3; i++)
		if (strcmp(text, targets_of[i].word) == 0)
			return targets_of[i].whom;
	if (text != NULL)
		check_fault(r, n,
		    "'%s': a signal is for job, self or "
		    "children",
		    check_shown(r, text));
	return 0;
}

struct rule *
check_process_rule(const struct reader *r, const struct node *n)
{
	struct verb_nodes v = {0};
	const struct node *to = NULL, *err = NULL;
	const struct key keys[] = {
	    {"allow", &v.allow},
            {"deny",  &v.deny },
            {"ask",   &v.ask  },
	    {"kill",  &v.kill },
            {"to",    &to     },
            {"errno", &err    },
            {"when",  &v.when }
        };
	const struct node *word = NULL;
	struct rule *rule;
	unsigned whom = 0;
	bool good = true;

	if (!check_keys(r, n, "a processes rule", keys,
		sizeof(keys) / sizeof(keys[0])))
		return NULL;
	rule = check_head(r, n, SEC_PROCESSES, &v, err);
	if (to != NULL) {
		word = check_values(r, to, "whom a signal is for");
		good = word != NULL;
	}
	for (; word != NULL; word = word->next) {
		unsigned one = whom_of(r, word);

		good &= one != 0;
		whom |= one;
		if (to->kind == NODE_TEXT)
			break;
	}
	if (rule == NULL)
		return NULL;
	rule->whom = whom;
	if (((rule->access & ACC_SIGNAL) != 0) == (to != NULL))
		return good ? rule : NULL;
	check_fault(r, n,
	    to != NULL ? "'to' goes with 'signal' only"
		       : "'signal' needs 'to': job, self or "
			 "children");
	return NULL;
}
