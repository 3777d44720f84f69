/* The search for fstat(2) that is spelled newfstatat(2): to the byte. */
#include <criterion/criterion.h>
#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tracee/respell.h"

#ifdef __x86_64__

#define ENTRY (RESPELL_BEFORE - 10)
#define CALL  (RESPELL_BEFORE - 2)

/* Parts of both functions whose bytes may be any. */
#define JS   6
#define DISP 15
#define JMP  20

static const unsigned char fstat_code[] =
    "\x48\x89\xf2\x85\xff\x78\x19\xb9\x00\x10\x00\x00\x48\x8d\x35\xc2\xf5\x09"
    "\x00\xe9\x00\x00\x00\x00";
static const unsigned char fstatat_code[] =
    "\x41\x89\xca\xb8\x06\x01\x00\x00\x0f\x05\x3d\x00\xf0\xff\xff\x77\x07\x31"
    "\xc0\xc3";
#define FSTAT_SIZE   (sizeof(fstat_code) - 1)
#define FSTATAT_SIZE (sizeof(fstatat_code) - 1)

static void
put_jump(unsigned char *code, size_t at, size_t to)
{
	int32_t n = (int32_t)(to - (at + FSTAT_SIZE));

	memcpy(code + at + JMP, &n, sizeof(n));
}

/* The code of a library, its fstat64 at `at`. */
static void
build(unsigned char code[RESPELL_LOOK], size_t at)
{
	memset(code, 0xcc, RESPELL_LOOK);
	memcpy(code + ENTRY, fstatat_code, FSTATAT_SIZE);
	memcpy(code + at, fstat_code, FSTAT_SIZE);
	put_jump(code, at, ENTRY);
}

/* What the new code does: sets 5, and jumps to the syscall. */
static void
check_found(const unsigned char *code, size_t at)
{
	struct respelling s;

	cr_assert(respell_find(code, &s));
	cr_expect_eq(s.at, at + 12);
	cr_expect_eq(memcmp(s.code, "\xb8\x05\0\0\0\xeb", 6), 0);
	cr_expect_eq((ptrdiff_t)s.at + 7 + (int8_t)s.code[6], CALL);
}

Test(respell, finds_fstat_of_debian)
{
	unsigned char code[RESPELL_LOOK];
	struct respelling s;

	build(code, ENTRY - 0x60);
	check_found(code, ENTRY - 0x60);
	cr_assert(respell_find(code, &s));
	cr_expect_eq(s.name, ENTRY - 0x60 + 19 + 0x9f5c2);
}

Test(respell, finds_what_begins_with_endbr64)
{
	unsigned char code[RESPELL_LOOK];

	build(code, ENTRY - 0x60);
	memcpy(code + ENTRY - 4, "\xf3\x0f\x1e\xfa", 4);
	put_jump(code, ENTRY - 0x60, ENTRY - 4);
	check_found(code, ENTRY - 0x60);
	/* The same jump to something else. */
	code[ENTRY - 1] = 0xfb;
	cr_expect_not(respell_find(code, &(struct respelling){0}));
}

Test(respell, finds_it_as_far_as_the_jump_reaches)
{
	unsigned char code[RESPELL_LOOK];
	unsigned found = 0;

	for (size_t at = 0; at + FSTAT_SIZE <= RESPELL_LOOK; at++) {
		ptrdiff_t far = CALL - (ptrdiff_t)(at + 19);

		if (at + FSTAT_SIZE > ENTRY && at < ENTRY + FSTATAT_SIZE)
			continue;
		build(code, at);
		cr_assert_eq(respell_find(code, &(struct respelling){0}),
		    far >= -128 && far <= 127, "at %zu", at);
		if (far >= -128 && far <= 127) {
			check_found(code, at);
			found++;
		}
	}
	cr_expect_gt(found, 150);
}

/* May this byte be any?  Those of the name only move the name. */
static bool
is_free(size_t i, size_t at)
{
	if (i == at + JS || (i >= at + DISP && i < at + DISP + 4) ||
	    i == ENTRY + 16)
		return true;
	return !(i >= at && i < at + FSTAT_SIZE) &&
	    !(i >= ENTRY && i < ENTRY + FSTATAT_SIZE);
}

Test(respell, finds_nothing_where_one_bit_differs)
{
	const size_t at = ENTRY - 0x60;
	unsigned char code[RESPELL_LOOK];

	build(code, at);
	for (size_t bit = 0; bit < RESPELL_LOOK * (size_t)8; bit++) {
		unsigned char mask = (unsigned char)(1u << (bit % 8));

		code[bit / 8] ^= mask;
		cr_assert_eq(respell_find(code, &(struct respelling){0}),
		    is_free(bit / 8, at), "bit %zu", bit);
		code[bit / 8] ^= mask;
	}
}

Test(respell, jumps_of_any_length_stay_in_the_code)
{
	static const int32_t odd[] = {INT32_MIN, INT32_MAX, -1, -148, -4096,
	    131, 4096};
	unsigned char code[RESPELL_LOOK];

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		build(code, 0);
		memcpy(code + JMP, &odd[i], sizeof(odd[i]));
		cr_expect_not(respell_find(code, &(struct respelling){0}));
	}
	/* endbr64 would stand before the code itself. */
	build(code, 0);
	put_jump(code, 0, 0);
	cr_expect_not(respell_find(code, &(struct respelling){0}));
}

Test(respell, finds_fstat_of_the_library_of_this_machine)
{
	const char *version = gnu_get_libc_version();
	unsigned char code[RESPELL_LOOK];
	const unsigned char *at;
	struct respelling s;
	int minor = atoi(version + 2);

	if (minor < 33 || minor > 38)
		cr_skip("glibc %s has another fstat", version);
	at = dlsym(RTLD_DEFAULT, "fstatat64");
	cr_assert_not_null(at);
	if (memcmp(at, "\xf3\x0f\x1e\xfa", 4) == 0)
		at += 4;
	at += 10 - (ptrdiff_t)RESPELL_BEFORE;
	memcpy(code, at, sizeof(code));
	cr_assert(respell_find(code, &s));
	cr_expect_eq(at[s.name], '\0');
}

#endif /* __x86_64__ */
