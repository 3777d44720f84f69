/* The part of classic BPF that seccomp(2) accepts and libseccomp emits. */
#include "tests/unit/bpf_eval.h"

#include <stdbool.h>
#include <string.h>

static bool
jumps(const struct sock_filter *f, uint32_t a)
{
	switch (BPF_OP(f->code)) {
	case BPF_JEQ: return a == f->k;
	case BPF_JGT: return a > f->k;
	case BPF_JGE: return a >= f->k;
	case BPF_JSET: return (a & f->k) != 0;
	default: return false;
	}
}

uint32_t
bpf_eval(const struct sock_fprog *program, const struct seccomp_data *data,
    unsigned *ret_steps)
{
	uint32_t a = 0;
	size_t pc = 0;

	/* Jumps go forward only, so this ends. */
	for (*ret_steps = 1; pc < program->len; ++*ret_steps) {
		const struct sock_filter *f = &program->filter[pc++];

		switch (f->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			if (f->k > sizeof(*data) - sizeof(a) || f->k % 4 != 0)
				return SECCOMP_RET_KILL_PROCESS;
			memcpy(&a, (const char *)data + f->k, sizeof(a));
			break;
		case BPF_ALU | BPF_AND | BPF_K: a &= f->k; break;
		case BPF_JMP | BPF_JA: pc += f->k; break;
		case BPF_JMP | BPF_JEQ | BPF_K:
		case BPF_JMP | BPF_JGT | BPF_K:
		case BPF_JMP | BPF_JGE | BPF_K:
		case BPF_JMP | BPF_JSET | BPF_K:
			pc += jumps(f, a) ? f->jt : f->jf;
			break;
		case BPF_RET | BPF_K: return f->k;
		default: return SECCOMP_RET_KILL_PROCESS;
		}
	}
	return SECCOMP_RET_KILL_PROCESS;
}
