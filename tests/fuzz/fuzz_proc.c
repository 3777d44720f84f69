/* Texts of procfs, and of our own files that somebody else may have written:
 * maps, fdinfo, status, owners, a layer's record.  The first byte says which.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules.h"
#include "stack/maps.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/shown.h"
#include "tracee/creds.h"
#include "tracee/fdinfo.h"
#include "view/layer_record.h"
#include "view/owners.h"
#include "view/proctext.h"

static struct rules *
drawn_rules(void)
{
	static const char text[] =
	    "version: 1\nnamespace:\n  map: [{at: /job, from: /usr/lib}]\n"
	    "  hide: [/usr/bin]\n";

	return good_rules(text, sizeof(text) - 1);
}

static void
maps(char *text, size_t len)
{
	static struct maps m;

	(void)maps_parse(&m, text, len);
	REQUIRE(m.count <= MAPS_MAX);
	for (size_t i = 0; i < m.count; i++) {
		const struct map *one = &m.at[i];

		REQUIRE(one->path >= text && one->path <= text + len);
		REQUIRE(one->path + strlen(one->path) <= text + len);
	}
}

static size_t
lines(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

/* No line is added and none is lost, whatever names stand in them. */
static void
told(enum proctext kind, int fd, const char *text)
{
	static struct rules *rules;
	struct str to = {0};

	if (rules == NULL)
		rules = drawn_rules();
	REQUIRE(lseek(fd, 0, SEEK_SET) == 0);
	REQUIRE(proctext_write(kind, rules_top(rules), fd, &to) == 0);
	if (strlen(text) == (size_t)lseek(fd, 0, SEEK_END) &&
	    kind != PROCTEXT_MOUNTINFO && kind != PROCTEXT_MOUNTS &&
	    kind != PROCTEXT_MOUNTSTATS)
		REQUIRE(lines(str_text(&to)) == lines(text));
	str_done(&to);
}

static void
status(int fd)
{
	struct creds c = {0};
	struct str to = {0};

	creds_start(&c);
	REQUIRE(proctext_status(&c, fd, &to) == 0);
	str_done(&to);
	creds_done(&c);
}

static void
owners(int fd)
{
	struct owners o = {0};
	struct faults f = {0};
	struct stat st = {.st_mode = S_IFREG | 0644, .st_ino = 12};

	if (owners_load(&o, input_file_name(fd), &f) == 0) {
		owners_show(&o, &st);
		(void)owners_type(&o, st.st_dev, st.st_ino);
	} else {
		REQUIRE(fault_any(&f));
	}
	faults_are_shown(&f);
	owners_done(&o);
	fault_done(&f);
}

/* A line that was read, and written again, is read as the same. */
static void
layer_line(char *line)
{
	struct layer_record r, again;
	struct str to = {0};
	struct stat st = {0};

	if (!layer_record_parse(line, &r))
		return;
	st.st_mode = r.mode;
	st.st_ino = r.ino;
	st.st_size = r.size;
	st.st_mtim = r.mtime;
	st.st_ctim = r.ctime;
	layer_record_add(&to, r.name, &st);
	REQUIRE(layer_record_parse(to.buf, &again));
	REQUIRE(strcmp(r.name, again.name) == 0);
	REQUIRE(layer_record_same(&again, &st));
	str_done(&to);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct input in = {bytes, len};
	uint8_t what = input_byte(&in);
	int fd = input_file(in.at, in.len);
	struct fdinfo info;
	size_t n;
	char *text = input_rest(&in, &n);

	switch (what % 8) {
	case 0: maps(text, n); break;
	case 1: told(PROCTEXT_MAPS, fd, text); break;
	case 2: told(PROCTEXT_NUMA, fd, text); break;
	case 3:
		told(PROCTEXT_MOUNTINFO, fd, text);
		told(PROCTEXT_MOUNTS, fd, text);
		told(PROCTEXT_MOUNTSTATS, fd, text);
		break;
	case 4: status(fd); break;
	case 5: (void)fdinfo_read_file(input_file_name(fd), &info); break;
	case 6: owners(fd); break;
	case 7: layer_line(text); break;
	}
	close(fd);
	free(text);
	return 0;
}
