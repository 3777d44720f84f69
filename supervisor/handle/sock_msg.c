/* sendmsg and sendmmsg: the header, the address and the control data are copied
 * and judged; the data itself stays where it is, since nothing is decided by
 * it.
 */
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "handle/handle.h"
#include "handle/sock_addr.h"
#include "tracee/mem.h"

#ifndef MSG_FASTOPEN
#define MSG_FASTOPEN 0x20000000
#endif

/* More than any use needs: SCM_RIGHTS takes at most 253 descriptors (unix(7)),
 * 1 KiB.  ENOBUFS beyond is what the kernel says over net.core.optmem_max. */
#define CONTROL_MAX 4096u

/* Control data that sends a packet by way of, or to, other addresses than the
 * one that was judged: ip(7), ipv6(7), linux/in6.h. */
static bool
is_detour(const struct cmsghdr *h)
{
	if (h->cmsg_level == IPPROTO_IP)
		return h->cmsg_type == IP_RETOPTS;
	if (h->cmsg_level != IPPROTO_IPV6)
		return false;
	return h->cmsg_type == IPV6_RTHDR || h->cmsg_type == IPV6_2292RTHDR ||
	    h->cmsg_type == IPV6_HOPOPTS || h->cmsg_type == IPV6_2292HOPOPTS ||
	    h->cmsg_type == IPV6_DSTOPTS || h->cmsg_type == IPV6_2292DSTOPTS ||
	    h->cmsg_type == IPV6_RTHDRDSTOPTS;
}

/* Walks the control data as the kernel does: CMSG_OK in linux/socket.h ends the
 * walk with EINVAL at a header that does not fit. */
static int
check_control(const unsigned char *control, size_t len)
{
	struct cmsghdr h;

	while (len >= sizeof(h)) {
		size_t step;

		memcpy(&h, control, sizeof(h));
		if (h.cmsg_len < sizeof(h) || h.cmsg_len > len)
			return EINVAL;
		if (is_detour(&h))
			return EPERM;
		step = CMSG_ALIGN(h.cmsg_len);
		if (step >= len)
			break;
		control += step;
		len -= step;
	}
	return 0;
}

static bool
pin_control(struct call *c, struct msghdr *h)
{
	unsigned char control[CONTROL_MAX];
	int err;

	if (h->msg_control == NULL || h->msg_controllen == 0)
		return true;
	if (h->msg_controllen > sizeof(control)) {
		c->out =
		    call_refuse(c, ENOBUFS, "more control data than is copied");
		return false;
	}
	if (!call_read(c, (uintptr_t)h->msg_control, control,
		h->msg_controllen))
		return false;
	err = check_control(control, h->msg_controllen);
	if (err == EPERM)
		c->out = call_refuse(c, EPERM,
		    "routing options lead to other addresses");
	else if (err != 0)
		c->out = v_refuse(err);
	if (err != 0)
		return false;
	h->msg_control =
	    (void *)(uintptr_t)call_pin(c, control, h->msg_controllen);
	return h->msg_control != NULL;
}

static bool
pin_name(struct call *c, struct msghdr *h)
{
	int len = (int)h->msg_namelen;
	struct sock_addr a;

	if (h->msg_name == NULL)
		len = 0;
	/* copy_msghdr_from_user() refuses what is negative and cuts what is
	 * too long (net/socket.c). */
	if (len > (int)sizeof(a.sa))
		len = sizeof(a.sa);
	if (!sock_copy(c, (uintptr_t)h->msg_name, len, &a))
		return false;
	if (a.len != 0 && !sock_may_reach(c, call_int(c, 0), REACH_SEND, &a))
		return false;
	h->msg_name = NULL;
	h->msg_namelen = (socklen_t)a.len;
	if (a.len == 0)
		return true;
	h->msg_name = (void *)(uintptr_t)call_pin(c, &a.sa, a.len);
	return h->msg_name != NULL;
}

/* Pins sendmsg(fd, the message at addr, flags). */
static struct verdict
pin_message(struct call *c, uint64_t addr, unsigned flags)
{
	struct msghdr h;

	if ((flags & MSG_FASTOPEN) != 0)
		return call_refuse(c, EOPNOTSUPP,
		    "it connects without connect(2)");
	if (!call_read(c, addr, &h, sizeof(h)))
		return c->out;
	if (!pin_name(c, &h) || !pin_control(c, &h))
		return c->out;
	c->pin_nr = SYS_sendmsg;
	c->pin_arg[1] = call_pin(c, &h, sizeof(h));
	c->pin_arg[2] = flags;
	return c->pin_arg[1] != 0 ? v_pin() : c->out;
}

struct verdict
h_sendmsg(struct call *c)
{
	return pin_message(c, c->arg[1], (unsigned)call_int(c, 2));
}

/* The one message was sent: the job gets its length where sendmmsg(2) writes
 * it, and the number of messages as the result. */
static void
count_message(struct tracee *t, int64_t *result, void *data)
{
	uint64_t at = (uint64_t)(uintptr_t)data;
	unsigned sent = (unsigned)*result;
	int err;

	if (*result < 0)
		return;
	err = mem_write(t->tid, at, &sent, sizeof(sent));
	*result = err == 0 ? 1 : err;
}

/* One message is sent, whatever vlen: sendmmsg(2) may send fewer than it was
 * asked to, and its callers go on from there.  The lengths are written into the
 * headers, which the kernel could not do to the pinned ones. */
struct verdict
h_sendmmsg(struct call *c)
{
	unsigned vlen = (unsigned)call_int(c, 2);
	struct sock_kind kind;
	struct verdict v;

	if (vlen == 0)
		return sock_kind(c, call_int(c, 0), &kind) ? v_return(0)
							   : c->out;
	v = pin_message(c, c->arg[1], (unsigned)call_int(c, 3));
	if (v.kind == V_PIN)
		call_on_return(c, count_message,
		    (void *)(uintptr_t)(c->arg[1] +
			offsetof(struct mmsghdr, msg_len)),
		    NULL);
	return v;
}
