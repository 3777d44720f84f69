/* The operator's mistakes, collected so that all of them are told at once. */
#include "base/fault.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/str.h"

/* Makes room for one more line. */
static bool
grow(struct faults *f)
{
	size_t cap = f->cap == 0 ? 8 : f->cap * 2;
	char **lines;

	if (f->count < f->cap)
		return true;
	lines = reallocarray(f->lines, cap, sizeof(*lines));
	if (lines == NULL)
		return false;
	f->lines = lines;
	f->cap = cap;
	return true;
}

void
fault_add(struct faults *f, const char *file, size_t line, size_t column,
    const char *fmt, ...)
{
	struct str s = {0};
	va_list ap;

	if (file != NULL) {
		str_add(&s, file);
		if (line > 0)
			str_addf(&s, ":%zu", line);
		if (line > 0 && column > 0)
			str_addf(&s, ":%zu", column);
		str_add(&s, ": ");
	}
	va_start(ap, fmt);
	str_vaddf(&s, fmt, ap);
	va_end(ap);
	if (s.failed || s.buf == NULL || !grow(f)) {
		f->failed = true;
		str_done(&s);
		return;
	}
	f->lines[f->count++] = s.buf;
}

bool
fault_any(const struct faults *f)
{
	return f->count > 0 || f->failed;
}

void
fault_print(const struct faults *f, FILE *to)
{
	for (size_t i = 0; i < f->count; i++)
		fprintf(to, "%s\n", f->lines[i]);
	if (f->failed)
		fputs("out of memory while reading the rules\n", to);
}

void
fault_done(struct faults *f)
{
	for (size_t i = 0; i < f->count; i++)
		free(f->lines[i]);
	free(f->lines);
	*f = (struct faults){0};
}
