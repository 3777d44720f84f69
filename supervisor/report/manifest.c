/* The files that a run touched, with what they are now: JSON lines.  Written by
 * hand, for names need not be UTF-8, and libjansson writes nothing else. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "audit/reader.h"
#include "audit/words.h"
#include "base/fd.h"
#include "base/str.h"
#include "report/digest.h"
#include "report/outputs.h"

static void
add_key(struct str *to, const char *key, const char *text)
{
	str_addf(to, ",\"%s\":", key);
	str_add_json(to, text, strlen(text));
}

static void
add_first(struct str *to, const struct model *m)
{
	const char *started = record_text(m->first, "started");
	const json_t *words = json_object_get(m->first, "command");
	const char *comma = "";
	size_t i;
	const json_t *word;

	str_add(to, "{\"manifest\":1");
	add_key(to, "started", started != NULL ? started : "");
	str_add(to, ",\"command\":[");
	json_array_foreach(words, i, word)
	{
		const char *text = json_string_value(word);

		if (text == NULL)
			continue;
		str_add(to, comma);
		str_add_json(to, text, strlen(text));
		comma = ",";
	}
	str_add(to, "]}\n");
}

static void
add_state(struct str *to, const struct model *m, const struct stat *st, int fd,
    bool hash)
{
	str_addf(to, ",\"size\":%lld,\"mode\":\"%04o\"", (long long)st->st_size,
	    (unsigned)st->st_mode & 07777u);
	if (where_changed(m->where, st))
		str_add(to, ",\"changed\":true");
	if (!hash)
		return;
	str_add(to, ",\"sha256\":\"");
	if (digest_file(to, fd) == 0) {
		str_add_char(to, '"');
		return;
	}
	to->len -= strlen("\"");
	str_add(to, "null");
}

static void
add_file(struct str *to, const struct model *m, const struct thing *t,
    bool hash)
{
	const char *path = names_text(&m->names, t->key.path);
	cleanup_str struct str access = {0};
	cleanup_fd int fd = -1;
	enum where_answer a;
	struct stat st;

	words_access(&access, t->allowed & ACC_FILES, ",");
	str_add(to, "{\"path\":");
	str_add_json(to, path, strlen(path));
	add_key(to, "access", str_text(&access));
	a = where_open(m->where, t->key.space, path, &fd, &st);
	if (a == WHERE_OPEN)
		add_state(to, m, &st, fd, hash);
	else
		add_key(to, "missing", where_words(a));
	str_add(to, "}\n");
}

int
output_manifest(const struct model *m, bool hash)
{
	cleanup_str struct str text = {0};
	size_t n;
	const struct thing **list =
	    model_sorted(m, ACC_FILES & ~ACC_STAT, 0, &n);

	add_first(&text, m);
	fwrite(str_text(&text), 1, text.len, stdout);
	for (size_t i = 0; i < n; i++) {
		str_clear(&text);
		add_file(&text, m, list[i], hash);
		fwrite(str_text(&text), 1, text.len, stdout);
	}
	free(list);
	return 0;
}
