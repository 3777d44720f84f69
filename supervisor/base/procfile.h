/* The small text files of procfs, which one read gives whole (proc(5)). */
#ifndef PTS_BASE_PROCFILE_H
#define PTS_BASE_PROCFILE_H

#include <stddef.h>
#include <sys/types.h>

/* Reads the file of this name, as printf(3) makes it, into to[0..size), with a
 * NUL behind; what does not fit is left out.  Returns its length, or -errno. */
ssize_t procfile_read(char *to, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* What /proc/TID/stat says behind the name, which may hold anything: " S 1 ..."
 * from field 3 on (proc_pid_stat(5)); NULL: the text is not of that kind. */
const char *procfile_behind_name(const char *stat);

#endif /* PTS_BASE_PROCFILE_H */
