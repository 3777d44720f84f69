/* What the supervisor and the process that unwinds say to each other, one
 * message (of a SOCK_SEQPACKET socket) each.  Neither believes the other. */
#ifndef PTS_STACK_WIRE_H
#define PTS_STACK_WIRE_H

#include <stdint.h>

#include "stack/frame.h"
#include "stack/maps.h"

#define WIRE_SLOTS  256u   /* files that the unwinder has at a time */
#define WIRE_STACK  32768u /* bytes of a C stack */
#define WIRE_NAME   160u
#define WIRE_NO_MAP UINT32_MAX

enum wire_kind {
	WIRE_FILE, /* here is the file for a slot; no answer */
	WIRE_STACK_PLEASE,
};

/* Comes with one descriptor. */
struct wire_file {
	uint32_t kind;
	uint32_t slot;
	uint32_t trusted; /* the job cannot have written it */
};

struct wire_map {
	uint64_t low, high, offset;
	uint32_t slot; /* WIRE_SLOTS: none */
	uint32_t unused;
};

/* As much of `map` and then of the stack as there is follows. */
struct wire_request {
	uint32_t kind;
	uint32_t maps;
	uint64_t stamp;     /* changes with the maps: what was cached is void */
	uint64_t reg[17];   /* in the order of the x86-64 psABI, figure 3.36 */
	uint32_t stack_len; /* bytes, from the stack pointer on */
	uint32_t unused;
	struct wire_map map[MAPS_MAX];
	unsigned char stack[WIRE_STACK];
};

enum wire_end {
	WIRE_WHOLE,     /* the outermost frame was reached */
	WIRE_FULL,      /* there are more frames */
	WIRE_NOWHERE,   /* an address in no file */
	WIRE_UNTRUSTED, /* in a file that the job may have written */
	WIRE_NO_TABLE,  /* in a file without unwind information */
	WIRE_LOST,      /* unwinding led nowhere */
	WIRE_ENDS,
};

struct wire_frame {
	uint64_t ip, sp;
	uint64_t offset; /* in the function, or without a name in the file */
	uint32_t map;    /* index of the request's, or WIRE_NO_MAP */
	char name[WIRE_NAME]; /* "": none */
};

struct wire_reply {
	uint64_t stamp;
	uint64_t sp_end;
	uint32_t end; /* enum wire_end */
	uint32_t count;
	struct wire_frame frame[STACK_FRAMES];
};

/* The unwinding process: serves what comes over fd until that is closed. */
void native_serve(int fd) __attribute__((noreturn));

/* Is there such a thing for this architecture? */
int native_possible(void);

/* Fills in the registers of a request, and gives the stack pointer. */
struct regs;
uint64_t native_registers(const struct regs *regs, uint64_t reg[17]);

#endif /* PTS_STACK_WIRE_H */
