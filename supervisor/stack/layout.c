/* The offsets are those of builds without Py_DEBUG and with the global lock, as
 * the headers of each version give them: 3.8 internal/pycore_pystate.h,
 * frameobject.h and code.h, from 3.9 internal/pycore_runtime.h and
 * pycore_interp.h too, from 3.11 internal/pycore_frame.h, cpython/code.h,
 * cpython/pystate.h; for dicts Objects/dict-common.h, from 3.11 on
 * internal/pycore_dict.h.  From 3.13 on _Py_DebugOffsets has them
 * (internal/pycore_runtime.h, pycore_debug_offsets.h), whose words stand
 * elsewhere in each minor version. */
#include "stack/layout.h"

#include <string.h>

/* clang-format off */
#define OBJECT                                                                 \
	.type = 8, .bytes_size = 16, .bytes_data = 32, .dict_keys = 32
#define KEYS_FROM_3_11                                                         \
	.keys_size = -1, .keys_log2_index = 9, .keys_kind = 10,                \
	.keys_used = 24, .keys_index = 32
#define TEXT_TO_3_11                                                           \
	.text_length = 16, .text_state = 32, .text_ascii = 48,                 \
	.text_compact = 72
#define TO_3_10                                                                \
	.runtime_interps = 32, .interp_next = 0, .interp_threads = 8,          \
	.thread_next = 8, .thread_interp = 16, .thread_self = 176,             \
	.thread_native = -1, .thread_frame = 24, .thread_chunk = -1,           \
	.cframe_frame = -1, .cframe_previous = -1, .frame_size = 112,          \
	.frame_previous = 24, .frame_code = 32, .frame_globals = 48,           \
	.keys_size = 8, .keys_log2_index = -1, .keys_kind = -1,                \
	.keys_used = 32, .keys_index = 40, .frame_owner = -1,                  \
	.frame_entry = -1, .code_file = 104, .code_name = 112,                 \
	.code_table = 120, .code_first = 40, .code_instrs = -1, OBJECT,        \
	TEXT_TO_3_11

static const struct layout known[] = {
	{.minor = 8, .lines = LINES_LNOTAB, .frame_instr = 104, TO_3_10},
	{.minor = 9, .lines = LINES_LNOTAB, .frame_instr = 104, TO_3_10},
	{.minor = 10, .lines = LINES_RANGES, .frame_instr = 96, TO_3_10},
	{.minor = 11, .lines = LINES_LOCATIONS, .runtime_interps = 40,
	    .interp_next = 0, .interp_threads = 16, .thread_next = 8,
	    .thread_interp = 16, .thread_self = 152, .thread_native = 160,
	    .thread_frame = 56, .thread_chunk = 296, .cframe_frame = 8,
	    .cframe_previous = 16, .frame_size = 72, .frame_previous = 48,
	    .frame_code = 32, .frame_globals = 8, KEYS_FROM_3_11,
	    .frame_instr = 56, .frame_owner = 69,
	    .frame_entry = 68, .owner_c = 99, .code_file = 112,
	    .code_name = 120, .code_table = 136, .code_first = 72,
	    .code_instrs = 184, OBJECT, TEXT_TO_3_11},
	{.minor = 12, .lines = LINES_LOCATIONS, .runtime_interps = 40,
	    .interp_next = 0, .interp_threads = 72, .thread_next = 8,
	    .thread_interp = 16, .thread_self = 136, .thread_native = 144,
	    .thread_frame = 56, .thread_chunk = 232, .cframe_frame = 0,
	    .cframe_previous = 8, .frame_size = 72, .frame_previous = 8,
	    .frame_code = 0, .frame_globals = 24, KEYS_FROM_3_11,
	    .frame_instr = 56, .frame_owner = 70,
	    .frame_entry = -1, .owner_c = 3, .code_file = 112,
	    .code_name = 120, .code_table = 136, .code_first = 68,
	    .code_instrs = 192, OBJECT, .text_length = 16, .text_state = 32,
	    .text_ascii = 40, .text_compact = 56},
};

/* Which word of _Py_DebugOffsets holds what. */
struct published {
	unsigned char words, runtime_interps, interp_next, interp_threads,
	    thread_next, thread_interp, thread_frame, thread_self,
	    thread_native, thread_chunk, frame_size, frame_previous,
	    frame_code, frame_instr, frame_owner, code_file, code_name,
	    code_table, code_first, code_instrs, type, bytes_size, bytes_data,
	    text_state, text_length, text_ascii;
};

#define PUBLISHED_FIRST 13
static const struct published published[] = {
	{73, 5, 8, 9, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31, 33,
	    35, 36, 38, 39, 43, 45, 65, 66, 68, 69, 70}, /* 3.13 */
	{95, 5, 8, 9, 24, 25, 26, 27, 28, 29, 31, 32, 33, 34, 36,
	    40, 41, 43, 44, 48, 51, 75, 76, 78, 79, 80}, /* 3.14 */
	{111, 5, 8, 9, 24, 25, 26, 30, 31, 32, 39, 40, 41, 42, 44,
	    48, 49, 51, 52, 56, 59, 87, 88, 90, 91, 92}, /* 3.15 */
};
/* clang-format on */

