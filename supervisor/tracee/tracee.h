/* The tasks and processes of the job. */
#ifndef PTS_TRACEE_TRACEE_H
#define PTS_TRACEE_TRACEE_H

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/hash.h"
#include "tracee/creds.h"
#include "tracee/regs.h"

struct modules;
struct policy;
struct trace;
struct slot;
struct tracee;

/* The files that an exec may end up as: device and inode of each, held open so
 * that an inode number cannot be used again meanwhile. */
struct exec_file {
	int fd; /* O_PATH, owned; -1: none */
	dev_t dev;
	ino_t ino;
};

/* One piece of a program in memory, before its bias is added; bytes. */
struct exec_segment {
	uint64_t at;     /* page-aligned */
	uint64_t offset; /* in the file, page-aligned */
	uint64_t size;   /* what is mapped of the file; 0: nothing */
	uint64_t end;    /* behind the file's bytes */
	uint64_t top;    /* behind the zero bytes that follow them */
	int prot;
};

#define EXEC_SEGMENTS 64u

/* A program that we map beside its loader, as the kernel would have done. */
struct exec_load {
	bool fixed;         /* at its own addresses: ET_EXEC */
	uint64_t low, high; /* page-aligned, around all segments */
	uint64_t align;     /* of the bias; a power of two, a page at least */
	uint64_t entry, phdr, phnum;
	uint64_t loader_entry; /* before the loader's own bias */
	unsigned count;
	struct exec_segment segment[EXEC_SEGMENTS];
};

/* What an exec was judged to be, checked at PTRACE_EVENT_EXEC before the new
 * program's first instruction.  Owned by its task. */
struct exec_plan {
	struct exec_file program;
	struct exec_file loader; /* PT_INTERP; fd -1: none */
	struct exec_file folder; /* where it starts; fd -1: where it was */
	char *path;              /* canonical name of what was asked for */
	char *image;             /* canonical name of program */
	const struct policy *policy;
	struct exec_load *load; /* the kernel runs the loader, and we map the
	                           program; owned; NULL: the kernel does */
	/* The kernel was given a name of ours, of name_room bytes: what the
	 * program is to find as AT_EXECFN (owned; NULL: the kernel knows the
	 * name), and what its comm is to be (TASK_COMM_LEN). */
	char *name;
	size_t name_room;
	char comm[16];
	/* `args:` were asked: the whole argv that the new program must have,
	 * NUL after each (what the kernel puts before a script's included):
	 * /proc/TID/cmdline must equal it.  NULL: not asked. */
	char *args;
	size_t args_len;
};

/* A thread group. */
struct process {
	pid_t tgid;
	pid_t ppid; /* who made it; 0: the first */
	unsigned tasks;
	bool shares_files; /* another process has the same descriptors */
	uint64_t base;     /* the region's address in its memory; 0: none */
	const struct policy *policy;
	char *program; /* canonical name of what was asked for; owned */
	char *image;   /* of what runs, a script's interpreter say; owned */
	bool loaded;   /* by us: /proc/PID/exe is its loader */
	bool child;    /* the supervisor's own, see trace/crew.h */
	struct creds creds;  /* who it seems to be under `user: root` */
	uint64_t started_ns; /* monotonic */
	bool borrows; /* it began in the memory of who made it (vfork), and ran
	                 no other program since */
	uint64_t cpu_ns;    /* computed so far, as seen last */
	unsigned respelled; /* how often its code was looked at by respell(),
	                       since its last exec */
	UT_hash_handle hh;
};

enum task_state {
	TASK_PARKED,  /* seen before its parent's event: kept stopped */
	TASK_RUNNING, /* resumed: may stop at any time */
	TASK_STOPPED, /* in a group-stop (PTRACE_LISTEN) */
	TASK_WAITING, /* its call is not decided yet (V_WAIT) */
};

/* Called at the exit stop that a handler asked for (call_on_return); it may
 * change the result. */
typedef void (*return_fn)(struct tracee *t, int64_t *result, void *data);

