/* The offsets that CPython publishes are believed only where they make sense.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "stack/layout.h"

/* _Py_DebugOffsets of 3.13.0, the words that are read. */
static void
words_of_3_13(uint64_t w[LAYOUT_WORDS])
{
	static const struct {
		unsigned at;
		uint64_t value;
	} words[] = {
	    {1,  0x030d00f0},
            {5,  632       },
            {8,  7264      },
            {9,  7344      },
            {21, 8         },
            {22, 16        },
	    {23, 72        },
            {24, 152       },
            {25, 160       },
            {26, 232       },
            {28, 80        },
            {29, 8         },
	    {30, 0         },
            {31, 56        },
            {33, 70        },
            {35, 112       },
            {36, 120       },
            {38, 136       },
	    {39, 68        },
            {43, 200       },
            {45, 8         },
            {65, 16        },
            {66, 32        },
            {68, 32        },
	    {69, 16        },
            {70, 40        }
        };

	memset(w, 0, LAYOUT_WORDS * sizeof(w[0]));
	memcpy(w, LAYOUT_COOKIE, sizeof(w[0]));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		w[words[i].at] = words[i].value;
}

Test(layout, of_3_13)
{
	uint64_t w[LAYOUT_WORDS];
	struct layout l;
	const char *why;

	words_of_3_13(w);
	cr_assert(layout_published(w, LAYOUT_WORDS, &l, &why));
	cr_expect_eq(l.minor, 13);
	cr_expect_eq(l.runtime_interps, 632);
	cr_expect_eq(l.thread_frame, 72);
	cr_expect_eq(l.frame_instr, 56);
	cr_expect_eq(l.code_instrs, 200);
	cr_expect_eq(l.text_compact, 56);
}

Test(layout, unknown_versions_are_refused)
{
	uint64_t w[LAYOUT_WORDS];
	struct layout l = {0};
	const char *why = NULL;

	for (uint64_t version = 0; version < 40; version++) {
		words_of_3_13(w);
		w[1] = 3 << 24 | version << 16;
		if (version < 13 || version > 15)
			cr_expect_not(
			    layout_published(w, LAYOUT_WORDS, &l, &why));
	}
	words_of_3_13(w);
	w[1] = 4 << 24 | 13 << 16;
	cr_expect_not(layout_published(w, LAYOUT_WORDS, &l, &why));
	cr_expect_not_null(strstr(why, "not known"));
	words_of_3_13(w);
	w[2] = 1;
	cr_expect_not(layout_published(w, LAYOUT_WORDS, &l, &why));
	cr_expect_not_null(strstr(why, "global lock"));
	cr_expect_not(layout_published(w, 0, &l, &why));
	cr_expect_not(layout_of(7, &l));
	cr_expect_not(layout_of(13, &l));
	cr_expect(layout_of(8, &l));
}

/* Whatever is read of a structure lies in what is read of it. */
static void
fits(const struct layout *l)
{
	cr_assert_leq(l->thread_chunk + 16, LAYOUT_THREAD_MAX);
	cr_assert_leq(l->thread_self + 8, LAYOUT_THREAD_MAX);
	cr_assert_leq(l->thread_native + 8, LAYOUT_THREAD_MAX);
	cr_assert_leq(l->thread_frame + 8, LAYOUT_THREAD_MAX);
	cr_assert_leq(l->thread_next + 8, LAYOUT_THREAD_MAX);
	cr_assert_leq(l->thread_interp + 8, LAYOUT_THREAD_MAX);
	cr_assert_leq(l->frame_size, LAYOUT_FRAME_MAX);
	cr_assert_leq(l->frame_previous + 8, l->frame_size);
	cr_assert_leq(l->frame_code + 8, l->frame_size);
	cr_assert_leq(l->frame_instr + 8, l->frame_size);
	cr_assert_lt(l->frame_owner, l->frame_size);
	cr_assert_leq(l->code_file + 8, LAYOUT_CODE_MAX);
	cr_assert_leq(l->code_name + 8, LAYOUT_CODE_MAX);
	cr_assert_leq(l->code_table + 8, LAYOUT_CODE_MAX);
	cr_assert_leq(l->code_first + 8, LAYOUT_CODE_MAX);
	cr_assert_leq(l->type + 8, LAYOUT_CODE_MAX);
}

Test(layout, forged_offsets_stay_inside)
{
	uint64_t w[LAYOUT_WORDS];
	struct layout l;
	const char *why;
	unsigned good = 0;

	for (int minor = 8; minor <= 12; minor++) {
		cr_assert(layout_of(minor, &l));
		fits(&l);
	}
	srand(1);
	for (int n = 0; n < 50000; n++) {
		words_of_3_13(w);
		w[1] = 3 << 24 | (13 + (uint64_t)(n % 3)) << 16;
		for (unsigned i = 3; i < LAYOUT_WORDS; i++)
			if (n % 3 != 0 || rand() % 8 == 0)
				w[i] = (uint64_t)rand() %
				    (rand() % 2 == 0 ? 150 : 1200);
		if (rand() % 4 == 0)
			w[3 + (unsigned)rand() % (LAYOUT_WORDS - 3)] =
			    UINT64_MAX - (uint64_t)(rand() % 200);
		if (!layout_published(w, LAYOUT_WORDS, &l, &why))
			continue;
		fits(&l);
		good++;
	}
	cr_expect_gt(good, 0);
}
