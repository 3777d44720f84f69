/* Socket addresses: what is read of one stays within it, and what is written
 * of that says the same again. */
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "base/str.h"
#include "call/addr.h"
#include "tests/fuzz/fuzz.h"

static bool
is_same(const struct net_object *a, const struct net_object *b)
{
	size_t ip = a->family == AF_INET ? 4 : 16;

	if (a->family != b->family)
		return false;
	if (a->family == AF_UNIX)
		return a->abstract == b->abstract &&
		    a->name_len == b->name_len &&
		    memcmp(a->name, b->name, a->name_len) == 0;
	return a->port == b->port && memcmp(a->ip, b->ip, ip) == 0;
}

static void
write_again(const struct net_object *o, int family)
{
	struct sockaddr_storage sa;
	struct net_object again;
	size_t len = addr_unparse(o, family, &sa);

	REQUIRE(len <= sizeof(sa));
	if (len == 0)
		return;
	REQUIRE(addr_parse((struct sockaddr *)&sa, len, &again) == 0);
	REQUIRE(is_same(o, &again));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const int families[] = {AF_INET, AF_INET6, AF_UNIX, 99};
	size_t used = len < sizeof(struct sockaddr_storage)
	    ? len
	    : sizeof(struct sockaddr_storage);
	/* As long as it says, so that what is read behind it is seen. */
	char *sa = malloc(used + 1);
	struct str text = {0};
	struct net_object o;

	REQUIRE(sa != NULL);
	sa = realloc(sa, used > 0 ? used : 1);
	if (used > 0)
		memcpy(sa, bytes, used);
	if (addr_parse((struct sockaddr *)(void *)sa, used, &o) == 0) {
		if (o.family == AF_UNIX && o.name_len > 0)
			REQUIRE(
			    o.name > sa && o.name + o.name_len <= sa + used);
		for (size_t i = 0; i < 4; i++)
			write_again(&o, families[i]);
		for (int proto = NET_TCP; proto <= NET_OTHER; proto++) {
			o.proto = (enum net_proto)proto;
			addr_text(&o, &text);
		}
	}
	str_done(&text);
	free(sa);
	return 0;
}
