/* What tracing can do here: tried on a child of our own. */
#ifndef PTS_TRACE_PROBE_H
#define PTS_TRACE_PROBE_H

/* Each 0 where it works, an errno where it does not, or -1: it was not come to.
 */
struct trace_probe {
	int seize;    /* PTRACE_SEIZE, as a job is seized */
	int filter;   /* installing a filter with SECCOMP_RET_TRACE */
	int stop;     /* the filter's stop of a call */
	int info;     /* PTRACE_GET_SYSCALL_INFO there */
	int set_info; /* PTRACE_SET_SYSCALL_INFO (Linux 6.16) */
	int read;     /* process_vm_readv(2) */
	int write;    /* process_vm_writev(2) */
	int proc_mem; /* writing to /proc/PID/mem */
	int poke;     /* PTRACE_POKEDATA */
	int proc;     /* the child's links in /proc */
};

/* Tries it all, in a millisecond or two.  The child is gone afterwards. */
void trace_probe(struct trace_probe *ret);

#endif /* PTS_TRACE_PROBE_H */
