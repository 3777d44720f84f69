/* What a machine has, each tried or looked up alone. */
#ifndef PTS_PROBE_HERE_H
#define PTS_PROBE_HERE_H

#include <stdbool.h>
#include <stddef.h>

/* Can memory be sealed as the region's is, and run?  Returns 0 or errno. */
int here_memfd(void);

/* Who traces this process; 0: nobody, or it cannot be told. */
long here_tracer(void);

/* kernel.yama.ptrace_scope, told in to[0..size); -1: there is none. */
int here_yama(char *to, size_t size);

/* Each says in to[0..size) how it is, in one sentence without its full stop,
 * and returns whether it is there. */
bool here_mseal(char *to, size_t size);
bool here_hidepid(char *to, size_t size);
bool here_landlock(char *to, size_t size);
bool here_userns(char *to, size_t size);
bool here_container(char *to, size_t size);

#endif /* PTS_PROBE_HERE_H */
