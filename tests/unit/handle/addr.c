/* Socket addresses: read, told and written back. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/un.h>

#include "base/str.h"
#include "call/addr.h"
#include "call/bound.h"

static struct net_object
inet(const char *ip, uint16_t port)
{
	struct sockaddr_in in = {.sin_family = AF_INET,
	    .sin_port = htons(port)};
	struct net_object o;

	inet_pton(AF_INET, ip, &in.sin_addr);
	cr_assert_eq(addr_parse((struct sockaddr *)&in, sizeof(in), &o), 0);
	return o;
}

static struct net_object
inet6(const char *ip, uint16_t port)
{
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6,
	    .sin6_port = htons(port)};
	struct net_object o;

	inet_pton(AF_INET6, ip, &in6.sin6_addr);
	cr_assert_eq(addr_parse((struct sockaddr *)&in6, sizeof(in6), &o), 0);
	return o;
}

static void
tells(struct net_object o, enum net_proto proto, const char *text)
{
	struct str s = {0};

	o.proto = proto;
	addr_text(&o, &s);
	cr_assert_str_eq(str_text(&s), text);
	str_done(&s);
}

Test(addr, is_told_as_rules_write_it)
{
	tells(inet("127.0.0.1", 80), NET_TCP, "tcp:127.0.0.1:80");
	tells(inet("0.0.0.0", 0), NET_UDP, "udp:0.0.0.0:0");
	tells(inet6("::1", 53), NET_UDP, "udp:[::1]:53");
	tells(inet6("::", 65535), NET_TCP, "tcp:[::]:65535");
	tells(inet6("::ffff:10.0.0.1", 8), NET_TCP, "tcp:10.0.0.1:8");
	tells((struct net_object){.family = AF_NETLINK}, NET_OTHER,
	    "family:16");
}

Test(addr, mapped_ipv4_is_ipv4)
{
	struct net_object a = inet("10.1.2.3", 443);
	struct net_object b = inet6("::ffff:10.1.2.3", 443);

	cr_assert_eq(b.family, AF_INET);
	cr_assert_eq(memcmp(a.ip, b.ip, sizeof(a.ip)), 0);
	cr_assert_eq(a.port, b.port);
}

Test(addr, lengths_are_checked_as_the_kernel_does)
{
	struct sockaddr_storage sa = {0};
	struct net_object o;
	static const struct {
		int family;
		size_t len;
		int err;
	} row[] = {
	    {AF_INET,    0,   -EINVAL},
	    {AF_INET,    1,   -EINVAL},
	    {AF_INET,    15,  -EINVAL},
	    {AF_INET,    16,  0      },
	    {AF_INET,    128, 0      },
	    {AF_INET6,   23,  -EINVAL},
	    {AF_INET6,   24,  0      },
	    {AF_INET6,   28,  0      },
	    {AF_UNIX,    2,   0      },
	    {AF_UNIX,    110, 0      },
	    {AF_UNIX,    111, -EINVAL},
	    {AF_NETLINK, 2,   0      },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		sa.ss_family = (sa_family_t)row[i].family;
		cr_assert_eq(addr_parse((struct sockaddr *)&sa, row[i].len, &o),
		    row[i].err, "row %zu", i);
	}
}

Test(addr, unix_names)
{
	struct sockaddr_un un = {.sun_family = AF_UNIX, .sun_path = "/run/x"};
	struct net_object o;

	/* With its NUL, without it, and with bytes behind it. */
	for (size_t len = 8; len <= 10; len++) {
		cr_assert_eq(addr_parse((struct sockaddr *)&un, len, &o), 0);
		cr_assert_not(o.abstract);
		cr_assert_eq(o.name_len, len < 9 ? len - 2 : 6);
	}
	tells(o, NET_UNIX, "unix:/run/x");

	memcpy(un.sun_path, "\0a\0b", 4);
	cr_assert_eq(addr_parse((struct sockaddr *)&un, 6, &o), 0);
	cr_assert(o.abstract);
	cr_assert_eq(o.name_len, 3);
	cr_assert_eq(memcmp(o.name, "a\0b", 3), 0);

	cr_assert_eq(addr_parse((struct sockaddr *)&un, 2, &o), 0);
	cr_assert(o.abstract);
	tells(o, NET_UNIX, "unix:@");

	memset(un.sun_path, 'y', sizeof(un.sun_path));
	cr_assert_eq(addr_parse((struct sockaddr *)&un, sizeof(un), &o), 0);
	cr_assert_eq(o.name_len, sizeof(un.sun_path));
}

