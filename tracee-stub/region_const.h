/* Numbers that both C and the stub's assembly need. */
#ifndef PTS_STUB_REGION_CONST_H
#define PTS_STUB_REGION_CONST_H

/* A system call number that no kernel has: the filter stops at it. */
#define STUB_DONE 1023

#endif /* PTS_STUB_REGION_CONST_H */
