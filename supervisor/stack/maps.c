/* The files whose code stands in a process.  The job decides how many lines
 * there are and what names stand in them. */
#include "stack/maps.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "stack/effort.h"

/* Some 8000 mappings; a busy interpreter has 500. */
#define TEXT_MAX (1u << 20)

static bool
take_hex(const char **at, uint64_t *ret)
{
	char *end;

	errno = 0;
	*ret = strtoull(*at, &end, 16);
	if (end == *at || errno != 0)
		return false;
	*at = end;
	return true;
}

static bool
take(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

/* proc_pid_maps(5): "low-high rwxp offset major:minor inode   path". */
static bool
parse_line(const char *at, struct map *ret, bool *ret_code)
{
	uint64_t device;
	char *end;

	if (!take_hex(&at, &ret->low) || !take(&at, '-') ||
	    !take_hex(&at, &ret->high) || !take(&at, ' ') || strlen(at) < 5)
		return false;
	*ret_code = at[2] == 'x';
	at += 4;
	if (!take_hex(&at, &ret->offset) || !take_hex(&at, &device) ||
	    !take(&at, ':') || !take_hex(&at, &device))
		return false;
	ret->ino = strtoull(at, &end, 10);
	ret->path = end + strspn(end, " ");
	return ret->low < ret->high;
}

bool
maps_parse(struct maps *m, char *text, size_t len)
{
	char *end = text + len;

	m->count = 0;
	while (text < end) {
		char *newline = memchr(text, '\n', (size_t)(end - text));
		struct map map;
		bool code;

		if (newline == NULL)
			break;
		*newline = '\0';
		if (parse_line(text, &map, &code) && code && map.ino != 0) {
			if (m->count == MAPS_MAX)
				return false;
			m->at[m->count++] = map;
		}
		text = newline + 1;
	}
	return true;
}

static bool
make_room(struct maps *m, size_t len)
{
	size_t room = m->room != 0 ? m->room * 2 : 32768;
	char *more;

	if (len < m->room)
		return true;
	if (room > TEXT_MAX)
		return false;
	more = realloc(m->text, room);
	if (more == NULL)
		return false;
	m->text = more;
	m->room = room;
	return true;
}

const char *
maps_read(struct maps *m, struct effort *e)
{
	char name[48];
	size_t len = 0;
	ssize_t n = 1;
	cleanup_fd int fd = -1;

	m->count = 0;
	snprintf(name, sizeof(name), "/proc/%d/task/%d/maps", (int)e->tid,
	    (int)e->tid);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return "its mappings cannot be read";
	/* The kernel gives a page at a time. */
	while (n > 0) {
		if (!make_room(m, len))
			return "it has too many mappings";
		if (!effort_left(e))
			return "it took too long";
		n = TEMP_FAILURE_RETRY(
		    read(fd, m->text + len, m->room - len - 1));
		if (n < 0)
			return "its mappings cannot be read";
		len += (size_t)n;
	}
	m->text[len] = '\0';
	if (maps_parse(m, m->text, len))
		return NULL;
	m->count = 0;
	return "it has too many mappings";
}

void
maps_done(struct maps *m)
{
	free(m->text);
	m->text = NULL;
	m->room = 0;
	m->count = 0;
}
