/* Walking the frames of CPython from outside.  Only the task itself stands
 * still: its other threads may change all of it meanwhile, and on purpose. */
#include "stack/python.h"

#include <string.h>

#include "stack/effort.h"

#define INTERPS_MAX 16u
#define THREADS_MAX 2048u /* that one walk looks at */
#define STATES      4u    /* of one thread, in as many interpreters */
#define STEPS_MAX   192u

/* From 3.11 on the frames of a thread lie close together: so much of them is
 * read at once. */
#define WINDOW 8192u

static uint64_t
word_at(const unsigned char *bytes, int offset)
{
	uint64_t v;

	memcpy(&v, bytes + offset, sizeof(v));
	return v;
}

/* A thread state is read as far as what is needed of it. */
static size_t
thread_size(const struct layout *l)
{
	int last = l->thread_self;

	if (l->thread_native > last)
		last = l->thread_native;
	if (l->thread_chunk + 8 > last)
		last = l->thread_chunk + 8;
	return (size_t)last + 8;
}

/* Is this the state of the task?  By pthread_self(3) where that is known: it is
 * right in a namespace of process numbers and behind vfork(2) too. */
static bool
is_own(const struct layout *l, const unsigned char *thread, uint64_t self,
    pid_t tid)
{
	if (self != 0)
		return word_at(thread, l->thread_self) == self;
	return l->thread_native >= 0 &&
	    word_at(thread, l->thread_native) == (uint64_t)tid;
}

struct states {
	uint64_t at[STATES];
	unsigned count;
};

static bool
known_state(const struct interp *i, const struct python_thread *k,
    uint64_t self, struct effort *e, struct states *ret)
{
	const struct layout *l = &i->layout;
	unsigned char thread[LAYOUT_THREAD_MAX];
	uint64_t head = 0;
	struct mem_part part[] = {
	    {i->runtime + (uint64_t)l->runtime_interps, &head,  sizeof(head),   0},
	    {k->at,				     thread, thread_size(l), 0}
        };

	if (k->tid != e->tid || k->at == 0)
		return false;
	effort_read_parts(e, part, 2);
	if (part[0].got != part[0].len || part[1].got != part[1].len ||
	    head != k->head || !is_own(l, thread, self, e->tid) ||
	    word_at(thread, l->thread_interp) != k->interp)
		return false;
	ret->at[0] = k->at;
	ret->count = 1;
	return true;
}

/* Looks through the threads of one interpreter; *left is how many more may be
 * looked at. */
static void
look_through(const struct layout *l, uint64_t interp, uint64_t at,
    uint64_t self, struct effort *e, unsigned *left, struct states *ret)
{
	unsigned char thread[LAYOUT_THREAD_MAX];

	while (at != 0 && *left > 0 &&
	    effort_read(e, at, thread, thread_size(l))) {
		(*left)--;
		if (is_own(l, thread, self, e->tid) &&
		    word_at(thread, l->thread_interp) == interp &&
		    ret->count < STATES)
			ret->at[ret->count++] = at;
		at = word_at(thread, l->thread_next);
	}
}

static void
find_states(const struct interp *i, struct python_thread *k, uint64_t self,
    struct effort *e, struct states *ret)
{
	const struct layout *l = &i->layout;
	unsigned left = THREADS_MAX;
	uint64_t head = 0, interp, first = 0, next = 0;

	*ret = (struct states){0};
	k->tid = 0;
	if (!effort_read(e, i->runtime + (uint64_t)l->runtime_interps, &head,
		sizeof(head)))
		return;
	interp = head;
	for (unsigned n = 0; interp != 0 && n < INTERPS_MAX; n++) {
		unsigned before = ret->count;

		if (!effort_read(e, interp + (uint64_t)l->interp_threads,
			&first, sizeof(first)) ||
		    !effort_read(e, interp + (uint64_t)l->interp_next, &next,
			sizeof(next)))
			break;
		look_through(l, interp, first, self, e, &left, ret);
		if (ret->count == 1 && before == 0)
			*k = (struct python_thread){e->tid, ret->at[0], interp,
			    head};
		interp = next;
	}
	/* In several interpreters: what is added later would not be seen. */
	if (ret->count > 1)
		k->tid = 0;
}

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

	if (!effort_read(w->e, state, thread, thread_size(l)))
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
	return effort_read(w->e, at, frame, size);
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
	unsigned step = 0;
	uint64_t at;

	w->window_len = 0;
	if (!begin(w, state, &at)) {
		s->why = "its thread state cannot be read";
		return;
	}
	for (; at != 0 && s->count < STACK_FRAMES && step < STEPS_MAX; step++) {
		if (!read_frame(w, at, frame)) {
			s->why = "a frame cannot be read";
			break;
		}
		if (seen_before(w, step, at)) {
			s->why = "its frames go in a circle";
			break;
		}
		/* From 3.12 on a C function that evaluates has a frame too. */
		if (l->frame_owner >= 0 && frame[l->frame_owner] >= l->owner_c)
			end_run(w, at);
		else
			add_frame(w, frame);
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

void
python_walk(const struct interp *i, struct python_threads *known, uint64_t self,
    struct effort *e, struct python_stack *ret)
{
	struct python_thread *k = &known->at[(unsigned)e->tid % PYTHON_THREADS];
	struct walk w = {.l = &i->layout, .e = e, .to = ret};
	struct states states = {0};

	ret->count = ret->runs = 0;
	ret->truncated = false;
	ret->why = NULL;
	/* Other threads come and go while the list is read: three tries. */
	if (!known_state(i, k, self, e, &states))
		for (int n = 0; n < 3 && states.count == 0 && !e->late; n++)
			find_states(i, k, self, e, &states);
	if (states.count == 1)
		walk_state(&w, states.at[0]);
	else
		walk_states(&w, &states);
	python_codes(i, e, ret);
	if (e->late)
		ret->why = "it took too long";
	else if (states.count == 0)
		ret->why = "the thread runs no Python";
	else if (ret->count == 0 && ret->why == NULL)
		ret->why = "no Python frame";
}
