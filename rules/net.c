/* Addresses as people write them, and as sockets have them. */
#include "net.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "host.h"

#define HOST_MAX 253 /* RFC 1035, section 2.3.4, without the final dot */

/* One target while it is read. */
struct reading {
	struct arena *arena;
	struct net_target *t;
	char *why;
	size_t why_size;
};

__attribute__((format(printf, 2, 3))) static int
refuse(struct reading *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(r->why, r->why_size, fmt, ap);
	va_end(ap);
	return -EINVAL;
}

static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};

/* An IPv4 address in IPv6 clothes is IPv4. */
static void
undress(struct net_target *t)
{
	if (t->family != AF_INET6 || t->bits < 96 ||
	    memcmp(t->ip, mapped, sizeof(mapped)) != 0)
		return;
	memmove(t->ip, t->ip + 12, 4);
	memset(t->ip + 4, 0, 12);
	t->family = AF_INET;
	t->bits -= 96;
}

/* A decimal number without sign or spaces; -1 when it is none or too big. */
static long
number(const char *text, size_t len, long most)
{
	long n = 0;

	if (len == 0 || len > 6)
		return -1;
	for (size_t i = 0; i < len; i++) {
		if (!isdigit((unsigned char)text[i]))
			return -1;
		n = n * 10 + (text[i] - '0');
	}
	return n <= most ? n : -1;
}

static int
read_ports(struct reading *r, const char *text)
{
	const char *dash = strchr(text, '-');
	long low, high;

	if (strcmp(text, "*") == 0) {
		r->t->low = 0;
		r->t->high = UINT16_MAX;
		return 0;
	}
	low = number(text, dash != NULL ? (size_t)(dash - text) : strlen(text),
	    UINT16_MAX);
	high =
	    dash != NULL ? number(dash + 1, strlen(dash + 1), UINT16_MAX) : low;
	if (low < 0 || high < 0)
		return refuse(r,
		    "ports are a number up to 65535, a range "
		    "such as 8000-8999, or *");
	if (high < low)
		return refuse(r, "a range of ports that runs backwards");
	r->t->low = (uint16_t)low;
	r->t->high = (uint16_t)high;
	return 0;
}

/* Are all bits behind the prefix zero? */
static bool
is_network(const struct net_target *t)
{
	size_t len = t->family == AF_INET ? 4 : 16;

	for (size_t bit = t->bits; bit < len * 8; bit++)
		if ((t->ip[bit / 8] >> (7 - bit % 8) & 1) != 0)
			return false;
	return true;
}

/* Reads an address or a block; `text` has lost its brackets. */
static int
read_address(struct reading *r, char *text, int family)
{
	long most = family == AF_INET ? 32 : 128;
	char *slash = strchr(text, '/');
	long bits = most;

	if (slash != NULL) {
		*slash = '\0';
		bits = number(slash + 1, strlen(slash + 1), most);
		if (bits < 0)
			return refuse(r,
			    "a block's prefix is a number up to "
			    "%ld",
			    most);
	}
	if (inet_pton(family, text, r->t->ip) != 1)
		return refuse(r, "not an %s address",
		    family == AF_INET ? "IPv4" : "IPv6");
	r->t->kind = NT_INET;
	r->t->family = family;
	r->t->bits = (unsigned)bits;
	if (!is_network(r->t))
		return refuse(r, "the address has bits behind its prefix /%ld",
		    bits);
	undress(r->t);
	return 0;
}

static int
read_host(struct reading *r, const char *text)
{
	size_t len = strlen(text);
	const char *last = strrchr(text, '.');

	last = last != NULL ? last + 1 : text;
	if (len == 0 || len > HOST_MAX)
		return refuse(r, "an address is missing, or longer than %d",
		    HOST_MAX);
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)text[i]) &&
		    strchr("-._", text[i]) == NULL)
			return refuse(r,
			    "an address is an IPv4 or [IPv6] "
			    "address, a block, a host name or *");
	/* getaddrinfo(3) takes 1.2 and 0x7f.1 for addresses: nobody else
	 * does. */
	if (strspn(last, "0123456789") == strlen(last) ||
	    strncasecmp(last, "0x", 2) == 0)
		return refuse(r, "neither an IPv4 address nor a host name");
	r->t->kind = NT_HOST;
	r->t->host = text;
	return 0;
}

