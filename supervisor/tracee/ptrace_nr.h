/* Requests of ptrace(2) that are newer than the headers of the C library. */
#ifndef PTS_TRACEE_PTRACE_NR_H
#define PTS_TRACEE_PTRACE_NR_H

/* Linux 6.16 (include/uapi/linux/ptrace.h). */
#ifndef PTRACE_SET_SYSCALL_INFO
#define PTRACE_SET_SYSCALL_INFO 0x4212
#endif

#endif /* PTS_TRACEE_PTRACE_NR_H */