/* What was decided of the injections of a call that waits (V_WAIT), in the
 * order of its questions: judged anew, it is decided the same. */
#define INJECTIONS_OF_CALL 4u

struct injected {
	unsigned asked;                  /* in this judgement */
	unsigned decided;                /* in any */
	unsigned id[INJECTIONS_OF_CALL]; /* which rule's */
	bool hit[INJECTIONS_OF_CALL];
	uint64_t until_ns[INJECTIONS_OF_CALL]; /* monotonic */
};

/* A task: one thread. */
struct tracee {
	pid_t tid;
	struct process *process;
	enum task_state state;
	struct trace *server; /* which thread of ours, see trace/crew.h; NULL:
	                         on its way between two */
	bool started;         /* its first stop is behind it */
	struct injected injected;
	struct modules *modules; /* on its Python stack, from when a rule first
	                            asks for them until its call is decided;
	                            owned; NULL: not looked at */
	unsigned slot_index;
	struct slot *slot; /* the supervisor's own mapping of it */

	/* A pinned call is under way, or its registers are not back yet:
	 * the call as the job made it. */
	bool pinned;
	struct regs pinned_regs;

	uint64_t clone_flags; /* of the clone call it is in */
	bool making;          /* a process, by that call: see tracee_making() */
	uint64_t io_read, io_disk, io_passed; /* see limit/usage.h; bytes, as
	                                         seen last */
	uint64_t asks; /* its call that questions are put for, until it is
	                  decided; 0: none */
	struct exec_plan *exec; /* of the exec call it is in; owned */
	int held_fd;            /* kept open for a pinned call; owned */
	unsigned bay;           /* of the region, for a pinned call; 0: none */

	return_fn on_return;
	void *on_return_data;
	void (*free_return_data)(void *data);
	bool betrayed;  /* a return_fn found that the call did not do what was
	                   judged: the job is to end */
	bool exclusive; /* serve nobody else before the exit stop that
	                   on_return asked for: what it checks holds only if
	                   no other call was carried out meanwhile */

	/* Seat: see trace/seat.h. */
	bool seated;
	bool mask_known;
	cpu_set_t mask; /* the job's own affinity while seated */
	uint64_t last_stop_ns;
	unsigned recent_stops;
	struct tracee *seat_next, *seat_prev;

	UT_hash_handle hh;
};

struct tracees {
	struct tracee *by_tid;
	struct process *by_tgid;
	unsigned tasks;
	unsigned made;   /* processes ever */
	unsigned making; /* tasks in a call that may make one */
};

struct tracee *tracee_find(const struct tracees *all, pid_t tid);
struct process *process_find(const struct tracees *all, pid_t tgid);

/* The pid that the first `len` bytes of a name of procfs are, or 0: no pid is 0
 * or has more than nine digits. */
pid_t tracee_pid_of(const char *name, size_t len);

/* A task new to the table, in a process that is made when `tgid` is not known;
 * a new process takes program, policy and base from `parent` (may be NULL).
 * NULL when memory runs out. */
struct tracee *tracee_add(struct tracees *all, pid_t tid, pid_t tgid,
    const struct process *parent);

/* Forgets a task and, with its last task, its process. */
void tracee_remove(struct tracees *all, struct tracee *t);

/* A call of t's that may make a process was let go on; or it is over. */
void tracee_making(struct tracees *all, struct tracee *t, bool making);

/* exec by a thread that is not the leader: `t` goes on under `tid`. */
void tracee_rename(struct tracees *all, struct tracee *t, pid_t tid);

/* Its call is decided, or taken back: what was seen of it holds no more. */
void tracee_forget_call(struct tracee *t);

/* Drops what call_on_return() asked for. */
void tracee_forget_return(struct tracee *t);

void exec_plan_free(struct exec_plan *plan);

/* Frees everything. */
void tracees_done(struct tracees *all);

#endif /* PTS_TRACEE_TRACEE_H */
