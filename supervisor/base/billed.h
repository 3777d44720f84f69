/* Where the kernel counts what is written. */
#ifndef PTS_BASE_BILLED_H
#define PTS_BASE_BILLED_H

#include <stdbool.h>

/* Is what is written to this file, or to files of this folder (a descriptor,
 * which may be O_PATH), counted as write_bytes of /proc/PID/io?  That is so
 * where the page cache belongs to a disk; not for files in memory, and not, as
 * far as anybody can know, elsewhere.  What is neither file nor folder answers
 * true: nothing is written to disk there. */
bool billed(int fd);

#endif /* PTS_BASE_BILLED_H */
