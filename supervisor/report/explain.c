/* What a record tells, in words for people. */
#include "report/explain.h"

#include <string.h>

#include "audit/hint.h"
#include "audit/reader.h"
#include "audit/words.h"
#include "base/access.h"

/* To do something, and that it was done. */
static const struct {
	enum access access;
	const char *to_do, *done;
} phrases[] = {
    {ACC_READ,       "read",			       "read"                     },
    {ACC_STAT,       "look at",			    "looked at"                },
    {ACC_CREATE,     "make",			       "made"                     },
    {ACC_MODIFY,     "change",			     "changed"                  },
    {ACC_DELETE,     "delete",			     "deleted"                  },
    {ACC_ATTRIBUTES, "change the mode, owner or times of",
     "given another mode, owner or times"					     },
    {ACC_EXEC,       "execute",			    "executed"                 },
    {ACC_CONNECT,    "connect to",                         "connected to"             },
    {ACC_BIND,       "take the address",                   "taken as an address"      },
    {ACC_ACCEPT,     "wait for connections at",            "waited for connections at"},
    {ACC_SOCKET,     "make a socket of",                   "made a socket of"         },
    {ACC_RUN,        "run",				"run"                      },
    {ACC_FORK,       "start",			      "started"                  },
    {ACC_SIGNAL,     "send a signal to",                   "sent a signal"            },
};

#define PHRASES (sizeof(phrases) / sizeof(phrases[0]))

unsigned
explain_order(size_t index)
{
	return index < PHRASES ? phrases[index].access : 0;
}

/* Those of the set, with commas and an "and" between them. */
static void
add_phrases(struct str *to, unsigned access, bool done)
{
	unsigned left = 0;
	bool any = false;

	for (size_t i = 0; i < PHRASES; i++)
		left += (access & phrases[i].access) != 0;
	for (size_t i = 0; i < PHRASES; i++) {
		if ((access & phrases[i].access) == 0)
			continue;
		if (any)
			str_add(to, left == 1 ? " and " : ", ");
		str_add(to, done ? phrases[i].done : phrases[i].to_do);
		any = true;
		left--;
	}
}

void
explain_access(struct str *to, unsigned access)
{
	add_phrases(to, access, false);
}

void
explain_done(struct str *to, unsigned access)
{
	add_phrases(to, access, true);
}

static void
add_capital(struct str *to, const char *sentence)
{
	size_t at = to->len;

	words_shown(to, sentence);
	if (to->len > at && to->buf[at] >= 'a' && to->buf[at] <= 'z')
		to->buf[at] -= 'a' - 'A';
	if (to->len > at && to->buf[to->len - 1] != '.')
		str_add_char(to, '.');
}

/* Takes the hint apart: "to allow, under files: {...}", or why no rule can. */
static void
add_advice(struct explained *e, const struct denial *n, const char *rule,
    bool in_job)
{
	static const char head[] = "to allow, under ";
	cleanup_str struct str hint = {0};
	const char *text, *colon;

	hint_add(&hint, n->access, n->what, in_job);
	text = str_text(&hint);
	colon = strstr(text, ": ");
	if (strncmp(text, head, strlen(head)) != 0 || colon == NULL) {
		add_capital(&e->advice, text);
		return;
	}
	str_add(&e->advice, "To allow it, write under ");
	text += strlen(head);
	str_add_bytes(&e->advice, text, (size_t)(colon - text));
	if (rule != NULL) {
		str_add(&e->advice, ", above the rule ");
		words_shown(&e->advice, rule);
	}
	str_add_char(&e->advice, ':');
	words_shown(&e->rule, colon + 2);
}

static void
add_injected(struct explained *e, const struct model *m,
    const struct denial_place *place, const char *rule)
{
	str_add(&e->reason, "The rule ");
	words_shown(&e->reason, rule != NULL ? rule : "(not told)");
	if (place->err == NAME_NONE) {
		str_add(&e->reason,
		    " held it up, or cut it short, on purpose.");
		return;
	}
	str_add(&e->reason, " made it fail on purpose, with the error ");
	words_shown(&e->reason, names_text(&m->names, place->err));
	str_add_char(&e->reason, '.');
}

/* What a rule does to what it is asked about. */
static const char *
deed_of(const struct model *m, const struct denial *n,
    const struct denial_place *place)
{
	const char *would = names_text(&m->names, place->would);

	if (n->kind == KILLED)
		return " ends the job for it.";
	if (n->kind != WOULD)
		return " forbids it.";
	if (would != NULL && strcmp(would, "kill") == 0)
		return " would end the job for it.";
	if (would != NULL && strcmp(would, "ask") == 0)
		return " would ask a person first.";
	return " would forbid it.";
}

