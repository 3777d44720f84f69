/* fstat(2) as C libraries spell it.  glibc 2.33 to 2.38 make it newfstatat(2)
 * of the empty name: a call that stops, since the filter cannot see that a name
 * is empty, where fstat(2) itself passes.  Here is found, in code around such a
 * call, the one instruction whose replacement makes it fstat(2). */
#ifndef PTS_TRACEE_RESPELL_H
#define PTS_TRACEE_RESPELL_H

#include <stdbool.h>
#include <stddef.h>

/* How much code is looked at: so many bytes before and behind the end of the
 * instruction that made the call. */
#define RESPELL_BEFORE 148u
#define RESPELL_BEHIND 131u
#define RESPELL_LOOK   (RESPELL_BEFORE + RESPELL_BEHIND)

#define RESPELL_SIZE 7u

struct respelling {
	size_t at; /* offset of the instruction in the code */
	unsigned char code[RESPELL_SIZE]; /* what is to stand there */
	ptrdiff_t name; /* offset of the name that the instruction points to */
};

/* Finds it; false where the code is not to the byte what such a library has. */
bool respell_find(const unsigned char code[RESPELL_LOOK],
    struct respelling *ret);

#endif /* PTS_TRACEE_RESPELL_H */
