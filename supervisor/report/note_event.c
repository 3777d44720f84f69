/* Lines on processes, stacks and the end of the run. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "audit/reader.h"
#include "report/note.h"

/* Which process has a number now. */
struct pid {
	pid_t pid;
	uint32_t at;
	UT_hash_handle hh;
};

static struct pid *
find(const struct model *m, pid_t pid)
{
	struct pid *p = NULL;

	HASH_FIND(hh, m->pids, &pid, sizeof(pid), p);
	return p;
}

static bool
make_room(struct model *m)
{
	size_t room = m->proc_room != 0 ? m->proc_room * 2 : 64;
	struct proc *more;

	if (m->proc_count >= PROCS_MAX)
		return false;
	if (m->proc_count < m->proc_room)
		return true;
	more = realloc(m->procs, room * sizeof(*more));
	if (more == NULL)
		return false;
	m->procs = more;
	m->proc_room = room;
	return true;
}

static uint32_t
make(struct model *m, pid_t pid, uint64_t t_us)
{
	struct pid *p = find(m, pid);

	if (!make_room(m) ||
	    (p == NULL && (p = calloc(1, sizeof(*p))) == NULL)) {
		m->lost++;
		return NO_PROC;
	}
	if (p->pid == 0) {
		p->pid = pid;
		HASH_ADD(hh, m->pids, pid, sizeof(p->pid), p);
	}
	p->at = (uint32_t)m->proc_count;
	m->procs[m->proc_count++] = (struct proc){
	    .pid = pid,
	    .parent = NO_PROC,
	    .start_us = t_us,
	    .end_us = t_us,
	    .status = -1,
	};
	return p->at;
}

uint32_t
note_proc(struct model *m, pid_t pid, uint64_t t_us)
{
	const struct pid *p = find(m, pid);

	if (pid == 0)
		return NO_PROC;
	return p != NULL ? p->at : make(m, pid, t_us);
}

bool
note_lives(const struct model *m, pid_t pid)
{
	return find(m, pid) != NULL;
}

static void
note_start(struct model *m, const json_t *line, uint64_t t_us)
{
	pid_t parent = line_pid(line, "ppid");
	const struct pid *from = parent != 0 ? find(m, parent) : NULL;
	uint32_t at = from != NULL ? from->at : NO_PROC, new;

	new = make(m, line_pid(line, "pid"), t_us);
	if (new == NO_PROC)
		return;
	m->procs[new].parent = at;
	m->procs[new].program =
	    names_number(&m->names, record_text(line, "program"));
	if (at != NO_PROC)
		m->procs[at].children++;
}

static void
note_exit(struct model *m, const json_t *line, struct proc *p)
{
	struct pid *gone = find(m, p->pid);
	double status = record_number(line, "status", -1);

	p->signal = names_number(&m->names, record_text(line, "signal"));
	if (status >= 0 && status <= 255)
		p->status = (int)status;
	if (gone != NULL) {
		HASH_DEL(m->pids, gone);
		free(gone);
	}
}

/* A line with a process: start, exec or exit. */
static void
note_life(struct model *m, const json_t *line, const char *event)
{
	uint64_t t_us = line_time(line);
	pid_t pid = line_pid(line, "pid");
	const char *program = record_text(line, "program");
	uint32_t at;
	struct proc *p;

	if (pid == 0)
		return;
	if (strcmp(event, "start") == 0) {
		note_start(m, line, t_us);
		return;
	}
	at = note_proc(m, pid, t_us);
	if (at == NO_PROC)
		return;
	p = &m->procs[at];
	p->end_us = t_us;
	if (program != NULL)
		p->program = names_number(&m->names, program);
	if (strcmp(event, "exec") == 0)
		p->execs++;
	else
		note_exit(m, line, p);
}

static uint32_t
line_of(const json_t *frame)
{
	double line = record_number(frame, "line", 0);

	return line >= 1 && line <= INT_MAX ? (uint32_t)line : 0;
}

static void
note_stack(struct model *m, const json_t *line)
{
	const json_t *frames = json_object_get(line, "frames"), *from;
	int64_t id = line_stack(line, "id");
	size_t i, n = json_array_size(frames);
	struct trace_stack *s;

	if (id < 0 || n == 0 || model_stack(m, id) != NULL)
		return;
	n = n < FRAMES_MAX ? n : FRAMES_MAX;
	s = HASH_COUNT(m->stacks) < STACKS_MAX ? calloc(1, sizeof(*s)) : NULL;
	if (s == NULL || (s->frames = calloc(n, sizeof(*s->frames))) == NULL) {
		free(s);
		m->lost++;
		return;
	}
	s->id = id;
	json_array_foreach(frames, i, from)
	{
		struct names *names = &m->names;

		if (i == n)
			break;
		s->frames[i] = (struct frame){
		    names_number(names, record_text(from, "file")),
		    names_number(names, record_text(from, "function")),
		    names_number(names, record_text(from, "kind")),
		    line_of(from),
		};
	}
	s->count = (uint32_t)n;
	s->cut = n < json_array_size(frames) ||
	    json_is_true(json_object_get(line, "truncated"));
	s->why = names_number(&m->names, record_text(line, "why"));
	HASH_ADD(hh, m->stacks, id, sizeof(s->id), s);
}

static void
note_end(struct model *m, const json_t *line)
{
	double status = record_number(line, "status", -1);

	m->ended = true;
	m->end_us = line_time(line);
	m->status = status >= 0 && status <= 255 ? (int)status : -1;
	m->why = names_number(&m->names, record_text(line, "why"));
	m->limit = names_number(&m->names, record_text(line, "limit"));
}

void
note_event(struct model *m, const json_t *line, const char *event)
{
	if (strcmp(event, "start") == 0 || strcmp(event, "exec") == 0 ||
	    strcmp(event, "exit") == 0)
		note_life(m, line, event);
	else if (strcmp(event, "stack") == 0)
		note_stack(m, line);
	else if (strcmp(event, "rules") == 0)
		note_change(m, line);
	else if (strcmp(event, "end") == 0)
		note_end(m, line);
}

void
note_done(struct model *m)
{
	struct pid *p, *next;

	HASH_ITER(hh, m->pids, p, next) {
		HASH_DEL(m->pids, p);
		free(p);
	}
}
