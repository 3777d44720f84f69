/* What the frames of a Python stack are called: file, line, function, out of
 * code objects, strings and tables that the job could have written anything
 * to. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "stack/effort.h"
#include "stack/line.h"
#include "stack/modules.h"
#include "stack/python.h"
#include "stack/text.h"

#define TABLE_FIRST 544u       /* of a line table, at first */
#define TABLES_MAX  (1u << 19) /* of all tables of a stack */

static size_t
code_size(const struct layout *l)
{
	int last = l->type;

	if (l->code_file > last)
		last = l->code_file;
	if (l->code_name > last)
		last = l->code_name;
	if (l->code_table > last)
		last = l->code_table;
	if (l->code_first > last)
		last = l->code_first;
	return (size_t)last + 8;
}

static void
take_code(const struct interp *i, const unsigned char *code, bool whole,
    struct python_frame *f)
{
	const struct layout *l = &i->layout;
	uint64_t type;
	uint32_t first;

	f->bad = 1;
	if (!whole)
		return;
	memcpy(&type, code + l->type, sizeof(type));
	if (i->code_type != 0 && type != i->code_type)
		return;
	memcpy(&f->file, code + l->code_file, sizeof(f->file));
	memcpy(&f->name, code + l->code_name, sizeof(f->name));
	memcpy(&f->table, code + l->code_table, sizeof(f->table));
	memcpy(&first, code + l->code_first, sizeof(first));
	f->first = first;
	f->bad = 0;
}

/* The first frame with the same code object. */
static unsigned
same_code(const struct python_stack *s, unsigned n)
{
	unsigned i = 0;

	while (s->frame[i].code != s->frame[n].code)
		i++;
	return i;
}

/* From 3.13 on a call of a class stands on a frame of the interpreter's own,
 * _Py_InitCleanup, that no traceback shows (Python/specialize.c): nobody's
 * line, and one name for all. */
static bool
is_trampoline(const struct python_frame *f)
{
	return f->bad == 0 && f->first == 0 && f->file == f->name;
}

static void
drop_trampolines(struct python_stack *s)
{
	unsigned kept = 0, run = 0;

	for (unsigned n = 0; n < s->count; n++) {
		if (!is_trampoline(&s->frame[n]))
			s->frame[kept++] = s->frame[n];
		while (run < s->runs && s->run[run].end == n + 1)
			s->run[run++].end = kept;
	}
	s->count = kept;
}

void
python_codes(const struct interp *i, struct effort *e, struct python_stack *s)
{
	unsigned char code[STACK_FRAMES][LAYOUT_CODE_MAX];
	struct mem_part part[STACK_FRAMES];
	unsigned of[STACK_FRAMES], parts = 0;
	size_t size = code_size(&i->layout);

	for (unsigned n = 0; n < s->count; n++) {
		unsigned like = same_code(s, n);

		of[n] = like < n ? of[like] : parts;
		if (like == n) {
			part[parts].addr = s->frame[n].code;
			part[parts].to = &code[parts];
			part[parts].len = size;
			parts++;
		}
	}
	effort_read_parts(e, part, parts);
	for (unsigned n = 0; n < s->count; n++)
		take_code(i, code[of[n]], part[of[n]].got == size,
		    &s->frame[n]);
	drop_trampolines(s);
}

/* What is read of one code object at first. */
struct pieces {
	unsigned char file[TEXT_FIRST], name[TEXT_FIRST], table[TABLE_FIRST];
};

/* The offset of the instruction in the code, in bytes; negative: it has not
 * begun. */
static long
instr_of(const struct layout *l, const struct python_frame *f)
{
	uint64_t in = f->instr - f->code - (uint64_t)l->code_instrs;

	if (l->lines == LINES_LNOTAB)
		return (int32_t)f->instr;
	/* 3.10 counts instructions of two bytes. */
	if (l->lines == LINES_RANGES)
		return 2 * (long)(int32_t)f->instr;
	return in <= INT_MAX ? (long)in : LONG_MAX;
}

