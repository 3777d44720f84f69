/* Python frames out of memory that makes no sense, in the layouts of all
 * versions, and lines out of tables that make none. */
#include <string.h>

#include "stack/effort.h"
#include "stack/keep.h"
#include "stack/line.h"
#include "stack/modules.h"
#include "stack/python.h"
#include "tests/fuzz/fuzz.h"

#define MINOR_FIRST 8u
#define MINORS      8u /* and one that publishes its offsets */

static bool
choose(unsigned minor, const uint8_t *bytes, size_t len, struct layout *ret)
{
	uint64_t words[LAYOUT_WORDS] = {0};
	const char *why = NULL;

	if (layout_of((int)minor, ret))
		return true;
	memcpy(words, bytes, len < sizeof(words) ? len : sizeof(words));
	if (layout_published(words, LAYOUT_WORDS, ret, &why))
		return true;
	REQUIRE(why != NULL);
	return false;
}

static void
check(const struct python_stack *s)
{
	unsigned end = 0;

	REQUIRE(s->count <= STACK_FRAMES && s->runs <= STACK_FRAMES);
	for (unsigned i = 0; i < s->runs; i++) {
		REQUIRE(s->run[i].end > end && s->run[i].end <= s->count);
		end = s->run[i].end;
	}
}

static void
name(const struct interp *i, const struct python_stack *s, struct effort *e)
{
	static struct frame frame[STACK_FRAMES];
	struct keep k = {0};
	struct stack *told;

	python_names(i, s, e, frame);
	for (unsigned n = 0; n < s->count; n++) {
		REQUIRE(memchr(frame[n].file, '\0', FRAME_FILE) != NULL);
		REQUIRE(
		    memchr(frame[n].function, '\0', FRAME_FUNCTION) != NULL);
		REQUIRE(frame[n].line >= 0);
	}
	told = keep_add(&k, frame, s->count, s->truncated, s->why);
	REQUIRE((told != NULL) == (s->count > 0));
	if (told != NULL)
		keep_note(&k, 1, s, told);
	REQUIRE(keep_find(&k, 1, s) == (s->why == NULL ? told : NULL));
	keep_done(&k);
}

/* The modules whose code stands on the stack. */
static void
modules(const struct interp *i, struct python_threads *known, uint64_t self,
    struct effort *e)
{
	static struct python_spaces s;
	struct modules *m;
	const char *name;

	python_spaces(i, known, self, e, &s);
	REQUIRE(s.count <= PYTHON_SPACES);
	m = modules_of(i, e, &s);
	REQUIRE(m != NULL && m->count <= s.count);
	name = m->name;
	for (unsigned n = 0; n < m->count; n++) {
		REQUIRE(strlen(name) < FRAME_MODULE);
		name += strlen(name) + 1;
	}
	free(m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct input in = {bytes, len};
	unsigned minor = MINOR_FIRST + input_byte(&in) % MINORS;
	uint8_t byte = input_byte(&in);
	uint64_t self;
	struct python_threads known = {0};
	struct interp i = {.found = true};
	struct python_stack s;
	struct effort e;

	for (int kind = LINES_LNOTAB; kind <= LINES_LOCATIONS; kind++) {
		long at = (long)(int8_t)byte * (minor % 2 == 0 ? 1 : 4096);

		REQUIRE(line_find((enum line_table)kind, in.at, in.len, byte,
			    at) >= 0);
	}
	if (in.len == 0 || !choose(minor, in.at, in.len, &i.layout))
		return 0;
	memory_is(in.at, in.len);
	i.runtime = memory_first();
	/* The thread is known by an address, as words of the memory are. */
	self = byte == 0 ? 0 : memory_first() + byte * 8u;
	i.code_type = (minor & 1) != 0 ? memory_first() : 0;
	effort_start(&e, 1, EFFORT_STACK * 1000ull);
	python_walk(&i, &known, self, &e, &s);
	check(&s);
	name(&i, &s, &e);
	modules(&i, &known, self, &e);
	/* Once more, with what is known of the thread by now. */
	python_walk(&i, &known, self, &e, &s);
	check(&s);
	return 0;
}
