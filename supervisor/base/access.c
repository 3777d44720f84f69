/* The words of the rule language for accesses, in the one place that knows
 * both the bit and the word. */
#include "base/access.h"

const char *
access_name(enum access one)
{
	switch (one) {
	case ACC_READ: return "read";
	case ACC_STAT: return "stat";
	case ACC_MODIFY: return "modify";
	case ACC_CREATE: return "create";
	case ACC_DELETE: return "delete";
	case ACC_ATTRIBUTES: return "attributes";
	case ACC_EXEC: return "exec";
	case ACC_CONNECT: return "connect";
	case ACC_BIND: return "bind";
	case ACC_ACCEPT: return "accept";
	case ACC_SOCKET: return "socket";
	case ACC_RUN: return "run";
	case ACC_FORK: return "fork";
	case ACC_SIGNAL: return "signal";
	}
	return "?";
}
