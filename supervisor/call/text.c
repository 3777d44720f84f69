/* The decoder: one way to show each role, and nothing about single calls. */
#include "call/text.h"

#include <fcntl.h>
#include <inttypes.h>
#include <linux/stat.h>
#include <signal.h>
#include <string.h>

/* Names longer than this are cut: a line is for reading. */
#define SHOWN_MAX 160

/* What is left to show of one call. */
struct text {
	const struct event *e;
	const uint64_t *arg;
	struct str *to;
	unsigned next_object; /* the next one that an argument names */
};

/* Adds `name`, and a bar before all but the first. */
static void
add_bit(struct str *to, const char *name, bool *first)
{
	if (!*first)
		str_add_char(to, '|');
	str_add(to, name);
	*first = false;
}

/* Bits that have no name; nothing at all is 0. */
static void
add_rest(struct str *to, uint32_t rest, bool first)
{
	if (rest == 0 && !first)
		return;
	str_addf(to, rest == 0 ? "%s%" PRIx32 : "%s0x%" PRIx32,
	    first ? "" : "|", rest);
}

static void
add_open_flags(struct str *to, uint32_t flags)
{
	static const char *const modes[] = {"O_RDONLY", "O_WRONLY", "O_RDWR",
	    "O_ACCMODE"};
	static const struct {
		uint32_t bits;
		const char *name;
	} bits[] = {
#define OPEN(bit) {bit, #bit},
#include "catalog/flags.def"
	};
	bool first = false;

	str_add(to, modes[flags & O_ACCMODE]);
	flags &= ~(uint32_t)O_ACCMODE;
	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
		if ((flags & bits[i].bits) != bits[i].bits)
			continue;
		add_bit(to, bits[i].name, &first);
		flags &= ~bits[i].bits;
	}
	add_rest(to, flags, first);
}

static void
add_at_flags(struct str *to, uint32_t flags, const char *call)
{
	static const struct {
		uint32_t bits;
		const char *name, *call;
	} bits[] = {
#define AT(bit, call) {bit, #bit, call},
#include "catalog/flags.def"
	};
	bool first = true;

	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
		if ((flags & bits[i].bits) == 0 ||
		    (bits[i].call != NULL && strcmp(bits[i].call, call) != 0))
			continue;
		add_bit(to, bits[i].name, &first);
		flags &= ~bits[i].bits;
	}
	add_rest(to, flags, first);
}

static void
add_quoted(struct str *to, const char *bytes)
{
	size_t len = strlen(bytes);
	size_t shown = len < SHOWN_MAX ? len : SHOWN_MAX;

	str_add_char(to, '"');
	/* A quotation mark within would end it early. */
	for (size_t from = 0; from < shown;) {
		const char *mark = memchr(bytes + from, '"', shown - from);
		size_t end = mark != NULL ? (size_t)(mark - bytes) : shown;

		str_add_shown(to, bytes + from, end - from);
		if (mark != NULL)
			str_add(to, "\\\"");
		from = end + (mark != NULL);
	}
	str_add(to, shown < len ? "\"..." : "\"");
}

static void
add_address(struct str *to, uint64_t value)
{
	if (value == 0)
		str_add(to, "NULL");
	else
		str_addf(to, "0x%" PRIx64, value);
}

/* A name, a path's or an address's, that was copied when it was judged. */
static void
add_named(struct text *t, uint64_t value)
{
	const struct event *e = t->e;
	const struct event_object *o;

	if (value == 0 || t->next_object >= e->objects ||
	    t->next_object >= EVENT_OBJECTS) {
		add_address(t->to, value);
		return;
	}
	o = &e->object[t->next_object++];
	if (o->named == NULL && o->path == NULL)
		add_address(t->to, value);
	else
		add_quoted(t->to, o->named != NULL ? o->named : o->path);
}

