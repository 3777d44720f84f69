/* What a run was expected to do, compared with what it does. */
#include "audit/witness.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "audit/witness_in.h"
#include "audit/words.h"
#include "net_object.h"

int
witness_new(const struct rules *r, struct witness **ret)
{
	const struct expectation *x = rules_expectations(r);
	struct witness *w;
	size_t count = 0;

	*ret = NULL;
	for (const struct expectation *i = x; i != NULL; i = i->next)
		count++;
	if (count == 0)
		return 0;
	w = calloc(1, sizeof(*w));
	if (w == NULL)
		return -ENOMEM;
	w->all = calloc(count, sizeof(*w->all));
	if (w->all == NULL) {
		free(w);
		return -ENOMEM;
	}
	for (; x != NULL; x = x->next)
		w->all[w->count++].x = x;
	*ret = w;
	return 0;
}

static char *
copy(const char *text)
{
	return text != NULL ? strdup(text) : NULL;
}

/* Of several deeds the first is kept. */
static void
keep(struct standing *s, const struct deed *d)
{
	if (s->has_evidence)
		return;
	s->has_evidence = true;
	s->evidence = (struct evidence){
	    .t_ns = d->t_ns,
	    .pid = d->pid,
	    .program = copy(d->program),
	    .call = copy(d->call),
	    .path = copy(d->path),
	    .where = copy(d->where),
	};
}

/* Is the call one that opens a file? */
static bool
opens(const struct deed *d)
{
	return d->call != NULL &&
	    (strncmp(d->call, "open", 4) == 0 || strcmp(d->call, "creat") == 0);
}

/* Which of the deed's accesses is the expectation about? */
static unsigned
about(const struct expectation *x, const struct deed *d)
{
	bool happened = !d->denied && !d->failed;

	if (x->denied ? !d->denied : !happened)
		return 0;
	if (x->opens && !opens(d))
		return 0;
	return d->access & x->access;
}

static void
note(struct standing *s, const struct deed *d, const struct net_object *net)
{
	const struct expectation *x = s->x;
	unsigned bits = about(x, d);
	bool meant;

	if (bits == 0 || (x->kind == EXPECT_SOME && s->count > 0))
		return;
	meant = expect_means(x, (enum access)bits, d->path, net);
	switch (x->kind) {
	case EXPECT_SOME:
	case EXPECT_NOT: s->count += meant; break;
	case EXPECT_ONLY:
		meant = !meant;
		s->count += meant;
		break;
	case EXPECT_AT_MOST:
		s->count += meant;
		meant = meant && s->count > x->limit;
		break;
	case EXPECT_STATUS:
	case EXPECT_PROCESSES: return;
	}
	if (meant)
		keep(s, d);
}

void
witness_deed(struct witness *w, const struct deed *d)
{
	const struct net_object *net = NULL;
	struct net_object o;

	/* What a refused call named is told with the call, if at all. */
	if (d->path == NULL)
		return;
	if ((d->access & ACC_NETWORK) != 0 && net_object_read(d->path, &o))
		net = &o;
	for (size_t i = 0; i < w->count; i++)
		note(&w->all[i], d, net);
}

void
witness_process(struct witness *w, uint64_t t_ns, pid_t pid,
    const char *program)
{
	const struct deed d = {.t_ns = t_ns,
	    .pid = pid,
	    .program = program,
	    .call = "start",
	    .path = program};

	w->processes++;
	for (size_t i = 0; i < w->count; i++) {
		struct standing *s = &w->all[i];

		if (s->x->kind == EXPECT_PROCESSES &&
		    w->processes > s->x->limit)
			keep(s, &d);
	}
}

static bool
passes(const struct witness *w, const struct standing *s)
{
	switch (s->x->kind) {
	case EXPECT_SOME: return s->count > 0;
	case EXPECT_NOT:
	case EXPECT_ONLY: return s->count == 0;
	case EXPECT_AT_MOST: return s->count <= s->x->limit;
	case EXPECT_STATUS:
		return w->status >= 0 && w->status < 256 &&
		    s->x->status[w->status];
	case EXPECT_PROCESSES: return w->processes <= s->x->limit;
	}
	return false;
}

size_t
witness_end(struct witness *w, int status)
{
	w->status = status;
	w->failed = 0;
	for (size_t i = 0; i < w->count; i++) {
		w->all[i].passed = passes(w, &w->all[i]);
		w->failed += !w->all[i].passed;
	}
	return w->failed;
}

void
witness_free(struct witness *w)
{
	for (size_t i = 0; w != NULL && i < w->count; i++) {
		struct evidence *e = &w->all[i].evidence;

		free(e->program);
		free(e->call);
		free(e->path);
		free(e->where);
	}
	if (w != NULL)
		free(w->all);
	free(w);
}
