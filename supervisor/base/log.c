/* Standard error in whole lines: one write(2) for each, so that lines of the
 * job and ours do not cut into one another. */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

#include "base/str.h"

void
log_bytes(const char *bytes, size_t len)
{
	int saved = errno;

	while (len > 0) {
		ssize_t n = write(STDERR_FILENO, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		bytes += n;
		len -= (size_t)n;
	}
	errno = saved;
}

void
log_line(const char *fmt, ...)
{
	cleanup_str struct str line = {0};
	va_list ap;

	str_add(&line, "ptsandbox: ");
	va_start(ap, fmt);
	str_vaddf(&line, fmt, ap);
	va_end(ap);
	str_add_char(&line, '\n');
	log_bytes(str_text(&line), line.len);
}