/* A table of `size` bytes, more than was read at first, or NULL; *left is how
 * much of tables may still be read. */
static unsigned char *
read_table(uint64_t at, uint64_t size, struct effort *e, size_t *left)
{
	unsigned char *whole;

	/* Rather no line than work without end. */
	if (size > *left)
		return NULL;
	*left -= (size_t)size;
	whole = malloc((size_t)size);
	if (whole != NULL && effort_read(e, at, whole, (size_t)size))
		return whole;
	free(whole);
	return NULL;
}

/* The line of one frame; `head` is what was read of its table. */
static int
line_of(const struct layout *l, const struct python_frame *f,
    const struct mem_part *head, struct effort *e, size_t *left)
{
	size_t skip = (size_t)l->bytes_data;
	const unsigned char *bytes = head->to;
	unsigned char *whole;
	long at = instr_of(l, f);
	uint64_t size;
	int line;

	if (at < 0)
		return f->first <= INT_MAX ? (int)f->first : 0;
	if (at == LONG_MAX || head->got < skip ||
	    l->bytes_size + 8 > l->bytes_data)
		return 0;
	memcpy(&size, bytes + l->bytes_size, sizeof(size));
	if (size <= head->got - skip)
		return line_find(l->lines, bytes + skip, (size_t)size,
		    (int)f->first, at);
	whole = read_table(f->table + skip, size, e, left);
	if (whole == NULL)
		return 0;
	line = line_find(l->lines, whole, (size_t)size, (int)f->first, at);
	free(whole);
	return line;
}

/* What the modules of the frames are called. */
static void
read_modules(const struct interp *i, const struct python_stack *s,
    struct effort *e, struct frame *ret)
{
	char name[STACK_FRAMES][FRAME_MODULE];
	uint64_t globals[STACK_FRAMES];

	for (unsigned n = 0; n < s->count; n++)
		globals[n] = s->frame[n].globals;
	modules_names(i, e, globals, s->count, name);
	for (unsigned n = 0; n < s->count; n++)
		memcpy(ret[n].module, name[n], FRAME_MODULE);
}

void
python_names(const struct interp *i, const struct python_stack *s,
    struct effort *e, struct frame *ret)
{
	const struct layout *l = &i->layout;
	struct pieces piece[STACK_FRAMES];
	struct mem_part part[3 * STACK_FRAMES];
	size_t parts = 0, left = TABLES_MAX;

	for (unsigned n = 0; n < s->count; n++) {
		const struct python_frame *f = &s->frame[n];
		struct pieces *p = &piece[n];

		if (f->bad != 0)
			continue;
		part[parts++] = (struct mem_part){f->file, p->file,
		    text_piece(f->file, sizeof(p->file)), 0};
		part[parts++] = (struct mem_part){f->name, p->name,
		    text_piece(f->name, sizeof(p->name)), 0};
		part[parts++] = (struct mem_part){f->table, p->table,
		    text_piece(f->table, sizeof(p->table)), 0};
	}
	effort_read_parts(e, part, parts);
	parts = 0;
	for (unsigned n = 0; n < s->count; n++) {
		const struct python_frame *f = &s->frame[n];
		const struct mem_part *p = &part[parts];

		memcpy(ret[n].file, "?", 2);
		memcpy(ret[n].function, "?", 2);
		ret[n].line = 0;
		ret[n].native = 0;
		if (f->bad != 0)
			continue;
		text_read(l, f->file, p[0].to, p[0].got, e, ret[n].file,
		    sizeof(ret[n].file));
		text_read(l, f->name, p[1].to, p[1].got, e, ret[n].function,
		    sizeof(ret[n].function));
		ret[n].line = line_of(l, f, &p[2], e, &left);
		parts += 3;
	}
	read_modules(i, s, e, ret);
}
