/* The hash of tables: SipHash, under a key that is another one in each run. */
#include <criterion/criterion.h>

#include "base/hash.h"

/* Appendix A of the paper: the key 00 01 .. 0f, and the bytes 00 01 .. 0e. */
Test(hash, is_siphash)
{
	static const uint64_t key[2] = {0x0706050403020100, 0x0f0e0d0c0b0a0908};
	unsigned char bytes[15];

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)i;
	cr_assert_eq(hash_siphash(key, bytes, sizeof(bytes)),
	    0xa129ca6149be45e5);
	cr_assert_eq(hash_siphash(key, bytes, 0), 0x726fdb47dd0e0e31);
}

/* A key of zeros is what nobody drew. */
Test(hash, has_a_key_of_its_own)
{
	static const uint64_t zeros[2];

	cr_assert_neq(hash_bytes("name", 4),
	    (unsigned)hash_siphash(zeros, "name", 4));
}