const char *
explain_answer(const char *word)
{
	static const struct {
		const char *word, *meaning;
	} answers[] = {
	    {"once",   "allowed it, this time"                        },
	    {"always", "allowed it, for the whole run"                },
	    {"below",  "allowed it and all in its folder, for the run"},
	    {"save",   "allowed it, and kept that as a rule"          },
	    {"no",     "denied it, this time"                         },
	    {"never",  "denied it, for the whole run"                 },
	};

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (word != NULL && strcmp(answers[i].word, word) == 0)
			return answers[i].meaning;
	return "gave an answer that is not known here";
}

static void
add_reason(struct explained *e, const struct model *m, const struct denial *n,
    const struct denial_place *place, const char *rule)
{
	if (place->asked != NAME_NONE) {
		str_add(&e->reason, "A person was asked and ");
		str_add(&e->reason,
		    explain_answer(names_text(&m->names, place->asked)));
		str_add_char(&e->reason, '.');
	} else if (rule != NULL) {
		str_add(&e->reason, "The rule ");
		words_shown(&e->reason, rule);
		str_add(&e->reason, deed_of(m, n, place));
	} else if (n->kind == WOULD) {
		str_add(&e->reason,
		    "No rule allows it, and what no rule allows would be "
		    "denied.");
	} else if (n->why != NULL) {
		add_capital(&e->reason, n->why);
	} else {
		str_add(&e->reason,
		    "No rule allows it, and what no rule allows is denied.");
	}
}

void
explain_denial(struct explained *ret, const struct model *m,
    const struct denial *n, size_t index)
{
	struct denial_place place = {.in_job = true};
	const char *rule;
	bool advised;

	*ret = (struct explained){0};
	if (index < m->place_room)
		place = m->places[index];
	rule =
	    place.rule >= NAME_FIRST ? names_text(&m->names, place.rule) : NULL;
	if (n->access == 0) {
		str_add(&ret->did, "use the system call");
	} else {
		explain_access(&ret->did, n->access);
		if ((n->access & ACC_FILES) != 0 && n->what[0] == '/')
			str_add(&ret->did, " the file");
	}
	words_shown(&ret->what, n->what);
	if (n->kind == INJECTED)
		add_injected(ret, m, &place, rule);
	else
		add_reason(ret, m, n, &place, rule);
	advised = n->kind != INJECTED && place.asked == NAME_NONE;
	if (n->access != 0 && advised && (rule != NULL || n->why == NULL))
		add_advice(ret, n, rule, place.in_job);
}

/* What the job did when a limit ended it. */
static const char *
limit_words(const char *limit)
{
	static const struct {
		const char *limit, *words;
	} known[] = {
	    {"wall",    "it ran longer than the rules allow"           },
	    {"cpu",     "it computed for longer than the rules allow"  },
	    {"memory",  "it took more memory than the rules allow"     },
	    {"written", "it wrote more into files than the rules allow"},
	    {"output",  "it printed more than the rules allow"         },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].limit, limit) == 0)
			return known[i].words;
	return limit;
}

void
explain_end(struct str *to, const struct model *m)
{
	if (!m->ended)
		str_add(to,
		    "the record was cut off: how the run ended is not told");
	else if (m->limit != NAME_NONE)
		str_addf(to, "by ptsandbox (exit status %d)", m->status);
	else if (m->status == 0)
		str_add(to, "well (exit status 0)");
	else if (m->status > 128)
		str_addf(to, "by signal %d", m->status - 128);
	else if (m->status < 0)
		str_add(to, "in a way that is not told");
	else
		str_addf(to, "with a failure (exit status %d)", m->status);
	if (m->limit != NAME_NONE) {
		str_add(to, ", since ");
		words_shown(to, limit_words(names_text(&m->names, m->limit)));
	}
	if (m->why != NAME_NONE) {
		str_add(to, ": ");
		words_shown(to, names_text(&m->names, m->why));
	}
}

void
explain_words(struct str *to, const struct model *m)
{
	const json_t *words = json_object_get(m->first, "command");
	const char *space = "";
	size_t i;
	const json_t *word;

	json_array_foreach(words, i, word)
	{
		const char *text = json_string_value(word);

		if (text == NULL)
			continue;
		str_add(to, space);
		words_shown(to, text);
		space = " ";
	}
}

void
explain_started(struct str *to, const struct model *m)
{
	const char *t = record_text(m->first, "started");

	if (t == NULL || strlen(t) != strlen("2026-01-01T00:00:00Z")) {
		str_add(to, "at a time that is not told");
		return;
	}
	str_add_shown(to, t, 10);
	str_add_char(to, ' ');
	str_add_shown(to, t + 11, 8);
	str_add(to, " UTC");
}

void
explain_count(struct str *to, uint64_t n, const char *one, const char *many)
{
	str_addf(to, "%llu %s", (unsigned long long)n, n == 1 ? one : many);
}

void
explained_done(struct explained *e)
{
	str_done(&e->did);
	str_done(&e->what);
	str_done(&e->reason);
	str_done(&e->advice);
	str_done(&e->rule);
}
