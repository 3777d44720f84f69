/* The compiler behind bpf/filter.h, run when ptsandbox is built. */
#ifndef PTS_BPF_GEN_COMPILE_H
#define PTS_BPF_GEN_COMPILE_H

#include "bpf/filter.h"

/* As filter_build(), which see: made now. */
int filter_compile(enum guard guard, enum sight sight, enum cut cut,
    struct sock_fprog *ret);

#endif /* PTS_BPF_GEN_COMPILE_H */
