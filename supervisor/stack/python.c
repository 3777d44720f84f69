/* Walking the frames of CPython from outside.  Only the task itself stands
 * still: its other threads may change all of it meanwhile, and on purpose. */
#include "stack/python.h"

#include <string.h>

#include "stack/effort.h"
#include "stack/states.h"

#define STEPS_MAX    192u
#define SPACES_STEPS 4096u /* of a whole stack */

/* From 3.11 on the frames of a thread lie close together: so much of them is
 * read at once. */
#define WINDOW 8192u

/* One walk along one thread state. */
struct walk {
	const struct layout *l;
	struct effort *e;
	struct python_stack *to;
	uint64_t cframe;
	uint64_t window_at;
	size_t window_len;
	unsigned char window[WINDOW];
	uint64_t seen[STEPS_MAX];
	bool busy; /* the thread state has something of frames */
	struct python_spaces *spaces; /* what is collected of the frames; NULL:
	                                 they themselves */
};

/* Ends the run of frames that is going on; nothing where it has none. */
static void
end_run(struct walk *w, uint64_t place)
{
	struct python_stack *s = w->to;
	unsigned from = s->runs > 0 ? s->run[s->runs - 1].end : 0;

	if (s->count > from && s->runs < STACK_FRAMES)
		s->run[s->runs++] = (struct python_run){s->count, place};
}

/* Where the frames begin; reads the window.  False: they cannot be had. */
static bool
begin(struct walk *w, uint64_t state, uint64_t *ret_frame)
{
	const struct layout *l = w->l;
	unsigned char thread[LAYOUT_THREAD_MAX];
	uint64_t cframe[3] = {0}, chunk = 0, top = 0, frame;
	struct mem_part part[2];
	size_t parts = 0;

	if (!effort_read(w->e, state, thread, states_size(l)))
		return false;
	frame = word_at(thread, l->thread_frame);
	if (l->cframe_frame >= 0) {
		w->cframe = frame;
		part[parts++] =
		    (struct mem_part){frame, cframe, sizeof(cframe), 0};
	}
	if (l->thread_chunk >= 0) {
		chunk = word_at(thread, l->thread_chunk);
		top = word_at(thread, l->thread_chunk + 8);
	}
	/* Up to 3.10 there stands how deep it is in calls. */
	w->busy = l->thread_chunk >= 0
	    ? chunk != 0 && top > chunk + LAYOUT_CHUNK_EMPTY
	    : (uint32_t)word_at(thread, l->thread_frame + 8) != 0;
	if (chunk != 0 && top > chunk) {
		w->window_at = top - chunk > WINDOW ? top - WINDOW : chunk;
		w->window_len = (size_t)(top - w->window_at);
		part[parts++] = (struct mem_part){w->window_at, w->window,
		    w->window_len, 0};
	}
	effort_read_parts(w->e, part, parts);
	if (w->window_len != 0)
		w->window_len = part[parts - 1].got;
	if (l->cframe_frame >= 0) {
		if (part[0].got != sizeof(cframe))
			return false;
		frame = cframe[l->cframe_frame / 8];
	}
	*ret_frame = frame;
	return true;
}

static bool
read_frame(struct walk *w, uint64_t at, unsigned char *frame)
{
	size_t size = (size_t)w->l->frame_size;
	uint64_t in = at - w->window_at;

	if (in < w->window_len && w->window_len - in >= size) {
		memcpy(frame, w->window + in, size);
		return true;
	}
	if (w->spaces != NULL && at < w->window_at && at > WINDOW &&
	    effort_read(w->e, at + size - WINDOW, w->window, WINDOW)) {
		w->window_at = at + size - WINDOW;
		w->window_len = WINDOW;
		memcpy(frame, w->window + WINDOW - size, size);
		return true;
	}
	return effort_read(w->e, at, frame, size);
}

/* False: there are too many. */
static bool
add_space(struct walk *w, const unsigned char *frame)
{
	struct python_spaces *s = w->spaces;
	uint64_t code = word_at(frame, w->l->frame_code);
	uint64_t globals = word_at(frame, w->l->frame_globals);

	if (w->l->minor >= 14)
		code &= ~(uint64_t)7;
	for (unsigned i = s->count; i-- > 0;)
		if (s->at[i].globals == globals && s->at[i].code == code)
			return true;
	if (s->count == PYTHON_SPACES)
		return false;
	s->at[s->count].code = code;
	s->at[s->count++].globals = globals;
	return true;
}

static void
add_frame(struct walk *w, const unsigned char *frame)
{
	const struct layout *l = w->l;
	struct python_frame *f = &w->to->frame[w->to->count++];
	uint64_t instr = word_at(frame, l->frame_instr);

	*f = (struct python_frame){
	    .code = word_at(frame, l->frame_code),
	    /* Up to 3.10 it is an int. */
	    .instr = l->code_instrs < 0 ? (uint32_t)instr : instr,
	    .globals = word_at(frame, l->frame_globals),
	};
	/* From 3.14 on the low bits of a reference are a tag. */
	if (l->minor >= 14)
		f->code &= ~(uint64_t)7;
	if (l->frame_owner < 0) {
		/* Up to 3.10 each is evaluated by a C function of its own. */
		end_run(w, 0);
	} else if (l->frame_entry >= 0 && frame[l->frame_entry] != 0) {
		uint64_t next = 0;

		end_run(w, w->cframe);
		if (w->cframe != 0 &&
		    effort_read(w->e, w->cframe + (uint64_t)l->cframe_previous,
			&next, sizeof(next)))
			w->cframe = next;
	}
}

