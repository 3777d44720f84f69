/* Heads of program files: scripts, and ELF headers with their layout. */
#include <limits.h>
#include <string.h>

#include "handle/elf.h"
#include "handle/image.h"
#include "tests/fuzz/fuzz.h"

static void
script(const char head[IMAGE_HEAD])
{
	struct image_script s;

	if (image_script(head, &s) != 0)
		return;
	REQUIRE(image_is_script(head));
	/* "" where the line is a NUL: the kernel finds no such file. */
	REQUIRE(
	    s.interpreter[0] != '\0' || strnlen(head, IMAGE_HEAD) < IMAGE_HEAD);
	REQUIRE(strnlen(s.interpreter, IMAGE_HEAD) < IMAGE_HEAD);
	REQUIRE(strpbrk(s.interpreter, " \t\n") == NULL);
	REQUIRE(strnlen(s.arg, IMAGE_HEAD) < IMAGE_HEAD);
	REQUIRE(!s.has_arg || strchr(s.arg, '\n') == NULL);
}

/* Every piece lies within the whole, and begins at a page. */
static void
layout(const char head[IMAGE_HEAD], const void *phdrs, size_t size)
{
	struct exec_load load;

	if (elf_layout(head, phdrs, size, &load) != 0)
		return;
	REQUIRE(load.count > 0 && load.count <= EXEC_SEGMENTS);
	REQUIRE(load.low < load.high && load.high <= 1ull << 48);
	REQUIRE((load.align & (load.align - 1)) == 0 && load.align >= 4096);
	for (unsigned i = 0; i < load.count; i++) {
		const struct exec_segment *s = &load.segment[i];

		REQUIRE(s->at % 4096 == 0 && s->offset % 4096 == 0);
		REQUIRE(s->size % 4096 == 0);
		REQUIRE(load.low <= s->at && s->at <= s->end);
		REQUIRE(s->end <= s->top && s->top <= load.high);
		REQUIRE(s->size <= load.high - s->at);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char head[IMAGE_HEAD] = {0};
	struct image_span span;
	uint64_t entry;

	if (len > 0)
		memcpy(head, bytes, len < IMAGE_HEAD ? len : IMAGE_HEAD);
	script(head);
	if (image_elf(head, &span) == 0) {
		void *phdrs;

		REQUIRE(span.size <= IMAGE_PHDRS_MAX);
		/* What the file has there. */
		if (span.offset > len || span.size > len - span.offset)
			return 0;
		phdrs = malloc(span.size > 0 ? span.size : 1);
		REQUIRE(phdrs != NULL);
		memcpy(phdrs, bytes + span.offset, span.size);
		layout(head, phdrs, span.size);
		(void)elf_loader(head, phdrs, span.size, &entry);
		if (image_loader(phdrs, span.size, &span) == 0)
			REQUIRE(span.size == 0 ||
			    (span.size >= 2 && span.size <= PATH_MAX));
		free(phdrs);
	}
	return 0;
}
