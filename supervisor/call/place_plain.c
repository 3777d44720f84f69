/* Names that need no walk, since what is to be known of them is their canonical
 * spelling alone. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "call/walk.h"
#include "rules.h"
#include "tracee/tracee.h"

bool
place_spelt(struct place *p, const struct tracee *t)
{
	struct walk w;

	place_done(p);
	place_init(p);
	p->space = policy_space(t->process->policy);
	if (p->space != NULL || p->named[0] != '/' || walk_in_proc(p->named) ||
	    walk_goes_up(p->named))
		return false;
	w.p = p;
	w.len = 0;
	walk_rest(&w, p->named);
	return walk_spell(&w);
}

bool
place_is_plain(const struct place *p)
{
	/* A file that is no folder costs no descriptor. */
	int fd = place_open(AT_FDCWD, p->named, O_PATH | O_DIRECTORY);

	if (fd < 0)
		return fd == -ENOTDIR || fd == -ENOENT;
	close(fd);
	return true;
}
