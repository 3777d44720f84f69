/* The values of limits. */
#include "limit.h"

#include <stdbool.h>
#include <string.h>

enum takes {
	TAKES_TIME,
	TAKES_SIZE,
	TAKES_COUNT
};

static const struct {
	const char *key;
	enum takes takes;
} rows[] = {
#define LIMIT(id, key, takes) [id] = {key, takes},
#include "limit.def"
};

struct unit {
	const char *word;
	uint64_t times;
};

static const struct unit times[] = {
    {"ms", 1      },
    {"s",  1000   },
    {"m",  60000  },
    {"h",  3600000},
    {NULL, 0      }
};
static const struct unit sizes[] = {
    {"",   1		},
    {"K",  1024             },
    {"M",  1024 * 1024      },
    {"G",  (uint64_t)1 << 30},
    {NULL, 0		}
};
static const struct unit counts[] = {
    {"",   1},
    {NULL, 0}
};

/* Nanoseconds, and sizes in a struct rlimit or an off_t, must hold it. */
#define TIME_MAX ((uint64_t)INT64_MAX / 1000000)
#define SIZE_TOP ((uint64_t)INT64_MAX)

/* What a program needs to start: its standard files, and one for its loader
 * and for us (trace/inject.c). */
#define OPEN_FILES_MIN 4u

const char *
limit_name(enum limit which)
{
	return rows[which].key;
}

/* Digits and a unit; false: neither, or too much.  *ret_huge tells which. */
static bool
read_number(const char *text, const struct unit *units, uint64_t most,
    uint64_t *ret, bool *ret_huge)
{
	uint64_t n = 0;
	size_t at = 0;

	*ret_huge = false;
	for (; text[at] >= '0' && text[at] <= '9'; at++)
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, (uint64_t)(text[at] - '0'), &n)) {
			*ret_huge = true;
			n = 0;
		}
	if (at == 0)
		return false;
	for (; units->word != NULL; units++)
		if (strcmp(text + at, units->word) == 0)
			break;
	if (units->word == NULL)
		return false;
	if (*ret_huge || __builtin_mul_overflow(n, units->times, ret) ||
	    *ret > most) {
		*ret_huge = true;
		return false;
	}
	return true;
}

const char *
limit_read(enum limit which, const char *text, uint64_t *ret)
{
	static const char *const want[] = {
	    [TAKES_TIME] = "a time such as 500ms, 10s, 5m or 1h",
	    [TAKES_SIZE] = "a size such as 4096, 64K, 512M or 2G",
	    [TAKES_COUNT] = "a number",
	};
	static const struct unit *const units[] = {
	    [TAKES_TIME] = times,
	    [TAKES_SIZE] = sizes,
	    [TAKES_COUNT] = counts,
	};
	enum takes takes = rows[which].takes;
	uint64_t value;
	bool huge;

	if (!read_number(text, units[takes],
		takes == TAKES_TIME ? TIME_MAX : SIZE_TOP, &value, &huge))
		return huge ? "smaller" : want[takes];
	if (value == 0)
		return "more than 0";
	if (which == LIMIT_OPEN_FILES && value < OPEN_FILES_MIN)
		return "4 at least, which every program needs to start";
	*ret = value;
	return NULL;
}
