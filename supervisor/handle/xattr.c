/* Extended attributes, by name and by descriptor. */
#include <errno.h>
#include <fcntl.h>
#include <linux/limits.h>
#include <linux/xattr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/fd.h"
#include "handle/file.h"
#include "handle/handle.h"
#include "handle/layered.h"

/* An attribute's name, as import_xattr_name() of fs/xattr.c takes it. */
static bool
read_name(struct call *c, int i, char name[XATTR_NAME_MAX + 1])
{
	if (!call_string(c, i, name, XATTR_NAME_MAX + 1)) {
		if (c->out.kind == V_RETURN && c->out.value == -ENAMETOOLONG)
			c->out = v_refuse(ERANGE);
		return false;
	}
	if (name[0] != '\0')
		return true;
	c->out = v_refuse(ERANGE);
	return false;
}

/* Does the call mean a link itself? */
static bool
means_link(const struct call *c)
{
	return c->nr == SYS_lgetxattr || c->nr == SYS_llistxattr ||
	    c->nr == SYS_lsetxattr || c->nr == SYS_lremovexattr;
}

static bool
xattr_place(struct call *c, unsigned accesses)
{
	return call_place(c, 0, 0, means_link(c) ? NO_FOLLOW : FOLLOW,
		   WANT_OBJECT, NO_EMPTY) &&
	    file_may(c, 0, accesses);
}

/* A name for the held object, and whether its last part is not to be followed:
 * a link itself is reached through its folder.  False answers. */
static bool
object_name(struct call *c, char *to, size_t size)
{
	struct place *p = &c->place[0];
	int err;

	if (!p->is_link) {
		place_proc_name(p->object, to, size);
		return true;
	}
	err = place_open_parent(p);
	if (err != 0) {
		errno = -err;
		c->out = file_errno();
		return false;
	}
	snprintf(to, size, "/proc/self/fd/%d/%s", p->parent, p->last);
	return true;
}

#define NAME_ROOM (NAME_MAX + 48)

static struct verdict
set_value(struct call *c, const char *name, const void *value, size_t size)
{
	const struct place *p = &c->place[0];
	int flags = call_int(c, 4), r;
	char path[NAME_ROOM];

	if (!object_name(c, path, sizeof(path)))
		return c->out;
	r = p->is_link ? lsetxattr(path, name, value, size, flags)
		       : setxattr(path, name, value, size, flags);
	return r == 0 ? v_return(0) : file_errno();
}

/* What all of them do first: setxattr_copy() of fs/xattr.c.  *ret_value is the
 * caller's to free, NULL for an empty one. */
static bool
read_value(struct call *c, char name[XATTR_NAME_MAX + 1], void **ret_value)
{
	uint64_t size = c->arg[3];

	*ret_value = NULL;
	if ((call_int(c, 4) & ~(XATTR_CREATE | XATTR_REPLACE)) != 0) {
		c->out = v_refuse(EINVAL);
		return false;
	}
	if (!read_name(c, 1, name))
		return false;
	if (size > XATTR_SIZE_MAX) {
		c->out = v_refuse(E2BIG);
		return false;
	}
	if (size == 0)
		return true;
	*ret_value = malloc((size_t)size);
	if (*ret_value == NULL) {
		c->out = v_fault(ENOMEM);
		return false;
	}
	return call_read(c, c->arg[2], *ret_value, (size_t)size);
}

struct verdict
h_setxattr(struct call *c)
{
	cleanup_free void *value = NULL;
	char name[XATTR_NAME_MAX + 1];

	if (!read_value(c, name, &value) || !xattr_place(c, ACC_ATTRIBUTES) ||
	    !layered_lift(c, 0, LIFT_WRITE))
		return c->out;
	return set_value(c, name, value, (size_t)c->arg[3]);
}

struct verdict
h_fsetxattr(struct call *c)
{
	cleanup_free void *value = NULL;
	char name[XATTR_NAME_MAX + 1];

	if (!read_value(c, name, &value) ||
	    !file_descriptor(c, 0, ACC_ATTRIBUTES) ||
	    !layered_lift(c, 0, LIFT_WRITE))
		return c->out;
	return set_value(c, name, value, (size_t)c->arg[3]);
}

/* Room for an answer of at most `max` bytes; the kernel clamps likewise. */
static bool
answer_room(struct call *c, uint64_t asked, size_t max, size_t *ret_size,
    void **ret_room)
{
	*ret_size = asked < max ? (size_t)asked : max;
	*ret_room = NULL;
	if (*ret_size == 0)
		return true;
	*ret_room = malloc(*ret_size);
	if (*ret_room != NULL)
		return true;
	c->out = v_fault(ENOMEM);
	return false;
}

