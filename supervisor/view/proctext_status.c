/* /proc/PID/status of a process that seems to be root's: the host's lines, but
 * for those that tell of ids and capabilities. */
#include <inttypes.h>
#include <string.h>

#include "tracee/creds.h"
#include "view/proctext.h"

static void
add_ids(const char *key, const struct ids *i, struct str *to)
{
	str_addf(to, "%s\t%u\t%u\t%u\t%u\n", key, i->real, i->effective,
	    i->saved, i->fs);
}

static void
add_groups(const char *key, const struct creds *c, struct str *to)
{
	str_addf(to, "%s\t", key);
	for (unsigned i = 0; i < c->group_count; i++)
		str_addf(to, "%u ", c->groups[i]);
	str_add(to, c->group_count != 0 ? "\n" : " \n");
}

/* Does the line begin with this key, and its colon? */
static bool
is_key(const char *line, const char *key)
{
	return strncmp(line, key, strlen(key)) == 0;
}

/* As proc_pid_status() of fs/proc/array.c prints them. */
static void
add_line(const void *creds, const char *line, struct str *to)
{
	const struct creds *c = creds;
	const struct {
		const char *key;
		uint64_t set;
	} caps[] = {
	    {"CapInh:", c->inheritable},
	    {"CapPrm:", c->permitted  },
	    {"CapEff:", c->effective  },
	    {"CapBnd:", c->bounding   },
	    {"CapAmb:", c->ambient    },
	};

	for (size_t i = 0; i < sizeof(caps) / sizeof(caps[0]); i++) {
		if (is_key(line, caps[i].key)) {
			str_addf(to, "%s\t%016" PRIx64 "\n", caps[i].key,
			    caps[i].set);
			return;
		}
	}
	if (is_key(line, "Uid:"))
		add_ids("Uid:", &c->uid, to);
	else if (is_key(line, "Gid:"))
		add_ids("Gid:", &c->gid, to);
	else if (is_key(line, "Groups:"))
		add_groups("Groups:", c, to);
	else
		str_add(to, line);
}

int
proctext_status(const struct creds *c, int file, struct str *to)
{
	return proctext_lines(file, add_line, c, to);
}
