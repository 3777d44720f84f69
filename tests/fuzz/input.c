/* Pieces of an input, and what several targets are made ready with. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fd.h"
#include "rules.h"
#include "tests/fuzz/fuzz.h"

uint8_t
input_byte(struct input *in)
{
	if (in->len == 0)
		return 0;
	in->len--;
	return *in->at++;
}

uint64_t
input_word(struct input *in)
{
	uint64_t v = 0;

	for (unsigned i = 0; i < sizeof(v); i++)
		v |= (uint64_t)input_byte(in) << 8 * i;
	return v;
}

static char *
take(struct input *in, size_t len, size_t *ret_len)
{
	char *text = malloc(len + 1);

	REQUIRE(text != NULL);
	memcpy(text, in->at, len);
	text[len] = '\0';
	in->at += len;
	in->len -= len;
	*ret_len = len;
	return text;
}

char *
input_line(struct input *in, size_t *ret_len)
{
	const uint8_t *end = in->len > 0 ? memchr(in->at, '\n', in->len) : NULL;
	char *line;

	if (end == NULL)
		return input_rest(in, ret_len);
	line = take(in, (size_t)(end - in->at), ret_len);
	in->at++;
	in->len--;
	return line;
}

char *
input_rest(struct input *in, size_t *ret_len)
{
	static const uint8_t none;

	/* memcpy(3) wants a pointer for no bytes, too. */
	if (in->at == NULL)
		in->at = &none;
	return take(in, in->len, ret_len);
}

int
input_file(const uint8_t *bytes, size_t len)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	REQUIRE(fd >= 0);
	REQUIRE(len == 0 || fd_write(fd, bytes, len) == 0);
	REQUIRE(lseek(fd, 0, SEEK_SET) == 0);
	return fd;
}

const char *
input_file_name(int fd)
{
	static char name[32];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	return name;
}

struct rules *
good_rules(const char *text, size_t len)
{
	struct rules *r = rules_new();
	struct faults f = {0};

	REQUIRE(r != NULL);
	(void)rules_add_text(r, "r.yaml", "/", text, len, &f);
	if (!fault_any(&f))
		(void)rules_finish(r, &f);
	fault_print(&f, stderr);
	REQUIRE(!fault_any(&f));
	fault_done(&f);
	return r;
}
