/* Ids, groups and capabilities under `user: root`: nothing of it is ever so;
 * what the kernel would have made of it is remembered of the process and told
 * again (tracee/creds.h). */
#include <errno.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "handle/handle.h"
#include "handle/owner.h"

static struct creds *
mine(const struct call *c)
{
	return &c->task->process->creds;
}

struct verdict
h_getid(struct call *c)
{
	const struct creds *me = mine(c);

	switch (c->nr) {
	case SYS_getuid: return v_return(me->uid.real);
	case SYS_geteuid: return v_return(me->uid.effective);
	case SYS_getgid: return v_return(me->gid.real);
	default: return v_return(me->gid.effective);
	}
}

struct verdict
h_getresid(struct call *c)
{
	const struct creds *me = mine(c);
	const struct ids *i = c->nr == SYS_getresuid ? &me->uid : &me->gid;

	if (!call_write(c, c->arg[0], &i->real, sizeof(i->real)) ||
	    !call_write(c, c->arg[1], &i->effective, sizeof(i->effective)) ||
	    !call_write(c, c->arg[2], &i->saved, sizeof(i->saved)))
		return c->out;
	return v_return(0);
}

struct verdict
h_setid(struct call *c)
{
	struct creds *me = mine(c);
	uint32_t a = (uint32_t)call_int(c, 0), b = (uint32_t)call_int(c, 1);
	uint32_t d = (uint32_t)call_int(c, 2);

	switch (c->nr) {
	case SYS_setuid: return v_return(creds_set(me, true, a));
	case SYS_setgid: return v_return(creds_set(me, false, a));
	case SYS_setreuid: return v_return(creds_set_re(me, true, a, b));
	case SYS_setregid: return v_return(creds_set_re(me, false, a, b));
	case SYS_setresuid: return v_return(creds_set_res(me, true, a, b, d));
	default: return v_return(creds_set_res(me, false, a, b, d));
	}
}

struct verdict
h_setfsid(struct call *c)
{
	return v_return(creds_set_fs(mine(c), c->nr == SYS_setfsuid,
	    (uint32_t)call_int(c, 0)));
}

struct verdict
h_getgroups(struct call *c)
{
	const struct creds *me = mine(c);
	int room = call_int(c, 0);

	if (room < 0)
		return v_refuse(EINVAL);
	if (room == 0 || me->group_count == 0)
		return v_return(me->group_count);
	if ((unsigned)room < me->group_count)
		return v_refuse(EINVAL);
	if (!call_write(c, c->arg[1], me->groups,
		me->group_count * sizeof(*me->groups)))
		return c->out;
	return v_return(me->group_count);
}

struct verdict
h_setgroups(struct call *c)
{
	unsigned count = (unsigned)call_int(c, 0);
	uint32_t *groups = NULL;
	int err;

	if (!creds_able(mine(c), CAP_SETGID))
		return v_refuse(EPERM);
	if (count > CREDS_GROUPS)
		return v_refuse(EINVAL);
	if (count != 0) {
		groups = calloc(count, sizeof(*groups));
		if (groups == NULL)
			return v_fault(ENOMEM);
		if (!call_read(c, c->arg[1], groups, count * sizeof(*groups))) {
			free(groups);
			return c->out;
		}
	}
	err = creds_set_groups(mine(c), groups, count);
	if (err != 0)
		free(groups);
	return v_return(err);
}

/* Whose capabilities are asked for?  NULL: a process of no `user: root`. */
static const struct creds *
creds_of_pid(const struct call *c, int pid)
{
	const struct tracee *t =
	    pid == 0 ? c->task : tracee_find(&c->m->tracees, pid);

	return t != NULL && owner_root_process(t->process) ? &t->process->creds
							   : NULL;
}

/* Reads the header, and how many halves of a set follow.  False answers. */
static bool
cap_header(struct call *c, struct __user_cap_header_struct *h, int *ret_halves)
{
	uint32_t newest = _LINUX_CAPABILITY_VERSION_3;

	if (!call_read(c, c->arg[0], h, sizeof(*h)))
		return false;
	switch (h->version) {
	case _LINUX_CAPABILITY_VERSION_1:
		*ret_halves = _LINUX_CAPABILITY_U32S_1;
		return true;
	case _LINUX_CAPABILITY_VERSION_2:
	case _LINUX_CAPABILITY_VERSION_3:
		*ret_halves = _LINUX_CAPABILITY_U32S_3;
		return true;
	default: break;
	}
	/* Libraries ask with 0 which one there is (capget(2)). */
	if (call_write(c, c->arg[0], &newest, sizeof(newest)))
		c->out = v_return(
		    c->nr == SYS_capget && c->arg[1] == 0 ? 0 : -EINVAL);
	return false;
}

struct verdict
h_capget(struct call *c)
{
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {0};
	struct __user_cap_header_struct h;
	const struct creds *of;
	int halves;

	if (!cap_header(c, &h, &halves))
		return c->out;
	if (h.pid < 0)
		return v_refuse(EINVAL);
	of = creds_of_pid(c, h.pid);
	if (of == NULL && syscall(SYS_capget, &h, data) != 0)
		return v_refuse(errno);
	for (int i = 0; of != NULL && i < halves; i++) {
		data[i].effective = (uint32_t)(of->effective >> (32 * i));
		data[i].permitted = (uint32_t)(of->permitted >> (32 * i));
		data[i].inheritable = (uint32_t)(of->inheritable >> (32 * i));
	}
	if (!call_write(c, c->arg[1], data, (size_t)halves * sizeof(data[0])))
		return c->out;
	return v_return(0);
}

struct verdict
h_capset(struct call *c)
{
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {0};
	struct __user_cap_header_struct h;
	int halves;

	if (!cap_header(c, &h, &halves))
		return c->out;
	if (h.pid != 0 && h.pid != c->task->tid)
		return v_refuse(EPERM);
	if (!call_read(c, c->arg[1], data, (size_t)halves * sizeof(data[0])))
		return c->out;
	return v_return(creds_set_caps(mine(c),
	    (uint64_t)data[1].effective << 32 | data[0].effective,
	    (uint64_t)data[1].permitted << 32 | data[0].permitted,
	    (uint64_t)data[1].inheritable << 32 | data[0].inheritable));
}
