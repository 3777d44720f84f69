/* The command line of `ptsandbox learn`. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "commands/learn.h"

#define COLLAPSE_DEFAULT 8
#define COLLAPSE_MAX     100000

static const struct option longs[] = {
    {"output",           required_argument, NULL, 'o'},
    {"from",	      required_argument, NULL, 'f'},
    {"merge",		  required_argument, NULL, 'm'},
    {"rules",required_argument, NULL, 'r'},
    {"narrow",	       required_argument, NULL, 'n'},
    {"collapse",            required_argument, NULL, 'c'},
    {"verify",              no_argument, NULL, 'v'},
    {"force",		  no_argument, NULL, 'F'},
    {"env",	      required_argument, NULL, 'e'},
    {"keep-env",               required_argument, NULL, 'k'},
    {"help",           no_argument, NULL, 'h'},
    {0	     },
};

void
learn_words_help(void)
{
	fputs("usage: ptsandbox learn -o FILE [options] [--] command "
	      "[argument ...]\n"
	      "       ptsandbox learn -o FILE --from RECORD ...\n\n"
	      "Runs command with nothing denied, and writes the rules that let "
	      "the same run pass.\n\n"
	      "  -o, --output FILE    Write the rules to FILE; - is standard "
	      "output\n"
	      "      --from RECORD    Learn from RECORD of --audit, and run "
	      "nothing\n"
	      "      --merge RECORD   Learn from RECORD as well\n"
	      "  -r, --rules RULES    Keep RULES, and add what else was "
	      "needed\n"
	      "      --narrow RULES   Take from RULES what was never used\n"
	      "      --collapse N     One rule for a folder with N names or "
	      "more (8)\n"
	      "      --verify         Run again under the rules; status 1 if "
	      "denied\n"
	      "      --force          Replace FILE\n"
	      "      --env NAME=VALUE, --keep-env PATTERN\n"
	      "                       As for a run\n"
	      "  -h, --help           Print this help\n\n"
	      "See ptsandbox-learn(1).\n",
	    stdout);
}

static void
take_once(const char **to, const char *word, const char *option,
    struct faults *f)
{
	if (*to != NULL)
		fault_add(f, NULL, 0, 0, "learn: %s is given twice; keep one",
		    option);
	*to = word;
}

static void
take_count(struct learn_words *w, const char *word, struct faults *f)
{
	cleanup_str struct str shown = {0};
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(word, &end, 10);
	if (word[0] >= '0' && word[0] <= '9' && *end == '\0' && errno == 0 &&
	    n >= 2 && n <= COLLAPSE_MAX) {
		w->many = (unsigned)n;
		return;
	}
	str_add_shown(&shown, word, strlen(word));
	fault_add(f, NULL, 0, 0,
	    "learn: --collapse %s: say a number from 2 to %d", str_text(&shown),
	    COLLAPSE_MAX);
}

static void
take_pass(struct learn_words *w, const char *option, const char *word)
{
	w->pass[w->pass_count++] = option;
	w->pass[w->pass_count++] = word;
}

static void
complain(int found, char **argv, struct faults *f)
{
	cleanup_str struct str word = {0};
	const char *as = argv[optind - 1];

	str_add_shown(&word, as, strlen(as));
	fault_add(f, NULL, 0, 0,
	    found == ':' ? "learn: %s needs an argument"
			 : "learn: unknown option %s; see ptsandbox learn "
			   "--help",
	    str_text(&word));
}

static void
take(struct learn_words *w, int found, char **argv, struct faults *f)
{
	switch (found) {
	case 'o': take_once(&w->output, optarg, "-o", f); break;
	case 'n': take_once(&w->narrow, optarg, "--narrow", f); break;
	case 'r': take_once(&w->rules, optarg, "-r", f); break;
	case 'f': w->from = true; __attribute__((fallthrough));
	case 'm': w->records[w->records_count++] = optarg; break;
	case 'c': take_count(w, optarg, f); break;
	case 'v': w->verify = true; break;
	case 'F': w->force = true; break;
	case 'e': take_pass(w, "--env", optarg); break;
	case 'k': take_pass(w, "--keep-env", optarg); break;
	case 'h': w->help = true; break;
	default: complain(found, argv, f); break;
	}
}

/* Do the words go together? */
static void
fit(const struct learn_words *w, struct faults *f)
{
	bool out = w->output != NULL && strcmp(w->output, "-") == 0;

	if (w->output == NULL)
		fault_add(f, NULL, 0, 0,
		    "learn: say where the rules go: -o FILE");
	if (w->rules != NULL && w->narrow != NULL)
		fault_add(f, NULL, 0, 0,
		    "learn: -r adds to rules and --narrow takes from them; say "
		    "one, and then the other with what came out");
	if (w->from && w->command != NULL && !w->verify)
		fault_add(f, NULL, 0, 0,
		    "learn: --from runs nothing; say --merge to run the "
		    "command too, or --verify to try it under the rules");
	if (!w->from && w->command == NULL)
		fault_add(f, NULL, 0, 0,
		    "learn: no command to learn from; or name a record with "
		    "--from");
	if (w->verify && w->command == NULL)
		fault_add(f, NULL, 0, 0,
		    "learn: --verify needs the command to run");
	if (w->verify && out)
		fault_add(f, NULL, 0, 0,
		    "learn: --verify needs a file; -o - is none");
}

int
learn_words_read(struct learn_words *ret, int argc, char **argv,
    struct faults *f)
{
	size_t words = argc > 0 ? (size_t)argc : 1;
	int found;

	*ret = (struct learn_words){.many = COLLAPSE_DEFAULT};
	ret->records = calloc(words, sizeof(*ret->records));
	ret->pass = calloc(2 * words, sizeof(*ret->pass));
	if (ret->records == NULL || ret->pass == NULL) {
		fault_add(f, NULL, 0, 0, "out of memory");
		return -1;
	}
	opterr = 0;
	optind = 0; /* glibc: start anew, whatever was read before */
	while ((found = getopt_long(argc, argv, "+:o:r:h", longs, NULL)) != -1)
		take(ret, found, argv, f);
	if (optind < argc)
		ret->command = argv + optind;
	if (!ret->help && !fault_any(f))
		fit(ret, f);
	return fault_any(f) ? -1 : 0;
}

void
learn_words_done(struct learn_words *w)
{
	free(w->records);
	free(w->pass);
	*w = (struct learn_words){0};
}
