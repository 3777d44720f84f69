/* Where CPython keeps what a stack is made of: offsets in its structures, which
 * differ from one minor version to the next. */
#ifndef PTS_STACK_LAYOUT_H
#define PTS_STACK_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* How line numbers are kept. */
enum line_table {
	LINES_LNOTAB,   /* up to 3.9 */
	LINES_RANGES,   /* 3.10 */
	LINES_LOCATIONS /* from 3.11 */
};

/* Bytes, each from the start of its structure; -1: there is no such thing. */
struct layout {
	int minor; /* of 3.MINOR; 0: no layout */
	enum line_table lines;

	int runtime_interps; /* _PyRuntime: the first interpreter */
	int interp_next, interp_threads;
	int thread_next, thread_interp;
	int thread_self;   /* pthread_self(3) */
	int thread_native; /* the kernel's number of it */
	int thread_frame;  /* or the _PyCFrame that has it */
	int thread_chunk;  /* the newest piece of the stack of frames; behind
	                      it stands the end of what is used */
	int cframe_frame, cframe_previous;

	int frame_size;
	int frame_previous, frame_code, frame_instr;
	int frame_globals; /* the dict of the module that it runs in */
	int frame_owner;   /* who owns it; owner_c and above: C, not Python */
	int frame_entry;   /* is it the first of a C function's? */
	int owner_c;

	int code_file, code_name, code_table, code_first;
	int code_instrs; /* the instructions; -1: frame_instr counts from 0 */

	int type; /* of an object */
	int text_length, text_state, text_ascii, text_compact;
	int bytes_size, bytes_data;

	int dict_keys;                  /* of a dict: its table, of which: */
	int keys_size;                  /* up to 3.10: of its index, entries */
	int keys_log2_index, keys_kind; /* from 3.11: of its index, bytes */
	int keys_used;                  /* how many entries were ever made */
	int keys_index;                 /* the index, and then the entries */
};

/* Kinds of tables of dicts, from 3.11 on.  An entry has a hash, a key and a
 * value; where all keys are str, no hash. */
#define DICT_GENERAL 0
#define DICT_TEXTS   1

/* What a piece of the stack of frames has in it when it is empty: its head, and
 * one word that the first piece never gives up (push_chunk() in
 * Python/pystate.c). */
#define LAYOUT_CHUNK_EMPTY 32

/* No structure is read further than so many bytes. */
#define LAYOUT_THREAD_MAX 1024
#define LAYOUT_FRAME_MAX  160
#define LAYOUT_CODE_MAX   264

/* The layout of 3.8 to 3.12; false for others. */
bool layout_of(int minor, struct layout *ret);

/* What _PyRuntime begins with, from 3.13 on: _Py_DebugOffsets, count words of
 * which stand in `words`.  False, with one phrase, for versions that are not
 * known and numbers that make no sense. */
bool layout_published(const uint64_t *words, size_t count, struct layout *ret,
    const char **ret_why);

#define LAYOUT_WORDS  112u
#define LAYOUT_COOKIE "xdebugpy"

/* The word at an offset of a structure that was read. */
static inline uint64_t
word_at(const unsigned char *bytes, int offset)
{
	uint64_t v;

	memcpy(&v, bytes + offset, sizeof(v));
	return v;
}

#endif /* PTS_STACK_LAYOUT_H */
