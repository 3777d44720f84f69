/* Line tables.  Arithmetic wraps, as a forged first line could be any number.
 * Sources: Objects/lnotab_notes.txt of CPython 3.9 and 3.10, and
 * Objects/locations.md of 3.11. */
#include "stack/line.h"

#include <stdint.h>

/* No file has more lines: what is above came from a broken table. */
#define LINE_MAX_SANE 100000000

static int
sane(uint32_t line)
{
	return line > 0 && line <= LINE_MAX_SANE ? (int)line : 0;
}

/* Pairs: so many bytes of code, then so many lines further (signed). */
static int
find_lnotab(const unsigned char *t, size_t len, int first, long at)
{
	uint32_t line = (uint32_t)first;
	long pc = 0;

	for (size_t i = 0; i + 1 < len; i += 2) {
		pc += t[i];
		if (pc > at)
			break;
		line += (uint32_t)(signed char)t[i + 1];
	}
	/* The last entry holds to the end of the code. */
	return sane(line);
}

/* Pairs: the line is so many further for so many bytes of code; -128: these
 * have none. */
static int
find_ranges(const unsigned char *t, size_t len, int first, long at)
{
	uint32_t line = (uint32_t)first;
	long pc = 0;

	for (size_t i = 0; i + 1 < len; i += 2) {
		signed char delta = (signed char)t[i + 1];

		if (delta != -128)
			line += (uint32_t)delta;
		pc += t[i];
		if (pc > at)
			return delta != -128 ? sane(line) : 0;
	}
	return 0;
}

/* Six bits a byte, bit 6: more follow; the sign is in the lowest bit. */
static uint32_t
signed_varint(const unsigned char *t, size_t len, size_t i)
{
	uint32_t v = 0;

	for (unsigned shift = 0; i < len && shift < 30; shift += 6) {
		v |= (uint32_t)(t[i] & 63) << shift;
		if ((t[i++] & 64) == 0)
			break;
	}
	return (v & 1) != 0 ? 0u - (v >> 1) : v >> 1;
}

/* Entries: a byte with bit 7, kind in bits 3 to 6, units of code less one in
 * bits 0 to 2; bytes without bit 7 follow that depend on the kind. */
static int
find_locations(const unsigned char *t, size_t len, int first, long at)
{
	uint32_t line = (uint32_t)first;
	long pc = 0;

	for (size_t i = 0; i < len;) {
		unsigned head = t[i++], kind = head >> 3 & 15;

		if ((head & 128) == 0)
			continue;
		if (kind == 13 || kind == 14)
			line += signed_varint(t, len, i);
		else if (kind >= 10 && kind <= 12)
			line += kind - 10;
		pc += 2 * (long)((head & 7) + 1);
		if (pc > at)
			return kind != 15 ? sane(line) : 0;
	}
	return 0;
}

int
line_find(enum line_table kind, const unsigned char *table, size_t len,
    int first, long at)
{
	if (at < 0)
		return 0;
	switch (kind) {
	case LINES_LNOTAB: return find_lnotab(table, len, first, at);
	case LINES_RANGES: return find_ranges(table, len, first, at);
	case LINES_LOCATIONS: return find_locations(table, len, first, at);
	}
	return 0;
}
