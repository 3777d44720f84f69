/* read, write and kin, where a rule cuts some of them short (`inject: short`):
 * the kernel runs the same call with a smaller count.  The buffer stays the
 * job's own: nothing is decided by what is in it. */
#include <sys/syscall.h>

#include "call/inject.h"
#include "handle/handle.h"

struct verdict
h_short(struct call *c)
{
	const struct place *p = &c->place[0];
	bool reads = c->nr == SYS_read || c->nr == SYS_pread64;
	enum access one = reads ? ACC_READ : ACC_MODIFY;
	uint64_t len = c->arg[2], most;
	const struct who who = call_who(c);
	struct answer says;

	if (!call_place_fd(c, 0, 0))
		return c->out;
	if (p->err != 0 || p->nameless || p->shown[0] != '/')
		return v_pass();
	policy_file_by(c->task->process->policy, &who, one, p->shown, &says);
	if (says.inject == NULL)
		return v_pass();
	most = call_inject_short(c, says.inject, len);
	if (most == len)
		return v_pass();
	call_note(c, one, NULL, p->shown);
	call_note_injected(c, &says);
	c->pin_arg[2] = most;
	return v_pin();
}
