/* Words of the record -> what the rules are asked about. */
#include "net_object.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A whole decimal number from 0 to most; -1: it is none. */
static long
number(const char *text, long most)
{
	size_t len = strspn(text, "0123456789");
	long n;

	if (len == 0 || len > 6 || text[len] != '\0')
		return -1;
	n = strtol(text, NULL, 10);
	return n <= most ? n : -1;
}

static bool
read_inet(const char *text, struct net_object *ret)
{
	const char *colon = strrchr(text, ':');
	char ip[INET6_ADDRSTRLEN + 2];
	size_t len;
	long port;

	if (colon == NULL || (size_t)(colon - text) >= sizeof(ip))
		return false;
	port = number(colon + 1, UINT16_MAX);
	len = (size_t)(colon - text);
	memcpy(ip, text, len);
	ip[len] = '\0';
	ret->port = (uint16_t)port;
	ret->family = AF_INET;
	if (ip[0] != '[')
		return port >= 0 && inet_pton(AF_INET, ip, ret->ip) == 1;
	if (len < 2 || ip[len - 1] != ']')
		return false;
	ip[len - 1] = '\0';
	ret->family = AF_INET6;
	return port >= 0 && inet_pton(AF_INET6, ip + 1, ret->ip) == 1;
}

bool
net_object_read(const char *text, struct net_object *ret)
{
	static const struct {
		const char *word;
		enum net_proto proto;
	} protos[] = {
	    {"tcp:",   NET_TCP  },
            {"udp:",   NET_UDP  },
            {"any:",   NET_OTHER},
	    {"other:", NET_OTHER}
        };
	long family;

	*ret = (struct net_object){.proto = NET_OTHER};
	if (strncmp(text, "unix:", 5) == 0) {
		ret->proto = NET_UNIX;
		ret->family = AF_UNIX;
		ret->abstract = text[5] == '@';
		ret->name = text + 5 + ret->abstract;
		ret->name_len = strlen(ret->name);
		return true;
	}
	if (strncmp(text, "family:", 7) == 0) {
		family = number(text + 7, AF_MAX);
		ret->family = (int)family;
		return family >= 0;
	}
	for (size_t i = 0; i < sizeof(protos) / sizeof(protos[0]); i++) {
		size_t len = strlen(protos[i].word);

		if (strncmp(text, protos[i].word, len) == 0) {
			ret->proto = protos[i].proto;
			return read_inet(text + len, ret);
		}
	}
	return false;
}
