/* Credentials that only seem: kernel/sys.c and security/commoncap.c in small.
 */
#include "tracee/creds.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/prctl.h>
#include <stdlib.h>
#include <string.h>

#define BIT(cap) (UINT64_C(1) << (cap))
#define ALL_CAPS (BIT(CAP_LAST_CAP + 1) - 1)

/* What follows the file system's user id: CAP_FS_SET of linux/capability.h. */
#define FS_CAPS                                                                \
	(BIT(CAP_CHOWN) | BIT(CAP_MKNOD) | BIT(CAP_DAC_OVERRIDE) |             \
	    BIT(CAP_DAC_READ_SEARCH) | BIT(CAP_FOWNER) | BIT(CAP_FSETID) |     \
	    BIT(CAP_LINUX_IMMUTABLE) | BIT(CAP_MAC_OVERRIDE))

void
creds_start(struct creds *c)
{
	*c = (struct creds){
	    .effective = ALL_CAPS,
	    .permitted = ALL_CAPS,
	    .bounding = ALL_CAPS,
	};
}

int
creds_copy(struct creds *to, const struct creds *from)
{
	size_t size = from->group_count * sizeof(*from->groups);

	*to = *from;
	to->groups = NULL;
	to->group_count = 0;
	if (size == 0)
		return 0;
	to->groups = malloc(size);
	if (to->groups == NULL)
		return -ENOMEM;
	memcpy(to->groups, from->groups, size);
	to->group_count = from->group_count;
	return 0;
}

void
creds_done(struct creds *c)
{
	free(c->groups);
	c->groups = NULL;
	c->group_count = 0;
}

bool
creds_able(const struct creds *c, unsigned cap)
{
	return (c->effective & BIT(cap)) != 0;
}

static struct ids *
ids_of(struct creds *c, bool user)
{
	return user ? &c->uid : &c->gid;
}

static bool
may_set(const struct creds *c, bool user)
{
	return creds_able(c, user ? CAP_SETUID : CAP_SETGID);
}

static bool
has_root(const struct ids *i)
{
	return i->real == 0 || i->effective == 0 || i->saved == 0;
}

/* cap_emulate_setxuid(). */
static void
follow_user(struct creds *c, const struct ids *old)
{
	if (has_root(old) && !has_root(&c->uid)) {
		if (!c->keep) {
			c->permitted = 0;
			c->effective = 0;
		}
		c->ambient = 0;
	}
	if (old->effective == 0 && c->uid.effective != 0)
		c->effective = 0;
	if (old->effective != 0 && c->uid.effective == 0)
		c->effective = c->permitted;
}

static int
change(struct creds *c, bool user, struct ids to)
{
	struct ids *i = ids_of(c, user), old = *i;

	to.fs = to.effective;
	*i = to;
	if (user)
		follow_user(c, &old);
	return 0;
}

int
creds_set(struct creds *c, bool user, uint32_t id)
{
	struct ids to = *ids_of(c, user);

	if (id == CREDS_SAME)
		return -EINVAL;
	if (may_set(c, user))
		to.real = to.saved = id;
	else if (id != to.real && id != to.saved)
		return -EPERM;
	to.effective = id;
	return change(c, user, to);
}

int
creds_set_re(struct creds *c, bool user, uint32_t real, uint32_t effective)
{
	const struct ids old = *ids_of(c, user);
	struct ids to = old;
	bool able = may_set(c, user);

	if (real != CREDS_SAME) {
		if (!able && real != old.real && real != old.effective)
			return -EPERM;
		to.real = real;
	}
	if (effective != CREDS_SAME) {
		if (!able && effective != old.real &&
		    effective != old.effective && effective != old.saved)
			return -EPERM;
		to.effective = effective;
	}
	if (real != CREDS_SAME ||
	    (effective != CREDS_SAME && effective != old.real))
		to.saved = to.effective;
	return change(c, user, to);
}

static bool
holds(const struct ids *i, uint32_t id)
{
	return id == CREDS_SAME || id == i->real || id == i->effective ||
	    id == i->saved;
}

