/* What the commands about rules share: check, explain, replay and expect. */
#ifndef PTS_COMMANDS_ASK_H
#define PTS_COMMANDS_ASK_H

#include "base/str.h"
#include "opts.h"
#include "rules.h"

/* The accesses that a list of their words names, "read,write" say; `write` and
 * `any` are those of files.  0: it is no such list. */
unsigned ask_accesses(const char *words);

/* Reads the command's words as opts_read_own() does, and says what is wrong, or
 * where -h was given prints `usage`.  Returns -1 to go on, or an exit
 * status; o is then released already. */
int ask_words(struct opts *o, int argc, char **argv, const struct opts_own *own,
    const char *usage);

/* Takes the first word of the command where it is no option: a record may stand
 * before the options.  NULL: there is none. */
const char *ask_operand(int *argc, char ***argv);

/* The one operand, from before the options (or NULL) or behind them; NULL:
 * there is none, or more. */
const char *ask_one_word(const struct opts *o, const char *before);

/* The words behind the options, and how many. */
size_t ask_count(const struct opts *o);

/* The rules that the options ask for; NULL when they are refused, which is
 * told. */
struct rules *ask_rules(const struct opts *o);

/* Writes the text to standard output.  Returns `status`, or EXIT_OURS, which is
 * told, when it could not be written or put together. */
int ask_print(const struct str *text, int status);

#endif /* PTS_COMMANDS_ASK_H */
