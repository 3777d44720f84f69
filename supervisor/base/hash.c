/* The hash of all tables.  A job chooses names, and could choose many whose
 * unkeyed hashes are one: each look would then go through all of them. */
#include "base/hash.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/log.h"

#define FAILED 125

static uint64_t run_key[2];

/* Before main(): nobody finds the key unset, and no thread sets it late. */
static void __attribute__((constructor)) draw_key(void)
{
	ssize_t n;

	do
		n = getrandom(run_key, sizeof(run_key), 0);
	while (n < 0 && errno == EINTR);
	if (n == (ssize_t)sizeof(run_key))
		return;
	log_line("no random bytes (getrandom): %s", strerror(errno));
	_exit(FAILED);
}

static uint64_t
rotate(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

static void
rounds(uint64_t v[4], unsigned count)
{
	while (count-- > 0) {
		v[0] += v[1];
		v[1] = rotate(v[1], 13) ^ v[0];
		v[0] = rotate(v[0], 32);
		v[2] += v[3];
		v[3] = rotate(v[3], 16) ^ v[2];
		v[0] += v[3];
		v[3] = rotate(v[3], 21) ^ v[0];
		v[2] += v[1];
		v[1] = rotate(v[1], 17) ^ v[2];
		v[2] = rotate(v[2], 32);
	}
}

/* Up to eight bytes, the first being the lowest. */
static uint64_t
word_at(const unsigned char *at, size_t len)
{
	uint64_t word = 0;

	for (size_t i = 0; i < len; i++)
		word |= (uint64_t)at[i] << (8 * i);
	return word;
}

static void
mix(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	rounds(v, 2);
	v[0] ^= word;
}

uint64_t
hash_siphash(const uint64_t key[2], const void *bytes, size_t len)
{
	const unsigned char *at = bytes;
	/* "somepseudorandomlygeneratedbytes", as the paper has it. */
	uint64_t v[4] = {key[0] ^ 0x736f6d6570736575,
	    key[1] ^ 0x646f72616e646f6d, key[0] ^ 0x6c7967656e657261,
	    key[1] ^ 0x7465646279746573};
	size_t left = len;

	for (; left >= 8; left -= 8, at += 8)
		mix(v, word_at(at, 8));
	mix(v, word_at(at, left) | (uint64_t)len << 56);
	v[2] ^= 0xff;
	rounds(v, 4);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

unsigned
hash_bytes(const void *bytes, size_t len)
{
	return (unsigned)hash_siphash(run_key, bytes, len);
}

void
hash_no_memory(void)
{
	log_line("out of memory");
	_exit(FAILED);
}
