/* ptsandbox report: a record of --audit, told to people and to programs. */
#include "commands/commands.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/str.h"
#include "load.h"
#include "report/model.h"
#include "report/outputs.h"
#include "run.h"

#define USAGE "see ptsandbox-report(1)"

enum form {
	FORM_TEXT,
	FORM_HTML,
	FORM_DOT,
	FORM_CSV,
	FORM_MANIFEST,
	FORM_BUNDLE,
	FORM_HELP
};

struct wish {
	enum form form;
	const char *record;
	const char *to; /* --html, --bundle: the file */
	bool hash;
};

static const struct option options[] = {
    {"html",     required_argument, NULL, 'H'},
    {"dot",      no_argument,       NULL, 'd'},
    {"csv",      no_argument,       NULL, 'c'},
    {"manifest", no_argument,       NULL, 'm'},
    {"hash",     no_argument,       NULL, 's'},
    {"bundle",   required_argument, NULL, 'b'},
    {"help",     no_argument,       NULL, 'h'},
    {NULL,       0,		 NULL, 0  },
};

static void
help(void)
{
	fputs("ptsandbox report [--html FILE | --dot | --csv | "
	      "--manifest [--hash] |\n"
	      "                  --bundle FILE] RECORD\n"
	      "\n"
	      "Tells what a run did, from the RECORD that --audit wrote.\n"
	      "\n"
	      "  --html FILE    Write a page for a browser, all in one file\n"
	      "  --dot          Print the processes as a graph for graphviz\n"
	      "  --csv          Print every call as comma-separated values\n"
	      "  --manifest     Print the files that were touched, with sizes\n"
	      "  --hash         ... and with their SHA-256\n"
	      "  --bundle FILE  Pack the files that were read or run into a "
	      "tar file\n"
	      "  -h, --help     Print this help\n"
	      "\n"
	      "See ptsandbox-report(1).\n",
	    stdout);
}

static int
complain(const char *what, const char *word)
{
	cleanup_str struct str shown = {0};

	str_add_shown(&shown, word, strlen(word));
	log_line("report: %s%s%s; " USAGE, what, *word != '\0' ? " " : "",
	    str_text(&shown));
	return -1;
}

/* Takes one option; returns 0, or -1 where it is of no use. */
static int
take(struct wish *w, int option)
{
	enum form form = FORM_TEXT;

	switch (option) {
	case 's': w->hash = true; return 0;
	case 'h': w->form = FORM_HELP; return 0;
	case 'H': form = FORM_HTML; break;
	case 'd': form = FORM_DOT; break;
	case 'c': form = FORM_CSV; break;
	case 'm': form = FORM_MANIFEST; break;
	default: form = FORM_BUNDLE; break;
	}
	if (w->form != FORM_TEXT && w->form != FORM_HELP)
		return complain("give one form of a report only", "");
	if (w->form == FORM_TEXT)
		w->form = form;
	if (form == FORM_HTML || form == FORM_BUNDLE)
		w->to = optarg;
	return 0;
}

/* Reads the command line.  Returns 0, or -1 and has told why. */
static int
read_words(struct wish *ret, int argc, char **argv)
{
	struct wish *w = ret;
	int option;

	*w = (struct wish){.form = FORM_TEXT};
	opterr = 0;
	optind = 0; /* from the start again, whoever asked before */
	while ((option = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		if (option == ':')
			return complain("a file is missing after",
			    argv[optind - 1]);
		if (option == '?')
			return complain("there is no option", argv[optind - 1]);
		if (take(w, option) != 0)
			return -1;
	}
	if (w->form == FORM_HELP)
		return 0;
	if (w->hash && w->form != FORM_MANIFEST)
		return complain("--hash goes with --manifest", "");
	if (argc - optind != 1)
		return complain("say one record, a file that --audit wrote",
		    "");
	w->record = argv[optind];
	return 0;
}

static int
tell(const struct wish *w, const struct model *m)
{
	switch (w->form) {
	case FORM_TEXT: return output_text(m);
	case FORM_HTML: return output_html(m, w->to, w->record);
	case FORM_DOT: return output_dot(m);
	case FORM_MANIFEST: return output_manifest(m, w->hash);
	case FORM_BUNDLE: return output_bundle(m, w->to, w->record);
	case FORM_CSV:
	case FORM_HELP: break;
	}
	return 0;
}

static int
obey(const struct wish *w)
{
	struct faults f = {0};
	struct model m;
	int status;

	if (w->form == FORM_HELP) {
		help();
		return 0;
	}
	if (w->form == FORM_CSV) {
		if (output_csv(w->record, &f) != 0)
			return tell_faults(&f);
		return 0;
	}
	if (model_read(&m, w->record,
		w->form == FORM_HTML ? MODEL_STEPS : MODEL_NO_STEPS, &f) == 0)
		status = tell(w, &m);
	else
		status = tell_faults(&f);
	model_done(&m);
	return status;
}

int
report_command(int argc, char **argv)
{
	struct wish w;
	int status;

	if (read_words(&w, argc, argv) != 0)
		return EXIT_OURS;
	status = obey(&w);
	if (status == 0 && (fflush(stdout) != 0 || ferror(stdout) != 0)) {
		log_line("standard output: %s", strerror(errno));
		return EXIT_OURS;
	}
	return status;
}
