/* Diagnostics for the person who started us; the only code that writes to
 * standard error. */
#ifndef PTS_BASE_LOG_H
#define PTS_BASE_LOG_H

#include <stddef.h>

/* Writes "ptsandbox: " and one line.  Text that comes from the job must have
 * gone through str_add_shown() first.  A standard error that is closed or full
 * is ignored: there is nobody left to tell. */
void log_line(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Shows one line (a copy) at the end of the terminal that standard error is,
 * below all that is written here; NULL or "" takes it away. */
void log_status(const char *line);

/* Writes bytes as they are, whole. */
void log_bytes(const char *bytes, size_t len);

#endif /* PTS_BASE_LOG_H */
