/* Judges a seccomp program as the kernel would, without a kernel. */
#ifndef PTS_TESTS_BPF_EVAL_H
#define PTS_TESTS_BPF_EVAL_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>

/* Runs the program on one call; *ret_steps is how many instructions ran.
 * Returns its SECCOMP_RET_* value, or 0 (kill) for what no valid program does.
 */
uint32_t bpf_eval(const struct sock_fprog *program,
    const struct seccomp_data *data, unsigned *ret_steps);

#endif /* PTS_TESTS_BPF_EVAL_H */
