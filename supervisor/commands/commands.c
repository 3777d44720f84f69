/* The table of the commands. */
#include "commands/commands.h"

#include <stddef.h>
#include <string.h>

static const struct {
	const char *name;
	command_fn *function;
	const char *arguments;
	const char *help;
} commands[] = {
#define COMMAND(name, function, arguments, help)                               \
	{name, function, arguments, help},
#include "commands/commands.def"
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

command_fn *
command_named(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return commands[i].function;
	return NULL;
}

void
commands_help(FILE *to)
{
	for (size_t i = 0; i < COMMANDS; i++) {
		int used = fprintf(to, "  ptsandbox %s %s", commands[i].name,
		    commands[i].arguments);

		fprintf(to, "%s%*s%s\n", used < 28 ? "" : "\n",
		    used < 28 ? 28 - used : 28, "", commands[i].help);
	}
}
