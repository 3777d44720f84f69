/* SHA-256, of files and of texts, by libnettle. */
#include "report/digest.h"

#include <errno.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <nettle/version.h>
#include <unistd.h>

static void
finish(struct sha256_ctx *ctx, uint8_t digest[SHA256_DIGEST_SIZE])
{
	/* Version 4 has no length there. */
#if NETTLE_VERSION_MAJOR >= 4
	sha256_digest(ctx, digest);
#else
	sha256_digest(ctx, SHA256_DIGEST_SIZE, digest);
#endif
}

int
digest_file(struct str *to, int fd)
{
	uint8_t digest[SHA256_DIGEST_SIZE], bytes[65536];
	struct sha256_ctx ctx;
	ssize_t n;

	sha256_init(&ctx);
	while ((n = read(fd, bytes, sizeof(bytes))) > 0)
		sha256_update(&ctx, (size_t)n, bytes);
	if (n < 0)
		return -errno;
	finish(&ctx, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		str_addf(to, "%02x", digest[i]);
	return 0;
}

void
digest_text(struct str *to, const char *text, size_t len)
{
	char encoded[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)];
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, len, (const uint8_t *)text);
	finish(&ctx, digest);
	base64_encode_raw(encoded, sizeof(digest), digest);
	str_add_bytes(to, encoded, sizeof(encoded));
}