/* A command that the catalogue has a name for, or a number. */
static void
add_number(struct text *t, int i)
{
	uint64_t value = t->arg[i];
	const struct call_when *when;
	int64_t sign = (int64_t)value;

	for (size_t w = 0; (when = catalog_when_at(w)) != NULL; w++) {
		const struct arg_test *test = &when->test[0];

		if (when->nr == t->e->nr && test->arg == i &&
		    when->test[1].arg < 0 && test->mask == UINT32_MAX &&
		    test->value == (uint32_t)value &&
		    strpbrk(when->what, "abcdefghijklmnopqrstuvwxyz ") ==
			NULL) {
			str_add(t->to, when->what);
			return;
		}
	}
	if (sign >= -4096 && sign < 0x10000)
		str_addf(t->to, "%" PRId64, sign);
	else if (value >> 32 == UINT32_MAX || (int32_t)value == -1)
		str_addf(t->to, "%" PRId32, (int32_t)value);
	else
		str_addf(t->to, "0x%" PRIx64, value);
}

static void
add_signal(struct str *to, int number)
{
	const char *name = sigabbrev_np(number);

	if (name != NULL)
		str_addf(to, "SIG%s", name);
	else
		str_addf(to, "%d", number);
}

/* Does any argument hold a name? */
static bool
names_anything(const struct call_def *def)
{
	for (int i = 0; i < CALL_ARGS; i++) {
		if (def->arg[i].role == R_PATH || def->arg[i].role == R_SADDR)
			return true;
	}
	return false;
}

static void
add_fd(struct text *t, int i)
{
	const struct event *e = t->e;

	str_addf(t->to, "%d", (int)(uint32_t)t->arg[i]);
	if (e->objects == 0 || t->next_object > 0 || names_anything(e->def) ||
	    e->object[0].path == NULL)
		return;
	t->next_object = 1;
	str_add_char(t->to, '<');
	str_add_shown(t->to, e->object[0].path, strlen(e->object[0].path));
	str_add_char(t->to, '>');
}

static void
add_arg(struct text *t, int i)
{
	uint64_t value = t->arg[i];

	switch (t->e->def->arg[i].role) {
	case R_NONE: return;
	case R_DIRFD:
		if ((int)(uint32_t)value == AT_FDCWD)
			str_add(t->to, "AT_FDCWD");
		else
			str_addf(t->to, "%d", (int)(uint32_t)value);
		return;
	case R_FD: add_fd(t, i); return;
	case R_PATH:
	case R_SADDR: add_named(t, value); return;
	case R_OFLAGS: add_open_flags(t->to, (uint32_t)value); return;
	case R_ATFLAGS:
		add_at_flags(t->to, (uint32_t)value, t->e->def->name);
		return;
	case R_MODE: str_addf(t->to, "%#o", (unsigned)value); return;
	case R_PID: str_addf(t->to, "%d", (int)(uint32_t)value); return;
	case R_SIGNAL: add_signal(t->to, (int)(uint32_t)value); return;
	case R_LEN: str_addf(t->to, "%" PRIu64, value); return;
	case R_NUM: add_number(t, i); return;
	case R_TEXT:
	case R_IN:
	case R_OUT:
	case R_ADDR: add_address(t->to, value); return;
	}
}

/* The kernel looks at a mode only when the flags before it make a file. */
static bool
is_unused_mode(const struct call_def *def, const uint64_t arg[CALL_ARGS], int i)
{
	if (i == 0 || def->arg[i].role != R_MODE ||
	    def->arg[i - 1].role != R_OFLAGS)
		return false;
	return (arg[i - 1] & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))) == 0;
}

void
call_text(const struct event *e, const uint64_t arg[CALL_ARGS], struct str *to)
{
	struct text t = {.e = e, .arg = arg, .to = to};
	const struct call_def *def = e->def;

	if (def == NULL) {
		str_addf(to, "call_%ld(", e->nr);
		for (int i = 0; i < CALL_ARGS; i++)
			str_addf(to, "%s0x%" PRIx64, i > 0 ? ", " : "", arg[i]);
		str_add_char(to, ')');
		return;
	}
	str_add(to, def->name);
	str_add_char(to, '(');
	for (int i = 0; i < CALL_ARGS && def->arg[i].role != R_NONE; i++) {
		if (is_unused_mode(def, arg, i))
			break;
		if (i > 0)
			str_add(to, ", ");
		add_arg(&t, i);
	}
	str_add_char(to, ')');
}
