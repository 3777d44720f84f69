/* The files that a run read or ran, packed into a tar file under the names that
 * the job had for them. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "audit/words.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "report/archive.h"
#include "report/outputs.h"
#include "run.h"

struct bundle {
	const struct model *m;
	struct tar *tar;
	struct stat self; /* the bundle: it is not packed into itself */
	size_t files, changed, kernels, others;
	unsigned long long bytes;
	const char *last; /* the name that was packed last */
};

static void
tell(const char *what, const char *path, const char *why)
{
	cleanup_str struct str shown = {0};

	words_shown(&shown, path);
	printf("%s: %s%s%s\n", what, str_text(&shown), *why != '\0' ? ": " : "",
	    why);
}

/* Tells why a file is left out, but for what is none: that is counted. */
static void
leave_out(struct bundle *b, const char *path, enum where_answer a)
{
	if (a == WHERE_KERNEL)
		b->kernels++;
	else if (a == WHERE_FOLDER || a == WHERE_SPECIAL)
		b->others++;
	else
		tell("missing", path, where_words(a));
}

/* Returns 0, or -1 when the bundle cannot be written. */
static int
pack(struct bundle *b, const struct thing *t)
{
	const char *path = names_text(&b->m->names, t->key.path);
	cleanup_fd int fd = -1;
	enum where_answer a;
	struct stat st;
	int added;

	a = where_open(b->m->where, t->key.space, path, &fd, &st);
	if (a != WHERE_OPEN) {
		leave_out(b, path, a);
		return 0;
	}
	if (st.st_dev == b->self.st_dev && st.st_ino == b->self.st_ino)
		return 0;
	if (b->last != NULL && strcmp(b->last, path) == 0) {
		tell("missing", path,
		    "another namespace had another file of this name");
		return 0;
	}
	added = tar_add(b->tar, path + 1, &st, fd);
	if (added < 0)
		return -1;
	if (added > 0 || where_changed(b->m->where, &st)) {
		tell("changed", path, "");
		b->changed++;
	}
	b->last = path;
	b->files++;
	b->bytes += (unsigned long long)st.st_size;
	return 0;
}

static void
sum_up(const struct bundle *b)
{
	printf("packed: %zu files, %llu bytes\n", b->files, b->bytes);
	if (b->changed > 0)
		printf("changed: %zu of them since the run began\n",
		    b->changed);
	if (b->kernels > 0)
		printf("left out: %zu names below /proc, /sys and /dev\n",
		    b->kernels);
	if (b->others > 0)
		printf("left out: %zu folders, pipes, sockets and the like\n",
		    b->others);
	if (b->m->lost > 0)
		printf("missing: what the report had no room for, in %llu "
		       "lines of the record\n",
		    (unsigned long long)b->m->lost);
	if (!b->m->ended)
		puts("missing: the record was cut off, and all after that");
}

static int
pack_all(struct bundle *b)
{
	size_t n;
	const struct thing **list =
	    model_sorted(b->m, ACC_READ | ACC_EXEC | ACC_RUN, 0, &n);
	int status = 0;

	for (size_t i = 0; i < n && status == 0; i++)
		status = pack(b, list[i]);
	free(list);
	return status != 0 ? status : tar_end(b->tar);
}

int
output_bundle(const struct model *m, const char *to, const char *record)
{
	struct bundle b = {.m = m};
	const char *why;
	FILE *file = output_make(to, record);
	int status = 0;

	if (file == NULL)
		return EXIT_OURS;
	if (fstat(fileno(file), &b.self) != 0)
		memset(&b.self, 0, sizeof(b.self));
	b.tar = tar_new(fileno(file), &why);
	if (b.tar == NULL) {
		log_line("--bundle: %s", why);
		status = EXIT_OURS;
	} else if (pack_all(&b) != 0) {
		cleanup_str struct str shown = {0};

		words_shown(&shown, tar_why(b.tar));
		log_line("--bundle: %s", str_text(&shown));
		status = EXIT_OURS;
	} else {
		sum_up(&b);
	}
	tar_free(b.tar);
	return output_close(file, to, status);
}
