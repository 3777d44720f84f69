/* CPython 3.11 asks for two fstat(2) of each file that it opens: on a system
 * whose C library spells it newfstatat(2) these are a third of all stops. */
#include "trace/respell.h"

#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

#include "trace/image.h"
#include "trace/state.h"
#include "tracee/mem.h"

/* How often the code of a program is looked at: the loader and the library have
 * each an fstat(3) of their own. */
#define LOOKS 4u

#define PAGE 4096u

/* Does nobody else run in the task's memory?  Code is changed only under who is
 * stopped. */
static bool
is_alone(const struct trace *tr, const struct process *p)
{
	return p->tasks == 1 && !p->borrows && !tr->crew->lent;
}

static bool
is_known(const struct respell_known *k, const unsigned char *code)
{
	for (unsigned i = 0; i < k->count; i++)
		if (memcmp(k->code[i], code, RESPELL_LOOK) == 0)
			return true;
	return false;
}

static void
remember(struct respell_known *k, const unsigned char *code)
{
	memcpy(k->code[k->next], code, RESPELL_LOOK);
	k->next = (k->next + 1) % RESPELL_KNOWN;
	if (k->count < RESPELL_KNOWN)
		k->count++;
}

/* Replaces the instruction, with the byte behind it. */
static void
replace(pid_t tid, uint64_t at, const unsigned char *old,
    const struct respelling *s)
{
	uint64_t word;

	/* In two pages, one half might fail. */
	if (at / PAGE != (at + sizeof(word) - 1) / PAGE)
		return;
	memcpy(&word, old, sizeof(word));
	memcpy(&word, s->code, sizeof(s->code));
	(void)ptrace(PTRACE_POKETEXT, tid, at, word);
}

void
respell(struct trace *tr, struct tracee *t, const struct call *c)
{
	struct respell_known *known = &tr->known;
	unsigned char code[RESPELL_LOOK];
	struct respelling s;
	uint64_t from;

	if (c->nr != SYS_newfstatat || c->pin_nr != SYS_fstat ||
	    tr->options->keep_code || t->process->respelled >= LOOKS ||
	    !is_alone(tr, t->process))
		return;
	t->process->respelled++;
	from = regs_ip(c->regs) - RESPELL_BEFORE;
	if (mem_read(t->tid, from, code, sizeof(code)) != 0 ||
	    !respell_find(code, &s) || from + (uint64_t)s.name != c->arg[1])
		return;
	/* A name that can be written may not be empty the next time. */
	if (!is_known(known, code)) {
		if (!image_is_constant(t->tid, c->arg[1], from + s.at))
			return;
		remember(known, code);
	}
	replace(t->tid, from + s.at, code + s.at, &s);
}
