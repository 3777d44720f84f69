/* What jobs need of this machine: the list, and the words for it. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/fd.h"
#include "probe_here.h"
#include "trace/probe.h"

bool
probe_nested(void)
{
	/* PR_SET_SECCOMP with no program is EFAULT to a kernel that knows
	 * filters (prctl(2)). */
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == SECCOMP_MODE_FILTER &&
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) < 0 &&
	    errno == EINVAL;
}

static int
try_openat2(void)
{
	struct open_how how = {.flags = O_PATH | O_CLOEXEC,
	    .resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
	cleanup_fd int fd = -1;

	fd = (int)syscall(SYS_openat2, AT_FDCWD, "/", &how, sizeof(how));
	return fd < 0 ? errno : 0;
}

int
probe_quick(void)
{
	char from = 1, to = 0;
	struct iovec local = {&to, 1}, remote = {&from, 1};
	int err = try_openat2();

	if (err == 0 &&
	    (process_vm_readv(getpid(), &local, 1, &remote, 1, 0) != 1 ||
		process_vm_writev(getpid(), &remote, 1, &local, 1, 0) != 1))
		err = errno;
	if (err == 0 && access("/proc/self/fd", F_OK) != 0)
		err = errno;
	return -err;
}

/* The outcome of something needed: 0, an errno, or -1 for what was not come
 * to. */
static void
judge(struct probe *p, int err, const char *what)
{
	p->state = err == 0 ? PROBE_OK : PROBE_NO;
	if (err == 0)
		snprintf(p->says, sizeof(p->says), "%s", what);
	else if (err < 0)
		snprintf(p->says, sizeof(p->says),
		    "could not be tried, for want of what stands above");
	else
		snprintf(p->says, sizeof(p->says), "%s fails: %s", what,
		    strerror(err));
}

static void
ask_kernel(struct probe *p, const struct trace_probe *t)
{
	unsigned major = 0, minor = 0;
	struct utsname u;

	(void)t;
	if (uname(&u) != 0 || sscanf(u.release, "%u.%u", &major, &minor) != 2)
		u = (struct utsname){.sysname = "unknown"};
	/* 5.9: close_range(2), the latest of what is needed. */
	p->state =
	    major > 5 || (major == 5 && minor >= 9) ? PROBE_OK : PROBE_NO;
	snprintf(p->says, sizeof(p->says), "%.20s %.80s, %.20s", u.sysname,
	    u.release, u.machine);
}

static void
ask_nested(struct probe *p, const struct trace_probe *t)
{
	(void)t;
	p->state = probe_nested() ? PROBE_NO : PROBE_OK;
	snprintf(p->says, sizeof(p->says),
	    p->state == PROBE_OK ? "this is no job of another ptsandbox"
				 : "this runs inside another ptsandbox");
}

static void
ask_ptrace(struct probe *p, const struct trace_probe *t)
{
	long tracer = t->seize == EPERM ? here_tracer() : 0;

	judge(p, t->seize, "tracing a child (PTRACE_SEIZE)");
	if (tracer <= 0)
		return;
	snprintf(p->says, sizeof(p->says),
	    "a tracer, pid %ld, follows our children", tracer);
	p->remedy = "let it trace ptsandbox alone: strace without -f";
}

static void
ask_filter(struct probe *p, const struct trace_probe *t)
{
	judge(p, t->filter != 0 ? t->filter : t->stop,
	    "stopping calls by a filter (SECCOMP_RET_TRACE)");
}

static void
ask_info(struct probe *p, const struct trace_probe *t)
{
	judge(p, t->info, "reading a stopped call (PTRACE_GET_SYSCALL_INFO)");
}

static void
ask_memory(struct probe *p, const struct trace_probe *t)
{
	judge(p, t->read != 0 ? t->read : t->write,
	    "copying a child's memory (process_vm_readv, writev)");
}

static void
ask_proc(struct probe *p, const struct trace_probe *t)
{
	int err = access("/proc/self/fd", R_OK) == 0 ? 0 : errno;

	judge(p, err != 0 || t->proc < 0 ? err : t->proc,
	    "finding our processes in /proc");
}

static void
ask_openat2(struct probe *p, const struct trace_probe *t)
{
	(void)t;
	judge(p, try_openat2(), "opening names without links (openat2)");
}

static void
ask_close_range(struct probe *p, const struct trace_probe *t)
{
	bool good = syscall(SYS_close_range, ~0u, ~0u, 0u) == 0;

	(void)t;
	judge(p, good ? 0 : errno, "closing all descriptors (close_range)");
}

static void
ask_memfd(struct probe *p, const struct trace_probe *t)
{
	(void)t;
	judge(p, here_memfd(), "sealed memory that runs (memfd_create)");
}

static void
ask_poke(struct probe *p, const struct trace_probe *t)
{
	p->state = t->proc_mem == 0 || t->poke == 0 ? PROBE_OK : PROBE_NONE;
	snprintf(p->says, sizeof(p->says),
	    "/proc/PID/mem %s, PTRACE_POKEDATA %s: neither is used",
	    t->proc_mem == 0 ? "works" : "does not work",
	    t->poke == 0 ? "works" : "does not work");
}

static void
ask_set_info(struct probe *p, const struct trace_probe *t)
{
	p->state = t->set_info == 0 ? PROBE_OK : PROBE_NONE;
	snprintf(p->says, sizeof(p->says),
	    "PTRACE_SET_SYSCALL_INFO is %s: not used",
	    t->set_info == 0 ? "there" : "not there");
}

/* What only tells. */
#define HERE(name)                                                             \
	static void ask_##name(struct probe *p, const struct trace_probe *t)   \
	{                                                                      \
		(void)t;                                                       \
		p->state = here_##name(p->says, sizeof(p->says)) ? PROBE_OK    \
								 : PROBE_NONE; \
	}
HERE(mseal)
HERE(hidepid)
HERE(landlock)
HERE(userns)
HERE(container)

static void
ask_yama(struct probe *p, const struct trace_probe *t)
{
	int scope = here_yama(p->says, sizeof(p->says));

	(void)t;
	p->state = scope > 1 ? PROBE_NO : scope >= 0 ? PROBE_OK : PROBE_NONE;
}

#define CONTAINER                                                              \
	"a container's or a service's filter forbids it: allow it there, or "  \
	"update what starts the container"

static const struct {
	const char *name;
	bool needed;
	void (*ask)(struct probe *p, const struct trace_probe *t);
	const char *remedy;
} probes[] = {
    {"kernel",        true,  ask_kernel,      "boot Linux 5.10 or later"                  },
    {"outermost",     true,  ask_nested,
     "end the outer one, or give --nested-ok to run under its rules alone"                },
    {"ptrace",        true,  ask_ptrace,
     "see yama in ptsandbox doctor; else a container's or a service's "
	"filter forbids ptrace (docker run --cap-add=SYS_PTRACE)"                         },
    {"seccomp",       true,  ask_filter,
     "a kernel with CONFIG_SECCOMP_FILTER is needed; else: " CONTAINER                    },
    {"call-info",     true,  ask_info,        "boot Linux 5.10 or later; else: " CONTAINER},
    {"memory",        true,  ask_memory,      CONTAINER                                   },
    {"proc",          true,  ask_proc,        "mount it: mount -t proc proc /proc"        },
    {"openat2",       true,  ask_openat2,
     "boot Linux 5.10 or later; else: " CONTAINER                                         },
    {"close_range",   true,  ask_close_range,
     "boot Linux 5.10 or later; else: " CONTAINER                                         },
    {"memfd",         true,  ask_memfd,
     "see vm.memfd_noexec in sysctl, which must not be 2; else: " CONTAINER               },
    {"mseal",         false, ask_mseal,       NULL					},
    {"yama",          false, ask_yama,
     "sysctl kernel.yama.ptrace_scope=1; from 3 only a reboot leads back"                 },
    {"hidepid",       false, ask_hidepid,     NULL					},
    {"poke",          false, ask_poke,        NULL					},
    {"set-call-info", false, ask_set_info,    NULL                                        },
    {"landlock",      false, ask_landlock,    NULL                                        },
    {"userns",        false, ask_userns,      NULL					},
    {"container",     false, ask_container,   NULL                                        },
};

#define PROBES (sizeof(probes) / sizeof(probes[0]))

_Static_assert(PROBES <= PROBES_MAX, "probe_all() fills PROBES_MAX");

static void
ask(struct probe *p, size_t i, const struct trace_probe *t)
{
	*p = (struct probe){.name = probes[i].name,
	    .needed = probes[i].needed,
	    .remedy = probes[i].remedy};
	probes[i].ask(p, t);
	if (p->state != PROBE_NO)
		p->remedy = NULL;
}

unsigned
probe_all(struct probe to[PROBES_MAX])
{
	struct trace_probe t;

	trace_probe(&t);
	for (size_t i = 0; i < PROBES; i++)
		ask(&to[i], i, &t);
	return PROBES;
}

void
probe_blame(struct str *to)
{
	struct trace_probe t = {0};
	/* Inside another, whatever is tried is told by that one as well. */
	bool nested = probe_nested();

	if (!nested)
		trace_probe(&t);
	for (size_t i = 0; i < PROBES; i++) {
		struct probe p;

		if (nested && probes[i].ask != ask_nested)
			continue;
		ask(&p, i, &t);
		if (p.state != PROBE_NO)
			continue;
		str_addf(to, "%s: %s", p.says, p.remedy);
		return;
	}
}
