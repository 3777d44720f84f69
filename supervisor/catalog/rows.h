/* Reads the catalogue: define the kinds of row you want before including this
 * file; the others expand to nothing.  All are undefined afterwards.
 *
 *   FREE(name, class, args, why)
 *   MEMORY(name, class, args, handler, why)
 *   DRAWN(name, class, args, handler, why)
 *   ROOT(name, class, args, handler, why)
 *   SHORT(name, class, args, handler, why)
 *   ASK(name, class, args, handler, why)
 *   BESIDE(name, class, args, handler, why)
 *   REFUSE(name, class, args, err, why)
 *   QUIET(name, class, args, err, why)
 *   FREE_WHEN(name, what, test1, test2, why)
 *   ROOT_WHEN(name, what, test1, test2, why)
 *   QUIET_WHEN(name, what, test1, test2, err, why)
 *
 * MEMORY is FREE where the region is sealed; without mseal(2) the filter stops
 * what it cannot decide (enum guard), and the handler does.
 *
 * DRAWN is FREE where no rules of the run draw a namespace (enum sight); else
 * it stops, and the handler answers in the words of the job's own.
 *
 * ROOT is FREE where no rules of the run have `user: root` (enum sight); else
 * it stops, and the handler answers as the root that the job seems to be.
 * ROOT_WHEN is FREE_WHEN there, and else no exception.
 *
 * SHORT is FREE where no rules of the run cut reads and writes short (enum
 * cut); else it stops, and the handler says of how many bytes.
 *
 * BESIDE is ASK, and the handler needs no more than the rules of trace/crew.h
 * grant a call that is served while others are.
 *
 * class is FILE, NETWORK, PROGRAM, PROCESS, MEMORY or SYSTEM.  args is a list
 * in parentheses, of (struct arg; a number is the index of another argument):
 *
 *   FD             a descriptor
 *   DIRFD          a folder's descriptor, or AT_FDCWD
 *   PATH           a name, from the working directory
 *   AT(n)          a name, from the folder in argument n
 *   TEXT           a string that is no name of a file
 *   OFLAGS ATFLAGS MODE PID SIGNAL LEN ADDR NUM
 *   IN(n) OUT(n)   memory that the kernel reads, writes; n holds its length
 *   GIVEN RESULT   a struct that the kernel reads, writes, of known size
 *   SADDR(n)       a socket address; n holds its length
 *
 * A test is one of (the kernel takes commands and flags as 32 bits, so that is
 * what is compared):
 *
 *   IS(n, v)       argument n, as an int, is v
 *   SET(n, bits)   all these bits of argument n, an int, are set
 *   CLEAR(n, bits) none of these bits of argument n, an int, is set
 *   SAME(n, m, v)  argument n, an int, has the bits v where m has ones
 *   ZERO(n)        all 64 bits of argument n are clear: a null pointer
 *   NOTEST         always
 *
 * Exceptions of one row never overlap, and a row that is free has none.
 */
#ifndef FREE
#define FREE(name, class, args, why)
#endif
#ifndef MEMORY
#define MEMORY(name, class, args, handler, why)
#endif
#ifndef DRAWN
#define DRAWN(name, class, args, handler, why)
#endif
#ifndef ROOT
#define ROOT(name, class, args, handler, why)
#endif
#ifndef SHORT
#define SHORT(name, class, args, handler, why)
#endif
#ifndef ASK
#define ASK(name, class, args, handler, why)
#endif
#ifndef BESIDE
#define BESIDE(name, class, args, handler, why)                                \
	ASK(name, class, args, handler, why)
#endif
#ifndef REFUSE
#define REFUSE(name, class, args, err, why)
#endif
#ifndef QUIET
#define QUIET(name, class, args, err, why)
#endif
#ifndef FREE_WHEN
#define FREE_WHEN(name, what, test1, test2, why)
#endif
#ifndef ROOT_WHEN
#define ROOT_WHEN(name, what, test1, test2, why)
#endif
#ifndef QUIET_WHEN
#define QUIET_WHEN(name, what, test1, test2, err, why)
#endif

#include "catalog/calls.def"
#if defined(__x86_64__)
#include "catalog/legacy.def"
#endif

#undef FREE
#undef MEMORY
#undef DRAWN
#undef ROOT
#undef SHORT
#undef ASK
#undef BESIDE
#undef REFUSE
#undef QUIET
#undef FREE_WHEN
#undef ROOT_WHEN
#undef QUIET_WHEN
