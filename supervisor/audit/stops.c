/* --profile-stops: counting.  What is printed is made in stops_text.c. */
#include "audit/stops.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"

/* Eight steps for each power of two, the first of them for 64 ns. */
#define STEP_BITS  3
#define FIRST_BITS 6

int
stops_open(const char *file, struct stops **ret)
{
	struct stops *s = calloc(1, sizeof(*s));
	int err;

	if (s == NULL)
		return -ENOMEM;
	s->file = file;
	s->fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY,
	    0666);
	if (s->fd < 0) {
		err = -errno;
		stops_free(s);
		return err;
	}
	*ret = s;
	return 0;
}

static unsigned
step_of(uint64_t ns)
{
	unsigned bits, step;

	if (ns < UINT64_C(1) << FIRST_BITS)
		return 0;
	bits = 63 - (unsigned)__builtin_clzll(ns);
	step = (unsigned)(ns >> (bits - STEP_BITS)) & ((1u << STEP_BITS) - 1);
	step += (bits - FIRST_BITS) << STEP_BITS;
	return step < STOPS_STEPS ? step : STOPS_STEPS - 1;
}

/* The middle of a step, in ns. */
static uint64_t
time_of(unsigned step)
{
	unsigned bits = (step >> STEP_BITS) + FIRST_BITS;
	uint64_t part = step & ((1u << STEP_BITS) - 1);

	return (((UINT64_C(1) << STEP_BITS | part) << 1 | 1)
		   << (bits - STEP_BITS)) >>
	    1;
}

uint64_t
stops_median(const struct stop_row *row)
{
	uint64_t below = 0;
	unsigned step = 0;

	while (step < STOPS_STEPS - 1) {
		below += row->times[step];
		if (below * 2 >= row->count)
			break;
		step++;
	}
	return time_of(step);
}

/* Is it about a descriptor, whose name is the empty one? */
static bool
has_empty_path(const struct event *e)
{
	for (int i = 0; i < CALL_ARGS; i++)
		if (e->def->arg[i].role == R_ATFLAGS)
			return (e->arg[i] & AT_EMPTY_PATH) != 0;
	return false;
}

static struct stop_row *
row_of(struct stops *s, const struct event *e)
{
	size_t at = 2 * CATALOG_END;
	bool empty = false;

	if (e->def != NULL) {
		empty = has_empty_path(e);
		at = (size_t)e->def->nr + (empty ? CATALOG_END : 0);
	}
	if (s->row[at] == NULL) {
		s->row[at] = calloc(1, sizeof(*s->row[at]));
		if (s->row[at] == NULL)
			return NULL;
		s->row[at]->def = e->def;
		s->row[at]->empty = empty;
	}
	return s->row[at];
}

/* What decided: the rule that denied or, where none did, the last that was
 * asked. */
static void
note_rule(struct stop_row *row, const struct event *e)
{
	const struct event_object *by = NULL;
	cleanup_str struct str rule = {0};

	for (unsigned i = 0; i < e->objects && i < EVENT_OBJECTS; i++) {
		if (e->object[i].noted)
			continue;
		by = &e->object[i];
		if (by->denied)
			break;
	}
	if (by != NULL && by->file != NULL)
		str_addf(&rule, "%s:%d", by->file, by->line);
	else if (e->builtin != NULL)
		str_add(&rule, e->builtin);
	else
		str_add(&rule, by != NULL ? "no rule" : "no rule was asked");
	seen_note(&row->rules, 0, str_text(&rule));
}

void
stops_note(struct stops *s, const struct event *e, uint64_t ns)
{
	struct stop_row *row = row_of(s, e);

	if (row == NULL) {
		s->lost++;
		return;
	}
	row->count++;
	row->sum_ns += ns;
	row->times[step_of(ns)]++;
	note_rule(row, e);
}

void
stops_note_beside(struct stops *s, bool together)
{
	s->beside++;
	s->together += together;
}

int
stops_write(const struct stops *s)
{
	cleanup_str struct str text = {0};

	stops_text(s, &text);
	if (text.failed)
		return -ENOMEM;
	/* What the job may have put there meanwhile is no part of it. */
	if (ftruncate(s->fd, 0) != 0 && errno != EINVAL)
		return -errno;
	return fd_write(s->fd, str_text(&text), text.len);
}

void
stops_free(struct stops *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < sizeof(s->row) / sizeof(s->row[0]); i++) {
		if (s->row[i] != NULL)
			seen_done(&s->row[i]->rules);
		free(s->row[i]);
	}
	fd_close(&s->fd);
	free(s);
}
