/* Finding the thread states of a task.  Its other threads may change all of it
 * meanwhile, and on purpose. */
#include "stack/states.h"

#include "stack/effort.h"

#define INTERPS_MAX 16u
#define THREADS_MAX 2048u /* that one walk looks at */

/* A thread state is read as far as what is needed of it. */
size_t
states_size(const struct layout *l)
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

static bool
known_state(const struct interp *i, const struct python_thread *k,
    uint64_t self, struct effort *e, struct states *ret)
{
	const struct layout *l = &i->layout;
	unsigned char thread[LAYOUT_THREAD_MAX];
	uint64_t head = 0;
	struct mem_part part[] = {
	    {i->runtime + (uint64_t)l->runtime_interps, &head,  sizeof(head),   0},
	    {k->at,				     thread, states_size(l), 0}
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
	    effort_read(e, at, thread, states_size(l))) {
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

void
states_find(const struct interp *i, struct python_threads *known, uint64_t self,
    struct effort *e, struct states *ret)
{
	struct python_thread *k = &known->at[(unsigned)e->tid % PYTHON_THREADS];

	*ret = (struct states){0};
	/* Other threads come and go while the list is read: three tries. */
	if (!known_state(i, k, self, e, ret))
		for (int n = 0; n < 3 && ret->count == 0 && !e->late; n++)
			find_states(i, k, self, e, ret);
}
