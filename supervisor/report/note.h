/* The model of a run as its record is read: each kind of line. */
#ifndef PTS_REPORT_NOTE_H
#define PTS_REPORT_NOTE_H

#include "report/line.h"
#include "report/model.h"

/* A line with an "event". */
void note_event(struct model *m, const json_t *line, const char *event);

/* A line on a call. */
void note_call(struct model *m, const struct line *l);

/* A line on a change of the rules. */
void note_change(struct model *m, const json_t *line);

/* An object of a call that a person was asked about. */
void note_question(struct model *m, const struct line *l,
    const struct event_object *o);

/* A call whose stack could not be read, or not whole. */
void note_unread(struct model *m, const struct line *l);

/* The place in the list of the process that has this number now, made where no
 * line told of its start; NO_PROC when it cannot be kept. */
uint32_t note_proc(struct model *m, pid_t pid, uint64_t t_us);

/* Does a process of this number live now? */
bool note_lives(const struct model *m, pid_t pid);

void note_done(struct model *m);

#endif /* PTS_REPORT_NOTE_H */