/* Has the walk been at this frame before? */
static bool
seen_before(struct walk *w, unsigned step, uint64_t at)
{
	for (unsigned i = 0; i < step; i++)
		if (w->seen[i] == at)
			return true;
	w->seen[step] = at;
	return false;
}

static void
walk_state(struct walk *w, uint64_t state)
{
	const struct layout *l = w->l;
	struct python_stack *s = w->to;
	unsigned char frame[LAYOUT_FRAME_MAX];
	unsigned step = 0, most = STEPS_MAX;
	uint64_t at;

	if (w->spaces != NULL)
		most = SPACES_STEPS;
	w->window_len = 0;
	if (!begin(w, state, &at)) {
		s->why = "its thread state cannot be read";
		return;
	}
	if (at == 0 && w->busy && w->spaces != NULL)
		s->why = "its frames are hidden";
	for (; at != 0 && s->count < STACK_FRAMES && step < most; step++) {
		if (!read_frame(w, at, frame)) {
			s->why = "a frame cannot be read";
			break;
		}
		if (w->spaces == NULL && seen_before(w, step, at)) {
			s->why = "its frames go in a circle";
			break;
		}
		/* From 3.12 on a C function that evaluates has a frame too. */
		if (l->frame_owner >= 0 && frame[l->frame_owner] >= l->owner_c)
			end_run(w, at);
		else if (w->spaces == NULL)
			add_frame(w, frame);
		else if (!add_space(w, frame))
			break;
		at = word_at(frame, l->frame_previous);
	}
	if (at != 0 && s->why == NULL)
		s->truncated = true;
	end_run(w, 0);
}

/* The place of the newest C frame that evaluates for a thread state; UINT64_MAX
 * where there is none. */
static uint64_t
newest_place(const struct walk *w, uint64_t state)
{
	struct python_stack alone;
	struct walk trial = *w;

	alone.count = alone.runs = 0;
	trial.to = &alone;
	trial.spaces = NULL;
	walk_state(&trial, state);
	return alone.runs > 0 && alone.run[0].place != 0 ? alone.run[0].place
							 : UINT64_MAX;
}

/* A thread that is in several interpreters: the innermost is the one whose
 * newest C frame is lowest. */
static void
walk_states(struct walk *w, struct states *all)
{
	uint64_t place[STATES];

	for (unsigned i = 0; i < all->count; i++)
		place[i] = newest_place(w, all->at[i]);
	for (unsigned n = 0; n < all->count; n++) {
		unsigned best = n;
		uint64_t state;

		for (unsigned i = n + 1; i < all->count; i++)
			if (place[i] < place[best])
				best = i;
		state = all->at[best];
		all->at[best] = all->at[n];
		place[best] = place[n];
		walk_state(w, state);
	}
}

/* Walks the frames of the task into w->to.  False: it has no thread state. */
static bool
walk(struct walk *w, const struct interp *i, struct python_threads *known,
    uint64_t self)
{
	struct states states;

	w->to->count = w->to->runs = 0;
	w->to->truncated = false;
	w->to->why = NULL;
	states_find(i, known, self, w->e, &states);
	if (states.count == 1)
		walk_state(w, states.at[0]);
	else
		walk_states(w, &states);
	return states.count > 0;
}

void
python_spaces(const struct interp *i, struct python_threads *known,
    uint64_t self, struct effort *e, struct python_spaces *ret)
{
	struct python_stack unused;
	struct walk w = {.l = &i->layout, .e = e, .to = &unused, .spaces = ret};
	uint64_t first = 0;
	bool found;

	ret->count = 0;
	ret->why = NULL;
	unused.truncated = false;
	unused.why = NULL;
	found = walk(&w, i, known, self);
	ret->begun = found ||
	    (effort_read(e, i->runtime + (uint64_t)i->layout.runtime_interps,
		 &first, sizeof(first)) &&
		first != 0);
	if (e->late)
		ret->why = "it took too long";
	else if (!found)
		ret->why = "the thread runs no Python";
	else if (unused.truncated)
		ret->why = "it is too deep";
	else
		ret->why = unused.why;
}

void
python_walk(const struct interp *i, struct python_threads *known, uint64_t self,
    struct effort *e, struct python_stack *ret)
{
	struct walk w = {.l = &i->layout, .e = e, .to = ret};
	bool found = walk(&w, i, known, self);

	python_codes(i, e, ret);
	if (e->late)
		ret->why = "it took too long";
	else if (!found)
		ret->why = "the thread runs no Python";
	else if (ret->count == 0 && ret->why == NULL)
		ret->why = "no Python frame";
}
