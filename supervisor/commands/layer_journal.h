/* What a commit is going to do to the lower folder, written down before it does
 * any of it, so that one that was interrupted can be finished.
 *
 * In the layer's folder stands `stage` (its name) before there is one, `commit`
 * while it is carried out, and `committed` while only the layer is yet to be
 * emptied.  A line for each step, in order:
 *
 *   stage NAME    the folder in the lower one where all that is new stands
 *   drop N NAME   NAME goes away: into the stage, as dropN
 *   make NAME     a folder
 *   put N NAME    the stage's fileN becomes NAME
 *   end NAME      the folder gets the mode, times and attributes it has in the
 *                 layer
 *
 * Each can be tried again when it was done already. */
#ifndef PTS_COMMANDS_LAYER_JOURNAL_H
#define PTS_COMMANDS_LAYER_JOURNAL_H

#include <stdbool.h>

#include "base/str.h"

struct layer;

#define STAGE_PREFIX  ".ptsandbox-commit-"
#define JOURNAL_STAGE "stage"
#define JOURNAL       "commit"
#define JOURNAL_DONE  "committed"

/* Writes the journal, whole and for good, or nothing.  Returns 0 or -errno. */
int journal_write(const struct layer *l, const struct str *text);

/* Carries out the journal, and empties the layer.  Tells what fails.  Returns
 * the exit status. */
int journal_finish(struct layer *l);

/* Is a commit to be finished? */
bool journal_there(const struct layer *l);

/* Notes the name of a stage that is about to be made.  Returns 0 or -errno. */
int journal_note_stage(const struct layer *l, const char *stage);

/* Removes the stage that was noted, if any, and what is in it.  Returns 0 or
 * -errno. */
int journal_unstage(const struct layer *l);

#endif /* PTS_COMMANDS_LAYER_JOURNAL_H */
