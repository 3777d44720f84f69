/* See shown.h. */
#include "tests/fuzz/shown.h"

#include <string.h>

#include "base/str.h"
#include "tests/fuzz/fuzz.h"

void
text_is_shown(const char *text, size_t len)
{
	uint32_t point;

	while (len > 0) {
		size_t n = str_utf8(text, len, &point);

		REQUIRE(n != 0);
		REQUIRE(str_is_plain(point) || point == '\n' || point == '\t');
		text += n;
		len -= n;
	}
}

void
faults_are_shown(const struct faults *f)
{
	for (size_t i = 0; i < f->count; i++) {
		text_is_shown(f->lines[i], strlen(f->lines[i]));
		REQUIRE(strchr(f->lines[i], '\n') == NULL);
	}
}
