/* inotify_add_watch: watching a file is reading about it. */
#include <errno.h>
#include <fcntl.h>
#include <sys/inotify.h>

#include "handle/file.h"
#include "handle/handle.h"
#include "handle/layered.h"
#include "space.h"

/* The kernel tells the watcher of a folder every name in it. */
static bool
hides_something(const struct place *p)
{
	const struct space_place *at = NULL;

	if (p->space == NULL)
		return false;
	while ((at = space_next_in(p->space, p->shown, at)) != NULL)
		if (at->kind == SPACE_HIDDEN)
			return true;
	return false;
}

struct verdict
h_inotify_add_watch(struct call *c)
{
	unsigned mask = (unsigned)call_int(c, 2);
	bool stay = (mask & IN_DONT_FOLLOW) != 0;

	if (!call_place(c, 0, 1, stay ? NO_FOLLOW : FOLLOW, WANT_OBJECT,
		NO_EMPTY) ||
	    !file_may(c, 0, ACC_READ))
		return c->out;
	if (hides_something(&c->place[0]))
		return call_refuse(c, EACCES,
		    "a watch on the folder would tell of what is hidden in it");
	if (!layered_watch(c, 0) || !file_pin_object(c, 0, 1))
		return c->out;
	/* The pinned name ends in a link that must be followed; the job's own
	 * was not. */
	c->pin_arg[2] = mask & ~(unsigned)IN_DONT_FOLLOW;
	return v_pin();
}