static void
comes_back(struct net_object o, int family)
{
	struct sockaddr_storage sa;
	struct net_object again;
	size_t len = addr_unparse(&o, family, &sa);

	cr_assert_neq(len, 0);
	cr_assert_eq(sa.ss_family, family);
	cr_assert_eq(addr_parse((struct sockaddr *)&sa, len, &again), 0);
	cr_assert_eq(again.family, o.family);
	cr_assert_eq(memcmp(again.ip, o.ip, sizeof(o.ip)), 0);
	cr_assert_eq(again.port, o.port);
	cr_assert_eq(again.abstract, o.abstract);
	cr_assert_eq(again.name_len, o.name_len);
}

Test(addr, written_back_is_the_same)
{
	struct net_object o = {.family = AF_UNIX,
	    .name = "/run/x",
	    .name_len = 6};

	comes_back(inet("10.1.2.3", 443), AF_INET);
	comes_back(inet("10.1.2.3", 443), AF_INET6);
	comes_back(inet6("fe80::1", 1), AF_INET6);
	comes_back(o, AF_UNIX);
	o.abstract = true;
	comes_back(o, AF_UNIX);
}

Test(addr, what_does_not_fit_is_not_written)
{
	char name[108];
	struct net_object v6 = inet6("fe80::1", 1);
	struct net_object u = {.family = AF_UNIX, .name = name};
	struct sockaddr_storage sa;

	memset(name, 'x', sizeof(name));
	cr_assert_eq(addr_unparse(&v6, AF_INET, &sa), 0);
	cr_assert_eq(addr_unparse(&v6, AF_UNIX, &sa), 0);
	cr_assert_eq(addr_unparse(&u, AF_INET6, &sa), 0);
	cr_assert_eq(addr_unparse(&u, AF_UNIX, &sa), 0);
	u.name_len = 107;
	cr_assert_eq(addr_unparse(&u, AF_UNIX, &sa), 110);
	u.name_len = 108;
	cr_assert_eq(addr_unparse(&u, AF_UNIX, &sa), 0);
}

Test(bound, latest_binding_is_found)
{
	static struct bounds all;
	struct net_object at = inet("127.0.0.1", 1);
	struct bound b;

	cr_assert_null(bounds_find(&all, 0));
	cr_assert_null(bounds_find(&all, 7));
	for (uint16_t i = 1; i <= 100; i++) {
		at.port = i;
		bound_set(&b, i == 100 ? 50 : i, &at);
		bounds_add(&all, &b);
	}
	cr_assert_null(bounds_find(&all, 1));
	cr_assert_eq(bounds_find(&all, 99)->at.port, 99);
	cr_assert_eq(bounds_find(&all, 50)->at.port, 100);
}

Test(bound, long_names_are_not_kept)
{
	static struct bounds all;
	char name[BOUND_NAME + 1];
	struct net_object at = {.family = AF_UNIX,
	    .name = name,
	    .name_len = BOUND_NAME};
	struct bound b;

	memset(name, 'x', sizeof(name));
	bound_set(&b, 3, &at);
	bounds_add(&all, &b);
	cr_assert_null(bounds_find(&all, 3));
	at.name_len = 5;
	bound_set(&b, 3, &at);
	bounds_add(&all, &b);
	memset(name, 'y', sizeof(name));
	cr_assert_eq(memcmp(bounds_find(&all, 3)->at.name, "xxxxx", 5), 0);
}