static struct verdict
answer(struct call *c, uint64_t addr, const void *room, size_t size, ssize_t n)
{
	if (n < 0)
		return file_errno();
	if (n > 0 && size > 0 && !call_write(c, addr, room, (size_t)n))
		return c->out;
	return v_return(n);
}

/* Who may do what with an object is told as its mode is: ls(1) asks for it
 * with each stat(2), and some fail where it is forbidden. */
static bool
tells_rights(const char *name)
{
	return strncmp(name, XATTR_SYSTEM_PREFIX, XATTR_SYSTEM_PREFIX_LEN) ==
	    0 ||
	    strncmp(name, XATTR_SECURITY_PREFIX, XATTR_SECURITY_PREFIX_LEN) ==
	    0;
}

struct verdict
h_getxattr(struct call *c)
{
	const struct place *p = &c->place[0];
	cleanup_free void *room = NULL;
	char name[XATTR_NAME_MAX + 1], path[NAME_ROOM];
	size_t size;
	ssize_t n;

	if (!read_name(c, 1, name) ||
	    !xattr_place(c, tells_rights(name) ? ACC_STAT : ACC_READ) ||
	    !object_name(c, path, sizeof(path)) ||
	    !answer_room(c, c->arg[3], XATTR_SIZE_MAX, &size, &room))
		return c->out;
	n = p->is_link ? lgetxattr(path, name, room, size)
		       : getxattr(path, name, room, size);
	return answer(c, c->arg[2], room, size, n);
}

/* Leaves the names that tell rights, of `size` bytes.  Returns their bytes. */
static ssize_t
keep_rights(char *names, ssize_t size)
{
	ssize_t kept = 0, at, len;

	for (at = 0; at < size; at += len) {
		len = (ssize_t)strlen(names + at) + 1;
		if (!tells_rights(names + at))
			continue;
		memmove(names + kept, names + at, (size_t)len);
		kept += len;
	}
	return kept;
}

/* Where the rules allow looking and not reading, the names that belong to
 * looking are listed. */
struct verdict
h_listxattr(struct call *c)
{
	const struct place *p = &c->place[0];
	cleanup_free char *room = NULL;
	char path[NAME_ROOM];
	bool all;
	ssize_t n;

	if (!call_place(c, 0, 0, means_link(c) ? NO_FOLLOW : FOLLOW,
		WANT_OBJECT, NO_EMPTY))
		return c->out;
	all = p->err != 0 || call_would(c, 0, ACC_READ) ||
	    !call_would(c, 0, ACC_STAT);
	if (!file_may(c, 0, all ? ACC_READ : ACC_STAT) ||
	    !object_name(c, path, sizeof(path)))
		return c->out;
	room = malloc(XATTR_LIST_MAX);
	if (room == NULL)
		return v_fault(ENOMEM);
	n = p->is_link ? llistxattr(path, room, XATTR_LIST_MAX)
		       : listxattr(path, room, XATTR_LIST_MAX);
	if (n > 0 && !all)
		n = keep_rights(room, n);
	if (n > 0 && c->arg[2] != 0 && (uint64_t)n > c->arg[2])
		return v_refuse(ERANGE);
	return answer(c, c->arg[1], room, (size_t)c->arg[2], n);
}

static struct verdict
remove_named(struct call *c, const char *name)
{
	const struct place *p = &c->place[0];
	char path[NAME_ROOM];
	int r;

	if (!object_name(c, path, sizeof(path)))
		return c->out;
	r = p->is_link ? lremovexattr(path, name) : removexattr(path, name);
	return r == 0 ? v_return(0) : file_errno();
}

struct verdict
h_removexattr(struct call *c)
{
	char name[XATTR_NAME_MAX + 1];

	if (!read_name(c, 1, name) || !xattr_place(c, ACC_ATTRIBUTES) ||
	    !layered_lift(c, 0, LIFT_WRITE))
		return c->out;
	return remove_named(c, name);
}

struct verdict
h_fremovexattr(struct call *c)
{
	char name[XATTR_NAME_MAX + 1];

	if (!read_name(c, 1, name) || !file_descriptor(c, 0, ACC_ATTRIBUTES) ||
	    !layered_lift(c, 0, LIFT_WRITE))
		return c->out;
	return remove_named(c, name);
}
