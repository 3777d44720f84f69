/* The promises that openat2(2) makes on the job's own name cannot be made on
 * the canonical one: they are checked here, by where the name led. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "handle/opening.h"

/* Which mount is a held descriptor in?  0: unknown. */
static uint64_t
mount_of(int fd)
{
	struct statx stx;

	if (fd < 0 || statx(fd, "", AT_EMPTY_PATH, STATX_MNT_ID, &stx) != 0)
		return 0;
	return stx.stx_mnt_id;
}

int
opening_promises(struct call *c, const struct opening *o)
{
	const struct place *p = &c->place[0], *top = &c->place[1];
	uint64_t resolve = o->how.resolve;
	bool rooted = p->named[0] == '/';

	if (resolve == 0)
		return 0;
	if ((resolve & RESOLVE_NO_SYMLINKS) != 0 && p->links > 0)
		return ELOOP;
	if ((resolve & RESOLVE_NO_MAGICLINKS) != 0 && p->magic)
		return ELOOP;
	if ((resolve & RESOLVE_BENEATH) != 0 && (rooted || p->magic))
		return EXDEV;
	if ((resolve & (RESOLVE_BENEATH | RESOLVE_NO_XDEV)) == 0)
		return 0;
	if (!call_place_text(c, 1, rooted ? "/" : "", o->dirfd, NO_FOLLOW,
		WANT_OBJECT, EMPTY_OK))
		return -1;
	if (top->err != 0)
		return top->err;
	if ((resolve & RESOLVE_BENEATH) != 0 &&
	    (p->nameless ||
		!str_is_below(p->shown, top->shown, strlen(top->shown))))
		return EXDEV;
	if ((resolve & RESOLVE_NO_XDEV) != 0 && p->exists &&
	    mount_of(p->object) != mount_of(top->object))
		return EXDEV;
	return 0;
}
