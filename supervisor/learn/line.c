/* One line of learned rules. */
#include "learn/line.h"

#include <string.h>

#include "audit/hint.h"
#include "audit/words.h"
#include "base/access.h"

/* A folder and the word that stands for it in a rules file. */
struct word {
	const char *folder;
	const char *word;
};

/* The length of the folder as the start of a pattern; 0: it is none of it. */
static size_t
start_len(const struct word *w, const char *pattern)
{
	cleanup_str struct str start = {0};

	if (w->folder == NULL || strcmp(w->folder, "/") == 0)
		return 0;
	general_add_literal(&start, w->folder, strlen(w->folder));
	if (start.failed || !str_is_below(pattern, str_text(&start), start.len))
		return 0;
	return start.len;
}

bool
line_add_path(struct str *to, const struct learn_places *at,
    const char *pattern)
{
	const struct word words[] = {
	    {at->folder, "."     },
            {at->cwd,    "${CWD}"},
            {at->home,   "~"     }
        };
	const char *word = "";
	cleanup_str struct str path = {0};
	size_t longest = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t len = start_len(&words[i], pattern);

		if (len > longest) {
			longest = len;
			word = words[i].word;
		}
	}
	str_add(&path, word);
	str_add(&path, pattern + longest);
	return hint_add_scalar(to, str_text(&path), false);
}

void
line_add_access(struct str *to, unsigned access)
{
	cleanup_str struct str words = {0};

	/* Who may read a name may look at it. */
	if ((access & ACC_READ) != 0) {
		str_add(&words, "read");
		access &= ~(unsigned)(ACC_READ | ACC_STAT);
	}
	if ((access & ACC_WRITE) == ACC_WRITE) {
		str_add(&words, words.len > 0 ? ", write" : "write");
		access &= ~(unsigned)ACC_WRITE;
	}
	if (access != 0 && words.len > 0)
		str_add(&words, ", ");
	words_access(&words, access, ", ");
	if (strchr(str_text(&words), ',') != NULL)
		str_addf(to, "[%s]", str_text(&words));
	else
		str_add(to, str_text(&words));
}

void
line_end(struct str *to, const struct need *n, unsigned folded, bool general)
{
	const char *between = "  # ";

	if (n != NULL && n->program != NULL) {
		str_add(to, between);
		words_shown(to, words_base(n->program));
		between = ", ";
	}
	if (n != NULL && n->where != NULL) {
		str_add(to, between);
		words_shown(to, n->where);
		between = ", ";
	}
	if (folded > 1) {
		str_addf(to, "%s%u names", between, folded);
		between = ", ";
	}
	if (general)
		str_addf(to, "%sa new name each time", between);
	str_add_char(to, '\n');
}