/* What each offset may be at most, so that the structures fit what is read of
 * them. */
#define WORD   8
#define INTERP (1 << 20)
#define HEAD   96

bool
layout_of(int minor, struct layout *ret)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (known[i].minor != minor)
			continue;
		*ret = known[i];
		return true;
	}
	return false;
}

/* One number out of the words; false when it is above `max`. */
static bool
take(const uint64_t *words, unsigned at, uint64_t max, int *ret)
{
	if (words[at] > max)
		return false;
	*ret = (int)words[at];
	return true;
}

static bool
take_threads(const uint64_t *w, const struct published *p, struct layout *l)
{
	const uint64_t max = LAYOUT_THREAD_MAX - 2 * WORD;

	return take(w, p->runtime_interps, 65536, &l->runtime_interps) &&
	    take(w, p->interp_next, INTERP, &l->interp_next) &&
	    take(w, p->interp_threads, INTERP, &l->interp_threads) &&
	    take(w, p->thread_next, max, &l->thread_next) &&
	    take(w, p->thread_interp, max, &l->thread_interp) &&
	    take(w, p->thread_frame, max, &l->thread_frame) &&
	    take(w, p->thread_self, max, &l->thread_self) &&
	    take(w, p->thread_native, max, &l->thread_native) &&
	    take(w, p->thread_chunk, max, &l->thread_chunk);
}

static bool
take_frame(const uint64_t *w, const struct published *p, struct layout *l)
{
	uint64_t size = w[p->frame_size];

	/* A frame is followed by its variables: what is of interest is in
	 * front. */
	if (size < 6 * WORD)
		return false;
	if (size > LAYOUT_FRAME_MAX)
		size = LAYOUT_FRAME_MAX;
	l->frame_size = (int)size;
	return take(w, p->frame_previous, size - WORD, &l->frame_previous) &&
	    take(w, p->frame_code, size - WORD, &l->frame_code) &&
	    take(w, p->frame_instr, size - WORD, &l->frame_instr) &&
	    take(w, p->frame_owner, size - 1, &l->frame_owner);
}

static bool
take_code(const uint64_t *w, const struct published *p, struct layout *l)
{
	const uint64_t max = LAYOUT_CODE_MAX - WORD;

	return take(w, p->code_file, max, &l->code_file) &&
	    take(w, p->code_name, max, &l->code_name) &&
	    take(w, p->code_table, max, &l->code_table) &&
	    take(w, p->code_first, max, &l->code_first) &&
	    take(w, p->code_instrs, max, &l->code_instrs);
}

static bool
take_objects(const uint64_t *w, const struct published *p, struct layout *l)
{
	return take(w, p->type, LAYOUT_CODE_MAX - WORD, &l->type) &&
	    take(w, p->bytes_size, HEAD - WORD, &l->bytes_size) &&
	    take(w, p->bytes_data, HEAD, &l->bytes_data) &&
	    take(w, p->text_state, HEAD - WORD, &l->text_state) &&
	    take(w, p->text_length, HEAD - WORD, &l->text_length) &&
	    take(w, p->text_ascii, HEAD, &l->text_ascii);
}

bool
layout_published(const uint64_t *words, size_t count, struct layout *ret,
    const char **ret_why)
{
	uint64_t version = count > 2 ? words[1] : 0;
	const struct published *p;
	size_t i;

	*ret_why = "a version of CPython that is not known here";
	i = (size_t)(version >> 16 & 255) - PUBLISHED_FIRST;
	if (version >> 24 != 3 ||
	    i >= sizeof(published) / sizeof(published[0]) ||
	    published[i].words > count)
		return false;
	if (words[2] != 0) {
		*ret_why = "a CPython without the global lock";
		return false;
	}
	p = &published[i];
	*ret = (struct layout){.minor = (int)i + PUBLISHED_FIRST,
	    .lines = LINES_LOCATIONS,
	    .cframe_frame = -1,
	    .cframe_previous = -1,
	    .frame_entry = -1,
	    /* Not among them: the same from 3.12 to 3.15. */
	    .frame_globals = 24,
	    .dict_keys = 32,
	    KEYS_FROM_3_11,
	    .owner_c = 3};
	*ret_why = "a CPython whose offsets make no sense";
	if (!take_threads(words, p, ret) || !take_frame(words, p, ret) ||
	    !take_code(words, p, ret) || !take_objects(words, p, ret))
		return false;
	/* PyCompactUnicodeObject adds utf8_length and utf8 to the ASCII one. */
	ret->text_compact = ret->text_ascii + 2 * WORD;
	return true;
}
