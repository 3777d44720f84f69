/* A str of another process, here our own: every width, every way of being
 * none. */
#include <criterion/criterion.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stack/effort.h"
#include "stack/text.h"

static unsigned char object[16384];

static void
make(uint64_t count, uint32_t state, size_t data_at, const void *data,
    size_t size)
{
	memset(object, 0, sizeof(object));
	memcpy(object + 16, &count, sizeof(count));
	memcpy(object + 32, &state, sizeof(state));
	memcpy(object + data_at, data, size);
}

#define STATE(kind, compact, ascii)                                            \
	((kind) << 2 | (compact) << 5 | (ascii) << 6)

/* Reads it with this much of it read before. */
static void
reads(size_t got, const char *want)
{
	struct layout l;
	struct effort e;
	char to[1024];

	cr_assert(layout_of(11, &l));
	effort_start(&e, getpid(), EFFORT_STACK);
	text_read(&l, (uint64_t)(uintptr_t)object, object, got, &e, to,
	    sizeof(to));
	cr_expect_str_eq(to, want, "%s, not %s", to, want);
}

Test(text, every_width)
{
	static const uint16_t two[] = {'a', 0x65e5, 0xdcff, 0xd800, 0, 0x202e};
	static const uint32_t four[] = {0x1f40d, 'b', 0x110000, 0xdc80};

	make(5, STATE(1, 1, 1), 48, "hello", 5);
	reads(320, "hello");
	reads(48, "hello");
	make(3, STATE(1, 1, 0), 72, "g\xfc!", 3);
	reads(320, "g\xc3\xbc!");
	reads(72, "g\xc3\xbc!");
	make(6, STATE(2, 1, 0), 72, two, sizeof(two));
	reads(320, "a\xe6\x97\xa5\xff\xef\xbf\xbd\xef\xbf\xbd\xe2\x80\xae");
	make(4, STATE(4, 1, 0), 72, four, sizeof(four));
	reads(320,
	    "\xf0\x9f\x90\x8d"
	    "b\xef\xbf\xbd\x80");
	make(0, STATE(1, 1, 1), 48, "", 0);
	reads(320, "");
}

Test(text, a_pointer_to_the_characters)
{
	const char *far = "elsewhere";

	make(9, STATE(1, 0, 0), 72, &far, sizeof(far));
	reads(320, "elsewhere");
	far = (const char *)8;
	make(9, STATE(1, 0, 0), 72, &far, sizeof(far));
	reads(320, "?");
}

Test(text, long_ones_are_cut)
{
	char want[1024];
	static char data[8192];

	memset(data, 'x', sizeof(data));
	memset(want, 'x', sizeof(want));
	want[1020] = '\0';
	make(sizeof(data), STATE(1, 1, 1), 48, data, sizeof(data));
	reads(320, want);
	make(UINT64_MAX, STATE(1, 1, 1), 48, data, sizeof(data));
	reads(320, want);
}

Test(text, what_is_none)
{
	make(5, STATE(1, 1, 1), 48, "hello", 5);
	reads(47, "?");
	reads(0, "?");
	for (uint32_t kind = 0; kind < 8; kind++) {
		if (kind == 1 || kind == 2 || kind == 4)
			continue;
		make(5, STATE(kind, 1, 0), 72, "hello", 5);
		reads(320, "?");
	}
	make(5, STATE(2, 1, 1), 48, "hello", 5);
	reads(320, "?");
}
