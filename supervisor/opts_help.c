/* What --help prints. */
#include "commands/commands.h"
#include "opts.h"

static const struct row {
	int letter;
	const char *name;
	const char *argument;
	const char *help;
} rows[] = {
#define OPTION(id, letter, name, argument, help) {letter, name, argument, help},
#include "opts.def"
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

void
opts_help(FILE *to)
{
	fputs("usage: ptsandbox [options] [--] command [argument ...]\n\n"
	      "Runs command, with all that it starts, under rules that say "
	      "which files,\nhosts and programs it may reach.  Without -r it "
	      "lives under the profile `lab`:\nread the system and the current "
	      "folder, write the current folder and /tmp,\nno network, no "
	      "home.\n\n",
	    to);
	for (size_t i = 0; i < ROWS; i++) {
		const struct row *row = &rows[i];
		int used;

		used = row->letter != 0 ? fprintf(to, "  -%c", row->letter)
					: fprintf(to, "    ");
		if (row->name != NULL)
			used += fprintf(to, "%s--%s",
			    row->letter != 0 ? ", " : "  ", row->name);
		if (row->argument != NULL)
			used += fprintf(to, " %s", row->argument);
		fprintf(to, "%*s%s\n", used < 28 ? 28 - used : 1, "",
		    row->help);
	}
	fputs("\nOther commands:\n\n", to);
	commands_help(to);
	fputs("\nThe exit status is the command's own; 128+N if signal N ended "
	      "it; 123 when it\nwas 0 and the run not as expected; 125 when "
	      "ptsandbox failed or refused the\nrules; 126 when the command "
	      "cannot be run; 127 when there is none.\nSee ptsandbox(1), "
	      "ptsandbox-rules(5).\n",
	    to);
}
