/* Opening a text of procfs that tells names of the host: the job gets a copy in
 * its own words, as it was at that moment. */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/fd.h"
#include "handle/file.h"
#include "handle/opening.h"
#include "handle/owner.h"
#include "view/proctext.h"

/* Whose status it is, if that only seems to be so; else NULL. */
static const struct creds *
seeming(const struct call *c, const char *name)
{
	const struct process *of =
	    process_find(&c->m->tracees, proctext_pid(name));

	return of != NULL && owner_root(c) && owner_root_process(of)
	    ? &of->creds
	    : NULL;
}

/* Is it told otherwise than on the host? */
static bool
is_told(const struct call *c, const char *name)
{
	enum proctext kind = proctext_of(name);

	return kind == PROCTEXT_STATUS ? seeming(c, name) != NULL
				       : kind != PROCTEXT_NONE;
}

/* The text of place 0, as the job is to read it, from the host's.  Returns 0 or
 * -errno. */
static int
write_text(const struct call *c, int file, struct str *to)
{
	const char *name = c->place[0].shown;

	if (proctext_of(name) != PROCTEXT_STATUS)
		return proctext_write(proctext_of(name),
		    c->task->process->policy, file, to);
	return proctext_status(seeming(c, name), file, to);
}

bool
opening_reads_text(const struct call *c, const struct opening *o)
{
	const struct place *p = &c->place[0];
	struct statfs fs;

	return p->space != NULL && (o->how.flags & O_PATH) == 0 &&
	    (o->how.flags & O_ACCMODE) != O_WRONLY && is_told(c, p->shown) &&
	    fstatfs(p->object, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC;
}

/* A file that nobody can change, with this text; owned.  Returns it, or -1 with
 * errno. */
static int
make_file(const char *name, const struct str *text)
{
	cleanup_fd int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	int err = fd < 0 ? -errno : fd_write(fd, str_text(text), text->len);

	if (err != 0) {
		errno = -err;
		return -1;
	}
	if (fchmod(fd, 0444) != 0 ||
	    fcntl(fd, F_ADD_SEALS,
		F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
		return -1;
	return steal_fd(&fd);
}

struct verdict
opening_text(struct call *c, struct opening *o)
{
	const struct place *p = &c->place[0];
	cleanup_str struct str text = {0};
	cleanup_fd int file = -1;
	char name[64];
	int copy, err;

	/* Nobody may write it, so that nobody may do both. */
	if ((o->how.flags & O_ACCMODE) != O_RDONLY)
		return v_refuse(EACCES);
	place_proc_name(p->object, name, sizeof(name));
	file = open(name, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return file_errno();
	err = write_text(c, file, &text);
	copy = err == 0 ? make_file(strrchr(p->shown, '/') + 1, &text) : -1;
	if (err != 0)
		errno = -err;
	if (copy < 0)
		return file_errno();
	o->how.flags &= ~(uint64_t)(O_CREAT | O_EXCL | O_TRUNC | O_NOFOLLOW);
	o->how.mode = 0;
	o->how.resolve = 0;
	if (!call_hold(c, copy, name, sizeof(name)) ||
	    !opening_pin(c, &o->how) || !call_pin_string(c, 1, name))
		return c->out;
	return v_pin();
}