int
creds_set_res(struct creds *c, bool user, uint32_t real, uint32_t effective,
    uint32_t saved)
{
	struct ids to = *ids_of(c, user);

	if (!may_set(c, user) &&
	    (!holds(&to, real) || !holds(&to, effective) || !holds(&to, saved)))
		return -EPERM;
	if (real != CREDS_SAME)
		to.real = real;
	if (effective != CREDS_SAME)
		to.effective = effective;
	if (saved != CREDS_SAME)
		to.saved = saved;
	return change(c, user, to);
}

uint32_t
creds_set_fs(struct creds *c, bool user, uint32_t id)
{
	struct ids *i = ids_of(c, user);
	uint32_t old = i->fs;

	if (id == CREDS_SAME ||
	    (!may_set(c, user) && id != i->fs && !holds(i, id)))
		return old;
	i->fs = id;
	if (user && old == 0 && id != 0)
		c->effective &= ~FS_CAPS;
	if (user && old != 0 && id == 0)
		c->effective |= c->permitted & FS_CAPS;
	return old;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* They are told sorted (groups_sort() of kernel/groups.c). */
int
creds_set_groups(struct creds *c, uint32_t *groups, unsigned count)
{
	if (!creds_able(c, CAP_SETGID))
		return -EPERM;
	if (count != 0)
		qsort(groups, count, sizeof(*groups), by_number);
	free(c->groups);
	c->groups = groups;
	c->group_count = count;
	return 0;
}

/* cap_capset(). */
int
creds_set_caps(struct creds *c, uint64_t effective, uint64_t permitted,
    uint64_t inheritable)
{
	uint64_t more = c->inheritable | c->bounding;

	effective &= ALL_CAPS;
	permitted &= ALL_CAPS;
	inheritable &= ALL_CAPS;
	if (!creds_able(c, CAP_SETPCAP) &&
	    (inheritable & ~(c->inheritable | c->permitted)) != 0)
		return -EPERM;
	if ((inheritable & ~more) != 0 || (permitted & ~c->permitted) != 0 ||
	    (effective & ~permitted) != 0)
		return -EPERM;
	c->effective = effective;
	c->permitted = permitted;
	c->inheritable = inheritable;
	c->ambient &= permitted & inheritable;
	return 0;
}

static int
ambient(struct creds *c, uint64_t command, uint64_t cap)
{
	if (command == PR_CAP_AMBIENT_CLEAR_ALL) {
		if (cap != 0)
			return -EINVAL;
		c->ambient = 0;
		return 0;
	}
	if (cap > CAP_LAST_CAP)
		return -EINVAL;
	if (command == PR_CAP_AMBIENT_IS_SET)
		return (c->ambient & BIT(cap)) != 0;
	if (command == PR_CAP_AMBIENT_LOWER) {
		c->ambient &= ~BIT(cap);
		return 0;
	}
	if (command != PR_CAP_AMBIENT_RAISE)
		return -EINVAL;
	if ((c->permitted & c->inheritable & BIT(cap)) == 0)
		return -EPERM;
	c->ambient |= BIT(cap);
	return 0;
}

int
creds_prctl(struct creds *c, unsigned command, uint64_t a, uint64_t b)
{
	switch (command) {
	case PR_GET_KEEPCAPS: return c->keep;
	case PR_SET_KEEPCAPS:
		if (a > 1)
			return -EINVAL;
		c->keep = a != 0;
		return 0;
	case PR_CAPBSET_READ:
		return a > CAP_LAST_CAP ? -EINVAL : (c->bounding >> a & 1) != 0;
	case PR_CAPBSET_DROP:
		if (!creds_able(c, CAP_SETPCAP))
			return -EPERM;
		if (a > CAP_LAST_CAP)
			return -EINVAL;
		c->bounding &= ~BIT(a);
		return 0;
	case PR_CAP_AMBIENT: return ambient(c, (uint64_t)a, b);
	default: return -EINVAL;
	}
}

/* cap_bprm_creds_from_file(): root gets all, others what is ambient. */
void
creds_exec(struct creds *c)
{
	uint64_t all = c->bounding | c->inheritable;

	c->uid.saved = c->uid.fs = c->uid.effective;
	c->gid.saved = c->gid.fs = c->gid.effective;
	c->keep = false;
	if (c->uid.effective == 0 || c->uid.real == 0) {
		c->permitted = all;
		c->effective = c->uid.effective == 0 ? all : 0;
		return;
	}
	c->permitted = c->ambient;
	c->effective = c->ambient;
}
