/* What fuzz targets share: taking pieces of the input, a job's memory made of
 * it, and an end where something that must hold does not. */
#ifndef PTS_TESTS_FUZZ_H
#define PTS_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct rules;

/* Each target defines it: libFuzzer calls it, or replay.c. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define REQUIRE(true_always)                                                   \
	do {                                                                   \
		if (!(true_always)) {                                          \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__,       \
			    __LINE__, #true_always);                           \
			abort();                                               \
		}                                                              \
	} while (0)

/* What is left of an input. */
struct input {
	const uint8_t *at;
	size_t len;
};

/* Takes a byte, or a little-endian word; zero where nothing is left. */
uint8_t input_byte(struct input *in);
uint64_t input_word(struct input *in);

/* Takes the bytes up to a newline or the end, without it, as a string that is
 * the caller's (free(3)); NULs in it stay, and *ret_len counts them. */
char *input_line(struct input *in, size_t *ret_len);

/* All that is left, as such a string. */
char *input_rest(struct input *in, size_t *ret_len);

/* A file with the bytes, open for reading and writing at its beginning. */
int input_file(const uint8_t *bytes, size_t len);
/* Its name, for what opens files by name. */
const char *input_file_name(int fd);

/* Rules of a text that has no fault; the caller's (rules_free()). */
struct rules *good_rules(const char *text, size_t len);

/* memory.c, in the place of tracee/mem.c: every task's memory is these bytes,
 * again and again up to 4 GiB, but for the first page and for odd pages of 64
 * KiB, where nothing is mapped. */
void memory_is(const uint8_t *bytes, size_t len);

/* The lowest address that is the first of the bytes. */
uint64_t memory_first(void);

#endif /* PTS_TESTS_FUZZ_H */
