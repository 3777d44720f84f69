/* The table behind catalog.h, made from the rows.  A row that stands twice, or
 * names a call that no header knows, does not compile. */
#include "catalog/catalog.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "catalog/nr.h"

/* Programs that only read the catalogue are built without the handlers. */
#ifdef CATALOG_WITHOUT_HANDLERS
#define HANDLER(h) NULL
#else
#define HANDLER(h)                        h
#define ASK(name, class, args, h, why)    struct verdict h(struct call *c);
#define MEMORY(name, class, args, h, why) struct verdict h(struct call *c);
#define DRAWN(name, class, args, h, why)  struct verdict h(struct call *c);
#define ROOT(name, class, args, h, why)   struct verdict h(struct call *c);
#define SHORT(name, class, args, h, why)  struct verdict h(struct call *c);
#include "catalog/rows.h"
#endif

/* Version 14 takes brace macros apart. */
/* clang-format off */
#define FD	{R_FD, REF_NONE}
#define DIRFD	{R_DIRFD, REF_NONE}
#define PATH	{R_PATH, REF_CWD}
#define AT(n)	{R_PATH, n}
#define TEXT	{R_TEXT, REF_NONE}
#define OFLAGS	{R_OFLAGS, REF_NONE}
#define ATFLAGS	{R_ATFLAGS, REF_NONE}
#define MODE	{R_MODE, REF_NONE}
#define IN(n)	{R_IN, n}
#define GIVEN	{R_IN, REF_NONE}
#define OUT(n)	{R_OUT, n}
#define RESULT	{R_OUT, REF_NONE}
#define SADDR(n) {R_SADDR, n}
#define LEN	{R_LEN, REF_NONE}
#define PID	{R_PID, REF_NONE}
#define SIGNAL	{R_SIGNAL, REF_NONE}
#define ADDR	{R_ADDR, REF_NONE}
#define NUM	{R_NUM, REF_NONE}

#define IS(n, v)	{n, 0xffffffff, (uint32_t)(v)}
#define SET(n, bits)	{n, (uint32_t)(bits), (uint32_t)(bits)}
#define CLEAR(n, bits)	{n, (uint32_t)(bits), 0}
#define SAME(n, mask, v) {n, mask, v}
#define ZERO(n)		{n, UINT64_MAX, 0}
#define NOTEST		{-1, 0, 0}

#define LIST(...) {__VA_ARGS__}
#define ROW(n, c, t, e, a, h, w) ROW_SERVED(n, c, t, e, a, h, w, false)
#define ROW_SERVED(n, c, t, e, a, h, w, beside) \
	[__NR_##n] = {#n, __NR_##n, C_##c, t, e, LIST a, h, w, beside},

#ifdef __clang__
#pragma clang diagnostic error "-Winitializer-overrides"
#else
#pragma GCC diagnostic error "-Woverride-init"
#endif

static const struct call_def rows[CATALOG_END] = {
#define FREE(n, c, args, why)		ROW(n, c, T_FREE, 0, args, NULL, why)
#define MEMORY(n, c, args, h, why)	ROW(n, c, T_FREE, 0, args, HANDLER(h), why)
#define DRAWN(n, c, args, h, why)	ROW(n, c, T_DRAWN, 0, args, HANDLER(h), why)
#define ROOT(n, c, args, h, why)	ROW(n, c, T_ROOT, 0, args, HANDLER(h), why)
#define SHORT(n, c, args, h, why)	ROW(n, c, T_SHORT, 0, args, HANDLER(h), why)
#define ASK(n, c, args, h, why)		ROW(n, c, T_ASK, 0, args, HANDLER(h), why)
#define BESIDE(n, c, args, h, why) \
	ROW_SERVED(n, c, T_ASK, 0, args, HANDLER(h), why, true)
#define REFUSE(n, c, args, err, why)	ROW(n, c, T_REFUSE, err, args, NULL, why)
#define QUIET(n, c, args, err, why)	ROW(n, c, T_QUIET, err, args, NULL, why)
#include "catalog/rows.h"
};

static const struct call_when whens[] = {
#define FREE_WHEN(n, what, t1, t2, why) \
	{__NR_##n, T_FREE, 0, {t1, t2}, what, why},
#define ROOT_WHEN(n, what, t1, t2, why) \
	{__NR_##n, T_ROOT, 0, {t1, t2}, what, why},
#define QUIET_WHEN(n, what, t1, t2, err, why) \
	{__NR_##n, T_QUIET, err, {t1, t2}, what, why},
#include "catalog/rows.h"
};
/* clang-format on */

const struct call_def *
catalog_find(long nr)
{
	if (nr < 0 || nr >= CATALOG_END || rows[nr].name == NULL)
		return NULL;
	return &rows[nr];
}

const struct call_def *
catalog_named(const char *name)
{
	for (size_t i = 0; i < CATALOG_END; i++) {
		if (rows[i].name != NULL && strcmp(rows[i].name, name) == 0)
			return &rows[i];
	}
	return NULL;
}

const struct call_def *
catalog_at(size_t index)
{
	for (size_t i = 0; i < CATALOG_END; i++) {
		if (rows[i].name != NULL && index-- == 0)
			return &rows[i];
	}
	return NULL;
}

const struct call_when *
catalog_when_at(size_t index)
{
	return index < sizeof(whens) / sizeof(whens[0]) ? &whens[index] : NULL;
}

const char *catalog_class_name(enum call_class class)
{
	switch (class) {
	case C_FILE: return "file";
	case C_NETWORK: return "network";
	case C_PROGRAM: return "program";
	case C_PROCESS: return "process";
	case C_MEMORY: return "memory";
	case C_SYSTEM: return "system";
	}
	return "?";
}

const char *
catalog_treat_name(enum treat treat)
{
	switch (treat) {
	case T_FREE: return "free";
	case T_DRAWN: return "free, or seen";
	case T_ROOT: return "free, or as root";
	case T_SHORT: return "free, or cut short";
	case T_ASK: return "judged";
	case T_REFUSE: return "refused";
	case T_QUIET: return "refused, not recorded";
	}
	return "?";
}

/* Is this argument memory that the kernel would read itself? */
static bool
is_read(enum role role)
{
	switch (role) {
	case R_PATH:
	case R_TEXT:
	case R_IN:
	case R_SADDR: return true;
	case R_NONE:
	case R_FD:
	case R_DIRFD:
	case R_OFLAGS:
	case R_ATFLAGS:
	case R_MODE:
	case R_OUT:
	case R_LEN:
	case R_PID:
	case R_SIGNAL:
	case R_ADDR:
	case R_NUM: return false;
	}
	return true;
}

bool
catalog_is_racy(const struct call_def *def)
{
	for (int i = 0; i < CALL_ARGS; i++) {
		if (is_read(def->arg[i].role))
			return true;
	}
	return false;
}
