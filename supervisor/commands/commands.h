/* The commands of ptsandbox that run no job, or not at once: one file each. */
#ifndef PTS_COMMANDS_H
#define PTS_COMMANDS_H

#include <stdio.h>

/* argv[0] is the command's own word; returns the exit status of ptsandbox. */
typedef int command_fn(int argc, char **argv);

#define COMMAND(name, function, arguments, help) command_fn function;
#include "commands/commands.def"

/* The command of that name; NULL: there is none. */
command_fn *command_named(const char *name);

/* Lists the commands, for --help. */
void commands_help(FILE *to);

#endif /* PTS_COMMANDS_H */
