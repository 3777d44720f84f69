/* attack: change how the kernel treats the process by writing below /proc
 * source: proc(5); runc and Docker keep a list of such paths
 * stops: /proc is judged by the rules as all files are; its files of other
 *   processes by more
 * variants: oom comm coredump uid-map setgroups timerslack clear-refs attr
 *   autogroup sysctl loginuid mem-child oom-child
 * rules: files: {deny: modify, path: /proc}
 * bare: any (some are privileged)
 * bare/oom: wins
 * bare/comm: wins
 * expect: EACCES ENOENT
 * audit: openat openat:ENOENT
 * allow/comm: files: {allow: write, path: /proc}
 * allow/oom: files: {allow: write, path: /proc}
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/lib/guest.h"

static const struct {
	const char *name, *path, *text;
} files[] = {
    {"oom",        "/proc/self/oom_score_adj",      "500"  },
    {"comm",       "/proc/self/comm",               "init" },
    {"coredump",   "/proc/self/coredump_filter",    "0xff" },
    {"uid-map",    "/proc/self/uid_map",            "0 0 1"},
    {"setgroups",  "/proc/self/setgroups",          "deny" },
    {"timerslack", "/proc/self/timerslack_ns",      "1"    },
    {"clear-refs", "/proc/self/clear_refs",         "1"    },
    {"attr",       "/proc/self/attr/exec",          "x"    },
    {"autogroup",  "/proc/self/autogroup",          "0"    },
    {"sysctl",     "/proc/sys/kernel/core_pattern", NULL   },
    {"loginuid",   "/proc/self/loginuid",           "0"    },
};

static void
put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0)
		lost(path);
	/* What would change the machine is not written. */
	verdict(text != NULL ? write(fd, text, strlen(text)) : 0, path);
}

void
attack(int argc, char **argv)
{
	char path[64];

	(void)argc;
	(void)argv;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (is(files[i].name))
			put(files[i].path, files[i].text);
	snprintf(path, sizeof(path), "/proc/%d/%s", sleeping_child(),
	    is("mem-child") ? "mem" : "oom_score_adj");
	put(path, is("mem-child") ? NULL : "500");
}
