/* One line on the terminal while the job runs. */
#include "audit/status.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "base/log.h"

#define WIDTH 80u

bool
status_possible(void)
{
	return isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
}

static void
add_count(struct str *to, uint64_t n, const char *one, const char *many)
{
	str_addf(to, ", %llu %s", (unsigned long long)n, n == 1 ? one : many);
}

void
status_text(struct str *to, const struct status *s, uint64_t t_ns,
    unsigned width)
{
	uint64_t seconds = t_ns / 1000000000u;

	str_addf(to, "ptsandbox: %llu:%02u:%02u",
	    (unsigned long long)(seconds / 3600), (unsigned)(seconds / 60 % 60),
	    (unsigned)(seconds % 60));
	add_count(to, s->processes, "process", "processes");
	add_count(to, s->calls, "call", "calls");
	str_addf(to, ", %llu denied", (unsigned long long)s->denied);
	if (to->len > width) {
		to->len = width;
		to->buf[width] = '\0';
	}
}

/* The last column stays free: writing to it may begin a new line. */
static unsigned
columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2)
		return WIDTH - 1;
	return size.ws_col - 1u;
}

void
status_show(struct status *s, uint64_t t_ns)
{
	cleanup_str struct str text = {0};

	if (!s->on || t_ns < s->next_ns)
		return;
	s->next_ns = t_ns + STATUS_MS * 1000000ull;
	status_text(&text, s, t_ns, columns());
	log_status(str_text(&text));
}

void
status_hide(const struct status *s)
{
	if (s->on)
		log_status(NULL);
}
