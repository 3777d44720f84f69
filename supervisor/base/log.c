/* Standard error in whole lines: one write(2) for each, so that lines of the
 * job and ours do not cut into one another. */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"

/* What stands in the last line of the terminal; "": nothing of ours. */
static char status[256];

/* To the line's start, and nothing behind that: ECMA-48, EL. */
#define ERASE "\r\033[K"

static void
write_whole(const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(STDERR_FILENO, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		bytes += n;
		len -= (size_t)n;
	}
}

void
log_bytes(const char *bytes, size_t len)
{
	int saved = errno;

	if (status[0] == '\0') {
		write_whole(bytes, len);
	} else {
		cleanup_str struct str all = {0};

		str_add(&all, ERASE);
		str_add_bytes(&all, bytes, len);
		str_add(&all, status);
		write_whole(str_text(&all), all.len);
	}
	errno = saved;
}

void
log_status(const char *line)
{
	cleanup_str struct str all = {0};

	if (line == NULL)
		line = "";
	if (strcmp(line, status) == 0)
		return;
	snprintf(status, sizeof(status), "%s", line);
	str_addf(&all, ERASE "%s", status);
	write_whole(str_text(&all), all.len);
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
