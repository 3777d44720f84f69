/* What the forms of a report share: their files, and the form for people. */
#include "report/outputs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "report/text.h"
#include "run.h"

static void
complain(const char *file, const char *why)
{
	cleanup_str struct str shown = {0};

	str_add_shown(&shown, file, strlen(file));
	log_line("%s: %s", str_text(&shown), why);
}

FILE *
output_make(const char *to, const char *record)
{
	/* 0600, as the record: what a job touches is nobody else's business. */
	cleanup_fd int fd =
	    open(to, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
	struct stat st, of_record;
	FILE *file;

	if (fd < 0 || fstat(fd, &st) != 0) {
		complain(to, strerror(errno));
		return NULL;
	}
	if (stat(record, &of_record) == 0 && st.st_dev == of_record.st_dev &&
	    st.st_ino == of_record.st_ino) {
		complain(to, "this is the record itself; name another file");
		return NULL;
	}
	if ((S_ISREG(st.st_mode) && ftruncate(fd, 0) != 0) ||
	    (file = fdopen(fd, "we")) == NULL) {
		complain(to, strerror(errno));
		return NULL;
	}
	(void)steal_fd(&fd);
	return file;
}

int
output_close(FILE *file, const char *to, int status)
{
	bool bad = ferror(file) != 0;

	bad = fclose(file) != 0 || bad;
	if (!bad)
		return status;
	complain(to, errno != 0 ? strerror(errno) : "not all was written");
	return EXIT_OURS;
}

int
output_text(const struct model *m)
{
	cleanup_str struct str text = {0};

	text_report(&text, m);
	if (text.failed) {
		log_line("out of memory");
		return EXIT_OURS;
	}
	fwrite(str_text(&text), 1, text.len, stdout);
	return 0;
}
