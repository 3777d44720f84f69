/* Makes a program that spells fstat(2) as newfstatat(2) of the empty name make
 * the call by its own number from then on, which does not stop.
 *
 * One instruction of the program's C library is replaced, in the memory of one
 * process and whoever it forks, by one that does the same.  It is for speed
 * alone: what the job may do is decided by the filter and the handlers, who
 * trust no code of the job's.  What is written goes into a page that the
 * process can only read, and which becomes its own by that: it never reaches a
 * file, and gives the job nothing that mprotect(2) would not. */
#ifndef PTS_TRACE_RESPELL_H
#define PTS_TRACE_RESPELL_H

#include "tracee/respell.h"

struct call;
struct trace;
struct tracee;

/* Code that was looked at closely, with the name that it points to, and is
 * taken for the same wherever it is met: who copies a library to where it can
 * be written changes nobody but himself.  All zero is empty. */
#define RESPELL_KNOWN 4u

struct respell_known {
	unsigned count;
	unsigned next; /* to be forgotten for a new one */
	unsigned char code[RESPELL_KNOWN][RESPELL_LOOK];
};

/* The task is stopped in the call *c, which is about to be pinned.  Does
 * nothing where it is no such call, or its code no such code. */
void respell(struct trace *tr, struct tracee *t, const struct call *c);

#endif /* PTS_TRACE_RESPELL_H */
