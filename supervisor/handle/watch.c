/* inotify_add_watch: watching a file is reading about it. */
#include <fcntl.h>
#include <sys/inotify.h>

#include "handle/file.h"
#include "handle/handle.h"

struct verdict
h_inotify_add_watch(struct call *c)
{
	unsigned mask = (unsigned)call_int(c, 2);
	bool stay = (mask & IN_DONT_FOLLOW) != 0;

	if (!call_place(c, 0, 1, stay ? NO_FOLLOW : FOLLOW, WANT_OBJECT,
		NO_EMPTY) ||
	    !file_may(c, 0, ACC_READ) || !file_pin_object(c, 0, 1))
		return c->out;
	/* The pinned name ends in a link that must be followed; the job's own
	 * was not. */
	c->pin_arg[2] = mask & ~(unsigned)IN_DONT_FOLLOW;
	return v_pin();
}
