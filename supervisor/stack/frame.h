/* One frame of a stack, as it is told. */
#ifndef PTS_STACK_FRAME_H
#define PTS_STACK_FRAME_H

#define STACK_FRAMES 64u

#define FRAME_FILE     1024u
#define FRAME_FUNCTION 320u
#define FRAME_MODULE   256u

/* Bytes of the job's, cut where they are long, not quoted. */
struct frame {
	char file[FRAME_FILE];
	char function[FRAME_FUNCTION];
	char module[FRAME_MODULE]; /* what its code calls itself: "?" unknown,
	                              "" nothing */
	int line;                  /* 0: unknown */
	char native;               /* it is no Python frame */
};

#endif /* PTS_STACK_FRAME_H */
