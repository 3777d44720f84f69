/* The terminal that questions are put on.
 *
 * Signals of its keys are switched off while a question stands: a task that
 * waits for the answer could not take them.  Ctrl-C and Ctrl-Z end the line
 * instead (termios(3): VEOL, VEOL2), and are read as they are. */
#include "ask/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"

#define CTRL_C '\003'
#define CTRL_D '\004'
#define CTRL_Z '\032'

void
tty_open(struct tty *t)
{
	*t = (struct tty){.front = -1};
	t->fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (t->fd >= 0 && tcgetattr(t->fd, &t->first) != 0)
		fd_close(&t->fd);
}

pid_t
tty_group(const struct tty *t)
{
	return t->fd >= 0 ? tcgetpgrp(t->fd) : -1;
}

/* Lines, echoed, whatever the job made of it. */
static struct termios
known_state(const struct tty *t)
{
	struct termios s = t->first;

	s.c_iflag &= ~(tcflag_t)(IGNCR | INLCR | ISTRIP | PARMRK);
	s.c_iflag |= ICRNL;
	s.c_oflag |= OPOST | ONLCR;
	s.c_lflag &= ~(tcflag_t)(ISIG | TOSTOP | ECHONL);
	s.c_lflag |= ICANON | ECHO | ECHOE | ECHOK | IEXTEN;
	s.c_cc[VEOF] = CTRL_D;
	s.c_cc[VEOL] = CTRL_C;
	s.c_cc[VEOL2] = CTRL_Z;
	return s;
}

/* The struct may hold bytes between its members. */
static bool
same_state(const struct termios *a, const struct termios *b)
{
	return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag &&
	    a->c_cflag == b->c_cflag && a->c_lflag == b->c_lflag &&
	    memcmp(a->c_cc, b->c_cc, sizeof(a->c_cc)) == 0;
}

/* Makes the settings ours, and keeps what the job wants since it was asked
 * last.  False: the terminal is lost. */
static bool
take_state(struct tty *t)
{
	struct termios now;

	if (tcgetattr(t->fd, &now) != 0)
		return false;
	if (t->asking && same_state(&now, &t->ours))
		return true;
	t->jobs = now;
	if (tcsetattr(t->fd, TCSANOW, &t->ours) != 0 ||
	    tcgetattr(t->fd, &now) != 0)
		return false;
	/* What a driver does not take is no change of the job's. */
	t->ours = now;
	return true;
}

/* Only the foreground may read.  We ignore SIGTTOU, so the kernel lets us take
 * it from where we are (tcsetpgrp(3)). */
static bool
take_front(struct tty *t)
{
	pid_t now = tcgetpgrp(t->fd);

	if (now < 0)
		return false;
	if (now == getpgrp())
		return true;
	t->front = now;
	return tcsetpgrp(t->fd, getpgrp()) == 0;
}

/* Writes what the terminal takes.  False: it is lost. */
static bool
write_some(struct tty *t)
{
	while (t->written < t->out.len) {
		ssize_t n;

		/* No answer is meant before the question stands there. */
		(void)tcflush(t->fd, TCIFLUSH);
		n = write(t->fd, t->out.buf + t->written,
		    t->out.len - t->written);
		if (n < 0)
			return errno == EAGAIN || errno == EINTR;
		t->written += (size_t)n;
	}
	return true;
}

/* Out of the way of colours, character sets and scrolling regions that the job
 * left: ECMA-48, and DECSTR of the VT220. */
static const char *
clean_slate(void)
{
	const char *term = getenv("TERM");

	if (term == NULL || *term == '\0' || strcmp(term, "dumb") == 0)
		return "\n";
	return "\033[!p\033[m\017\n";
}

bool
tty_begin(struct tty *t, const char *text)
{
	t->ours = known_state(t);
	t->front = getpgrp();
	t->len = 0;
	t->written = 0;
	if (!take_front(t) || !take_state(t))
		return false;
	t->asking = true;
	(void)tcflow(t->fd, TCOON);
	str_clear(&t->out);
	str_add(&t->out, clean_slate());
	str_add(&t->out, text);
	return !t->out.failed && write_some(t);
}

/* Takes in what was typed; what is too long for an answer is none. */
static enum tty_event
take_bytes(struct tty *t, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = bytes[i];

		if (c == CTRL_C)
			return TTY_INTERRUPT;
		if (c == CTRL_Z)
			return TTY_SUSPEND;
		if (c == '\n') {
			t->line[t->len] = '\0';
			t->len = 0;
			return TTY_ANSWER;
		}
		if (t->len < TTY_LINE - 1)
			t->line[t->len++] = c;
	}
	return TTY_NOTHING;
}

enum tty_event
tty_poll(struct tty *t)
{
	char bytes[256];
	ssize_t n;

	if (!take_front(t) || !take_state(t) || !write_some(t))
		return TTY_LOST;
	if (t->written < t->out.len)
		return TTY_NOTHING;
	n = read(t->fd, bytes, sizeof(bytes));
	if (n > 0)
		return take_bytes(t, bytes, (size_t)n);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? TTY_NOTHING
							 : TTY_LOST;
	/* Ctrl-D: an empty answer. */
	t->line[0] = '\0';
	return TTY_ANSWER;
}

void
tty_end(struct tty *t, const char *text, bool drop)
{
	struct termios now;

	if (!t->asking)
		return;
	t->asking = false;
	if (drop)
		(void)tcflush(t->fd, TCIFLUSH);
	/* A terminal that takes no more is not waited for. */
	if (write(t->fd, text, strlen(text)) < 0)
		errno = 0;
	if (tcgetattr(t->fd, &now) == 0 && same_state(&now, &t->ours))
		(void)tcsetattr(t->fd, TCSANOW, &t->jobs);
	if (t->front != getpgrp() && tcgetpgrp(t->fd) == getpgrp())
		(void)tcsetpgrp(t->fd, t->front);
}

void
tty_done(struct tty *t)
{
	tty_end(t, "", true);
	fd_close(&t->fd);
	str_done(&t->out);
}
