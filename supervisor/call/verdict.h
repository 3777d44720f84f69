/* What becomes of a call: a value that handlers return and trace/ carries out.
 */
#ifndef PTS_CALL_VERDICT_H
#define PTS_CALL_VERDICT_H

#include <stdint.h>

enum verdict_kind {
	V_PASS,   /* the kernel runs it as it stands */
	V_PIN,    /* the kernel runs what stands in the call's `pin` */
	V_RETURN, /* it is skipped, and this value is its result */
	V_KILL,   /* the whole job ends: a rule says so */
	V_FAULT,  /* the whole job ends: we failed */
	V_GONE,   /* the task died meanwhile: nothing to answer */
	V_WAIT,   /* not known yet: the task stays stopped, and is judged anew
	             when a tick asks for it (see trace/trace.h) */
};

struct verdict {
	enum verdict_kind kind;
	int64_t value; /* V_RETURN: result or -errno; V_FAULT: -errno */
};

static inline struct verdict
v_pass(void)
{
	return (struct verdict){V_PASS, 0};
}

static inline struct verdict
v_pin(void)
{
	return (struct verdict){V_PIN, 0};
}

/* A result, or a negative errno. */
static inline struct verdict
v_return(int64_t value)
{
	return (struct verdict){V_RETURN, value};
}

/* Refused with a positive errno. */
static inline struct verdict
v_refuse(int err)
{
	return (struct verdict){V_RETURN, -(int64_t)err};
}

static inline struct verdict
v_kill(void)
{
	return (struct verdict){V_KILL, 0};
}

/* Our own failure, a positive errno. */
static inline struct verdict
v_fault(int err)
{
	return (struct verdict){V_FAULT, -(int64_t)err};
}

static inline struct verdict
v_gone(void)
{
	return (struct verdict){V_GONE, 0};
}

static inline struct verdict
v_wait(void)
{
	return (struct verdict){V_WAIT, 0};
}

#endif /* PTS_CALL_VERDICT_H */