/* Reads ADDRESS:PORTS, in a copy that may be cut up. */
static int
read_place(struct reading *r, char *text)
{
	char *colon = strrchr(text, ':');
	char *close = strrchr(text, ']');
	int err;

	if (colon == NULL || (close != NULL && colon < close))
		return refuse(r, "ports are missing: PROTO:ADDRESS:PORTS");
	*colon = '\0';
	if (*text == '[') {
		if (close == NULL)
			return refuse(r, "an IPv6 address needs its ']'");
		/* [fd00::/8] and [fd00::]/8 are the same. */
		memmove(close, close + 1, strlen(close));
		err = read_address(r, text + 1, AF_INET6);
	} else if (strcmp(text, "*") == 0) {
		r->t->kind = NT_INET;
		err = 0;
	} else if (strchr(text, ':') != NULL) {
		err = refuse(r, "an IPv6 address stands in brackets");
	} else if (strchr(text, '/') != NULL ||
	    strspn(text, "0123456789.") == strlen(text)) {
		err = *text == '\0' ? read_host(r, text)
				    : read_address(r, text, AF_INET);
	} else {
		err = read_host(r, text);
	}
	return err != 0 ? err : read_ports(r, colon + 1);
}

int
net_target_parse(struct arena *a, const char *text, struct net_target *ret,
    char *why, size_t why_size)
{
	struct reading r = {a, ret, why, why_size};
	const char *colon = strchr(text, ':');
	size_t len = colon != NULL ? (size_t)(colon - text) : strlen(text);
	char *place;

	*ret = (struct net_target){0};
	if (len == 3 && memcmp(text, "tcp", 3) == 0)
		ret->protos = 1 << NET_TCP;
	else if (len == 3 && memcmp(text, "udp", 3) == 0)
		ret->protos = 1 << NET_UDP;
	else if (len == 3 && memcmp(text, "any", 3) == 0)
		ret->protos = 1 << NET_TCP | 1 << NET_UDP | 1 << NET_OTHER;
	else
		return refuse(&r,
		    "starts with none of tcp:, udp:, unix: and "
		    "any:");
	if (colon == NULL)
		return refuse(&r, "PROTO:ADDRESS:PORTS is needed");
	place = arena_copy(a, colon + 1, strlen(colon + 1));
	return place != NULL ? read_place(&r, place) : -ENOMEM;
}

bool
net_target_may_cover(const struct net_target *t, const struct net_object *o)
{
	return (t->protos & 1U << o->proto) != 0 &&
	    (o->family == AF_INET || o->family == AF_INET6) &&
	    o->port >= t->low && o->port <= t->high;
}

bool
net_target_covers(const struct net_target *t, const struct net_object *o)
{
	unsigned whole = t->bits / 8;
	unsigned rest = t->bits % 8;

	if (!net_target_may_cover(t, o))
		return false;
	if (t->kind == NT_HOST)
		return t->names != NULL && host_has(t->names, o);
	if (t->family == 0)
		return true;
	if (t->family != o->family || memcmp(t->ip, o->ip, whole) != 0)
		return false;
	return rest == 0 || (t->ip[whole] ^ o->ip[whole]) >> (8 - rest) == 0;
}

/* clang-format off */
#define FAMILIES(X)                                                            \
	X("netlink", AF_NETLINK) X("packet", AF_PACKET) X("vsock", AF_VSOCK)   \
	X("alg", AF_ALG) X("can", AF_CAN) X("bluetooth", AF_BLUETOOTH)         \
	X("key", AF_KEY) X("tipc", AF_TIPC) X("xdp", AF_XDP) X("nfc", AF_NFC)  \
	X("rds", AF_RDS) X("qipcrtr", AF_QIPCRTR) X("kcm", AF_KCM)             \
	X("x25", AF_X25) X("ax25", AF_AX25) X("smc", AF_SMC)
#define WORD(word, family)   word,
#define NUMBER(word, family) family,
static const char *const words[] = {FAMILIES(WORD) NULL};
static const int numbers[] = {FAMILIES(NUMBER) 0};
/* clang-format on */

int
net_family(const char *word)
{
	size_t i = 0;

	while (words[i] != NULL && strcmp(word, words[i]) != 0)
		i++;
	return numbers[i];
}

const char *const *
net_family_words(void)
{
	return words;
}
