/* Files of code that a job maps: their headers, symbols and unwinding tables.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "stack/code_file.h"
#include "stack/file.h"
#include "stack/layout.h"
#include "tests/fuzz/fuzz.h"

static void
code(int fd, bool trusted)
{
	struct code_file c;

	code_file_load(&c, fd, trusted);
	REQUIRE(trusted || c.bytes == NULL);
	if (c.table_at != 0) {
		uint64_t in = c.table_at - c.bytes_at;

		REQUIRE(in <= c.bytes_len && c.bytes_len - in >= 12);
		REQUIRE(c.elf.unwind.p_memsz <= c.bytes_len - in);
		REQUIRE(c.table_count <= (c.elf.unwind.p_memsz - 12) / 8);
	}
	for (size_t i = 0; i < c.symbols; i++) {
		const struct code_symbol *s =
		    code_file_find(&c, c.symbol[i].at);

		REQUIRE(i == 0 || c.symbol[i - 1].at <= c.symbol[i].at);
		REQUIRE(s == NULL || strlen(c.names + s->name) < 1u << 20);
	}
	(void)code_file_find(&c, 0);
	(void)code_file_find(&c, UINT64_MAX);
	code_file_done(&c);
}

static void
file(int fd)
{
	uint64_t words[LAYOUT_WORDS], at, bias;
	struct file_symbols s;
	struct layout l;
	struct elf_file f;
	const char *why;

	if (!file_read(&f, fd))
		return;
	REQUIRE(f.segments > 0 && f.segments <= FILE_SEGMENTS);
	at = file_section(&f, ".PyRuntime");
	if (file_at(&f, at, words, sizeof(words)) &&
	    layout_published(words, LAYOUT_WORDS, &l, &why))
		REQUIRE(l.frame_size <= LAYOUT_FRAME_MAX);
	for (unsigned i = 0; i < f.segments; i++)
		(void)file_bias(&f, 0x7f0000000000, f.segment[i].p_offset,
		    &bias);
	if (file_symbols(&f, SHT_DYNSYM, 1024, &s))
		REQUIRE(s.count <= 1024 && s.names[s.names_size] == '\0');
	file_symbols_done(&s);
	file_done(&f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	int fd = input_file(bytes, len);

	file(fd);
	code(fcntl(fd, F_DUPFD_CLOEXEC, 0), false);
	code(fd, true);
	return 0;
}
