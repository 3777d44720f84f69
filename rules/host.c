/* Look-ups run in threads of their own, because getaddrinfo(3) has no time
 * limit and the job stands still while it is asked. */
#include "host.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ADDRESSES 64

struct host {
	pthread_mutex_t lock;
	pthread_cond_t done;
	unsigned shares;
	bool busy;     /* a look-up is under way */
	bool asked;    /* there was one before */
	int64_t ended; /* ms, CLOCK_MONOTONIC */
	size_t count;  /* addresses ever found; the last 64 are kept */
	struct {
		int family;
		unsigned char ip[16];
	} address[ADDRESSES];
	char name[];
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct host *
host_new(const char *name)
{
	size_t size = strlen(name) + 1;
	struct host *h = calloc(1, sizeof(*h) + size);
	pthread_condattr_t attr;

	if (h == NULL)
		return NULL;
	memcpy(h->name, name, size);
	h->shares = 1;
	pthread_mutex_init(&h->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&h->done, &attr);
	pthread_condattr_destroy(&attr);
	return h;
}

void
host_release(struct host *h)
{
	bool last;

	pthread_mutex_lock(&h->lock);
	last = --h->shares == 0;
	pthread_mutex_unlock(&h->lock);
	if (!last)
		return;
	pthread_cond_destroy(&h->done);
	pthread_mutex_destroy(&h->lock);
	free(h);
}

const char *
host_name(const struct host *h)
{
	return h->name;
}

/* With the lock held. */
static bool
knows(const struct host *h, int family, const unsigned char *ip)
{
	size_t len = family == AF_INET ? 4 : 16;
	size_t kept = h->count < ADDRESSES ? h->count : ADDRESSES;

	for (size_t i = 0; i < kept; i++)
		if (h->address[i].family == family &&
		    memcmp(h->address[i].ip, ip, len) == 0)
			return true;
	return false;
}

/* With the lock held. */
static void
learn(struct host *h, const struct sockaddr *sa)
{
	struct net_object o = {0};
	size_t at = h->count % ADDRESSES;

	if (sa->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, sa, sizeof(in));
		memcpy(o.ip, &in.sin_addr, 4);
	} else if (sa->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;

		memcpy(&in6, sa, sizeof(in6));
		memcpy(o.ip, &in6.sin6_addr, 16);
	} else {
		return;
	}
	if (knows(h, sa->sa_family, o.ip))
		return;
	h->address[at].family = sa->sa_family;
	memcpy(h->address[at].ip, o.ip, sizeof(o.ip));
	h->count++;
}

static void *
look_up(void *arg)
{
	struct host *h = arg;
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;
	int err = getaddrinfo(h->name, NULL, &hints, &found);

	pthread_mutex_lock(&h->lock);
	if (err == 0)
		for (struct addrinfo *a = found; a != NULL; a = a->ai_next)
			learn(h, a->ai_addr);
	h->busy = false;
	h->ended = now_ms();
	pthread_cond_broadcast(&h->done);
	pthread_mutex_unlock(&h->lock);
	if (err == 0)
		freeaddrinfo(found);
	host_release(h);
	return NULL;
}

/* Starts a look-up unless one is under way or the last is young. */
static bool
start(struct host *h)
{
	sigset_t all, before;
	pthread_t thread;
	bool due;
	int err;

	pthread_mutex_lock(&h->lock);
	due = !h->busy && (!h->asked || now_ms() - h->ended >= HOST_AGE_MS);
	if (due) {
		h->busy = true;
		h->asked = true;
		h->shares++;
	}
	pthread_mutex_unlock(&h->lock);
	if (!due)
		return false;
	/* The supervisor's signals are for its own threads. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&thread, NULL, look_up, h);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (err == 0) {
		pthread_detach(thread);
		return true;
	}
	pthread_mutex_lock(&h->lock);
	h->busy = false;
	h->ended = now_ms();
	h->shares--;
	pthread_mutex_unlock(&h->lock);
	return false;
}

static void
wait_until(struct host *h, int64_t deadline)
{
	struct timespec until = {
	    .tv_sec = (time_t)(deadline / 1000),
	    .tv_nsec = (long)(deadline % 1000) * 1000000,
	};
	int err = 0;

	pthread_mutex_lock(&h->lock);
	while (h->busy && err == 0)
		err = pthread_cond_timedwait(&h->done, &h->lock, &until);
	pthread_mutex_unlock(&h->lock);
}

bool
host_refresh(struct host *const *hosts, size_t count)
{
	int64_t deadline = now_ms() + HOST_WAIT_MS;
	bool any = false;

	for (size_t i = 0; i < count; i++)
		any |= start(hosts[i]);
	for (size_t i = 0; any && i < count; i++)
		wait_until(hosts[i], deadline);
	return any;
}

bool
host_has(struct host *h, const struct net_object *o)
{
	bool has;

	pthread_mutex_lock(&h->lock);
	has = knows(h, o->family, o->ip);
	pthread_mutex_unlock(&h->lock);
	return has;
}

bool
host_known(struct host *h)
{
	bool known;

	pthread_mutex_lock(&h->lock);
	known = h->count > 0;
	pthread_mutex_unlock(&h->lock);
	return known;
}
