/* Texts of procfs in the job's words.  The host's lines are parsed as
 * fs/proc/task_mmu.c prints them; names in them are as hostile as any. */
#include "view/proctext.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "call/place.h"
#include "rules.h"
#include "view/mounts.h"

/* As for a folder without a name: getcwd(2). */
#define UNREACHABLE "(unreachable)"
#define DELETED     " (deleted)"

/* What seq_file_path() writes in octal, in maps and in numa_maps. */
#define MAPS_ESCAPED "\n"
#define NUMA_ESCAPED "\n\t= "

/* "/NUMBER" at *at; goes behind it. */
static bool
skip_number(const char **at)
{
	const char *s = *at;

	if (s[0] != '/' || !isdigit((unsigned char)s[1]))
		return false;
	s += 1 + strspn(s + 1, "0123456789");
	*at = s;
	return true;
}

enum proctext
proctext_of(const char *name)
{
	static const struct {
		const char *name;
		enum proctext kind;
	} known[] = {
	    {"/status",       PROCTEXT_STATUS    },
	    {"/maps",         PROCTEXT_MAPS      },
	    {"/smaps",        PROCTEXT_MAPS      },
	    {"/smaps_rollup", PROCTEXT_MAPS      },
	    {"/numa_maps",    PROCTEXT_NUMA      },
	    {"/mountinfo",    PROCTEXT_MOUNTINFO },
	    {"/mounts",       PROCTEXT_MOUNTS    },
	    {"/mountstats",   PROCTEXT_MOUNTSTATS},
	};

	if (strncmp(name, "/proc", 5) != 0)
		return PROCTEXT_NONE;
	name += 5;
	if (!skip_number(&name))
		return PROCTEXT_NONE;
	if (strncmp(name, "/task/", 6) == 0) {
		name += 5;
		if (!skip_number(&name))
			return PROCTEXT_NONE;
	}
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(name, known[i].name) == 0)
			return known[i].kind;
	return PROCTEXT_NONE;
}

pid_t
proctext_pid(const char *name)
{
	return (pid_t)strtol(name + strlen("/proc/"), NULL, 10);
}

void
proctext_name(const char *name, const char *escaped, struct str *to)
{
	for (; *name != '\0'; name++) {
		if (strchr(escaped, *name) != NULL)
			str_addf(to, "\\%03o", (unsigned char)*name);
		else
			str_add_char(to, *name);
	}
}

/* Undoes that for len bytes.  False: too long. */
static bool
plain_name(const char *name, size_t len, const char *escaped,
    char plain[PATH_MAX])
{
	size_t at = 0;

	for (size_t i = 0; i < len && at < PATH_MAX - 1; at++) {
		unsigned c = 0;

		plain[at] = name[i];
		if (name[i] == '\\' && len - i >= 4 &&
		    sscanf(name + i + 1, "%3o", &c) == 1 && c != 0 &&
		    c <= UCHAR_MAX && strchr(escaped, (int)c) != NULL) {
			plain[at] = (char)c;
			i += 3;
		}
		i++;
	}
	plain[at] = '\0';
	return at < PATH_MAX - 1;
}

/* Memory without a file is called as if one had been deleted in the root. */
static bool
had_no_file(const char *name)
{
	return strcmp(name, "/dev/zero") == 0 || strchr(name + 1, '/') == NULL;
}

/* Adds what the job calls the host's name of len bytes. */
static void
add_seen(const struct policy *p, const char *name, size_t len,
    const char *escaped, struct str *to)
{
	char text[PATH_MAX], host[PATH_MAX];
	size_t tail = strlen(DELETED), n;
	bool gone;

	if (!plain_name(name, len, escaped, text)) {
		proctext_name(UNREACHABLE, escaped, to);
		return;
	}
	n = strlen(text);
	gone = n > tail && strcmp(text + n - tail, DELETED) == 0;
	if (gone)
		text[n - tail] = '\0';
	strcpy(host, text);
	if (place_seen(policy_space(p), text))
		proctext_name(text, escaped, to);
	else
		proctext_name(gone && had_no_file(host) ? host : UNREACHABLE,
		    escaped, to);
	if (gone)
		proctext_name(DELETED, escaped, to);
}

/* Where the name in a line of maps begins; NULL: it has none.  Lines of smaps
 * that describe a mapping do not begin with addresses. */
static const char *
maps_name(const char *line)
{
	const char *s = line;

	s += strspn(s, "0123456789abcdef");
	if (s == line || *s != '-')
		return NULL;
	/* Addresses, permissions, offset, device, inode. */
	for (int field = 0; field < 5; field++) {
		s += strcspn(s, " \n");
		if (*s != ' ')
			return NULL;
		s += strspn(s, " ");
	}
	return *s == '/' ? s : NULL;
}

static const char *
numa_name(const char *line)
{
	const char *s = strstr(line, " file=/");

	return s != NULL ? s + strlen(" file=") : NULL;
}

void
proctext_line(enum proctext kind, const struct policy *p, const char *line,
    struct str *to)
{
	bool numa = kind == PROCTEXT_NUMA;
	const char *name = numa ? numa_name(line) : maps_name(line);
	size_t len;

	if (name == NULL) {
		str_add(to, line);
		return;
	}
	len = strcspn(name, numa ? " \n" : "\n");
	str_add_bytes(to, line, (size_t)(name - line));
	add_seen(p, name, len, numa ? NUMA_ESCAPED : MAPS_ESCAPED, to);
	str_add(to, name + len);
}

int
proctext_lines(int file, proctext_fn fn, const void *ctx, struct str *to)
{
	int copy = fcntl(file, F_DUPFD_CLOEXEC, 0);
	FILE *f = copy < 0 ? NULL : fdopen(copy, "r");
	cleanup_free char *line = NULL;
	size_t room = 0;
	int err = 0;

	if (f == NULL) {
		err = -errno;
		fd_close(&copy);
		return err;
	}
	while (getline(&line, &room, f) > 0)
		fn(ctx, line, to);
	if (ferror(f) != 0)
		err = -EIO;
	fclose(f);
	return err == 0 && to->failed ? -ENOMEM : err;
}

static void
add_maps(const void *policy, const char *line, struct str *to)
{
	proctext_line(PROCTEXT_MAPS, policy, line, to);
}

static void
add_numa(const void *policy, const char *line, struct str *to)
{
	proctext_line(PROCTEXT_NUMA, policy, line, to);
}

int
proctext_write(enum proctext kind, const struct policy *p, int file,
    struct str *to)
{
	int err = 0;

	switch (kind) {
	case PROCTEXT_NONE:
	case PROCTEXT_STATUS: return -EINVAL;
	case PROCTEXT_MAPS: err = proctext_lines(file, add_maps, p, to); break;
	case PROCTEXT_NUMA: err = proctext_lines(file, add_numa, p, to); break;
	case PROCTEXT_MOUNTINFO: err = mounts_write(MOUNTS_INFO, p, to); break;
	case PROCTEXT_MOUNTS: err = mounts_write(MOUNTS_TABLE, p, to); break;
	case PROCTEXT_MOUNTSTATS:
		err = mounts_write(MOUNTS_STATS, p, to);
		break;
	}
	return err == 0 && to->failed ? -ENOMEM : err;
}
