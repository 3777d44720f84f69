/* Hash tables: uthash, with a hash that whoever chooses the keys cannot
 * foresee, and an end that is told when memory runs out. */
#ifndef PTS_BASE_HASH_H
#define PTS_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* SipHash-2-4 (Aumasson and Bernstein, 2012) of len bytes under a key. */
uint64_t hash_siphash(const uint64_t key[2], const void *bytes, size_t len);

/* The same under the key of this run of the program, which is random. */
unsigned hash_bytes(const void *bytes, size_t len);

/* What uthash does when it gets no memory: one line, and exit status 125.  The
 * job ends with us. */
void hash_no_memory(void) __attribute__((noreturn));

#define HASH_FUNCTION(key, len, hash) ((hash) = hash_bytes((key), (len)))
#define uthash_fatal(why)             hash_no_memory()

#include <uthash.h>

#endif /* PTS_BASE_HASH_H */
