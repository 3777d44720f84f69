/* Is a new image what was judged?  Asked at PTRACE_EVENT_EXEC. */
#ifndef PTS_TRACE_IMAGE_H
#define PTS_TRACE_IMAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tracee/tracee.h"

/* Checks /proc/TID/exe, every file mapping and, where arguments were judged,
 * the new argv.  *ret_vdso is where the vdso stands (0: nowhere).
 * Returns 0; -EPERM with one phrase in *ret_why when something else runs than
 * what was judged; -ESRCH when the task is gone; another -errno for our own
 * failure. */
int image_check(pid_t tid, const struct exec_plan *plan, uint64_t *ret_vdso,
    const char **ret_why);

/* Does the mapping at `at` in /proc/TID/maps belong to the memfd `fd`, shared
 * and not writable?  Returns 1, 0 or -errno. */
int image_has_region(pid_t tid, uint64_t at, int fd);

/* Do both addresses stand in private mappings of files that cannot be written?
 * False too where that cannot be seen. */
bool image_is_constant(pid_t tid, uint64_t first, uint64_t second);

#endif /* PTS_TRACE_IMAGE_H */
