/* The rules of a run as a ruleset of Landlock's. */
#include "wall/wall.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/hash.h"
#include "reach.h"
#include "wall/hold.h"

/* Everything that Landlock knows of files. */
#define ALL_FILES ((LL_IOCTL_DEV << 1) - 1)

/* More ports than this are not told one by one: no such rules are made that
 * would gain much by a wall. */
#define PORTS_MOST 4096u

/* What is held under a name. */
struct wall_name {
	UT_hash_handle hh;
	uint64_t allowed;
	mode_t mode;
	dev_t dev;
	ino_t ino;
	char name[];
};

/* A wall that is being made. */
struct making {
	struct wall *wall;
	const struct wall_for *by;
};

/* What the job's own process has the kernel do for an access.  Making folders
 * and links, removing and renaming is done by the supervisor, and never by the
 * job.  Who may make a file may also read and write the file that he makes, and
 * a program is read by who runs it where we load it. */
static uint64_t
rights(unsigned access)
{
	uint64_t all = 0;

	if ((access & ACC_READ) != 0)
		all |= LL_READ_FILE | LL_READ_DIR | LL_IOCTL_DEV;
	if ((access & ACC_MODIFY) != 0)
		all |= LL_WRITE_FILE | LL_TRUNCATE | LL_IOCTL_DEV;
	if ((access & ACC_CREATE) != 0)
		all |= LL_READ_FILE | LL_WRITE_FILE | LL_TRUNCATE |
		    LL_MAKE_REG | LL_MAKE_SOCK;
	if ((access & ACC_EXEC) != 0)
		all |= LL_EXECUTE | LL_READ_FILE;
	return all;
}

/* Keeps a folder's name in the list of those that must stay. */
static int
fix(struct wall *w, const char *name)
{
	char **more;

	for (size_t i = 0; i < w->fixed_count; i++)
		if (strcmp(w->fixed[i], name) == 0)
			return 0;
	more = realloc(w->fixed, (w->fixed_count + 2) * sizeof(*more));
	if (more == NULL)
		return -ENOMEM;
	w->fixed = more;
	more[w->fixed_count] = strdup(name);
	more[w->fixed_count + 1] = NULL;
	return more[w->fixed_count++] != NULL ? 0 : -ENOMEM;
}

/* The entry of what is held, made if there is none.  NULL: out of memory. */
static struct wall_name *
entry(struct wall *w, const struct hold *h)
{
	size_t len = strlen(h->name);
	struct wall_name *n;

	HASH_FIND(hh, w->names, h->name, len, n);
	if (n != NULL)
		return n;
	n = calloc(1, sizeof(*n) + len + 1);
	if (n == NULL)
		return NULL;
	n->mode = h->st.st_mode;
	n->dev = h->st.st_dev;
	n->ino = h->st.st_ino;
	memcpy(n->name, h->name, len);
	HASH_ADD(hh, w->names, name, len, n);
	return n;
}

/* Allows it of what is held. */
static int
let(struct wall *w, const struct hold *h, uint64_t allowed)
{
	struct wall_name *n = entry(w, h);
	int err;

	if (n == NULL)
		return -ENOMEM;
	allowed &= S_ISDIR(h->st.st_mode) ? w->handled.files
					  : w->handled.files & LL_OF_FILE;
	if ((allowed & ~n->allowed) == 0)
		return 0;
	err = landlock_add_path(w->ruleset, h->fd, allowed);
	if (err == 0)
		n->allowed |= allowed;
	if (err == 0 && strcmp(h->name, "/") == 0)
		w->all |= allowed;
	return err;
}

/* What is let through already at a name: a folder that is held lets it through
 * at all that is below it. */
static uint64_t
let_at(const struct wall *w, const char *name)
{
	uint64_t allowed = w->all;
	const struct wall_name *n;

	for (size_t len = 1; name[len - 1] != '\0'; len++) {
		if (name[len] != '/' && name[len] != '\0')
			continue;
		HASH_FIND(hh, w->names, name, len, n);
		if (n != NULL && S_ISDIR(n->mode))
			allowed |= n->allowed;
	}
	return allowed;
}

static int
let_reach(void *ctx, const struct reach *one)
{
	const struct making *m = ctx;
	struct wall *w = m->wall;
	uint64_t allowed = rights(one->access);
	struct hold h;
	int err;

	/* What holds the folder around a name holds the name as well: the job
	 * replaces neither. */
	if ((allowed & w->handled.files & ~let_at(w, one->host)) == 0)
		return 0;
	err = hold_find(m->by->rules, m->by->start, one, &h);
	for (size_t i = 0; err == 0 && i < 2; i++)
		if (h.fixed[i][0] != '\0')
			err = fix(w, h.fixed[i]);
	if (err == 0 && h.fd >= 0)
		err = let(w, &h, allowed);
	fd_close(&h.fd);
	return err;
}

/* What a descriptor of the job's leads to may be opened again, with no more
 * rights than it has. */
static int
let_descriptor(struct wall *w, int fd)
{
	int flags = fd >= 0 ? fcntl(fd, F_GETFL) : -1, mode = flags & O_ACCMODE;
	uint64_t allowed = LL_IOCTL_DEV;
	struct stat st;

	if (flags < 0 || (flags & O_PATH) != 0 || fstat(fd, &st) != 0)
		return 0;
	if (mode != O_WRONLY)
		allowed |= LL_READ_FILE;
	if (mode != O_RDONLY)
		allowed |= LL_WRITE_FILE | LL_TRUNCATE;
	if (S_ISDIR(st.st_mode))
		allowed = LL_READ_DIR;
	allowed &= w->handled.files;
	return allowed != 0 ? landlock_add_path(w->ruleset, fd, allowed) : 0;
}

static int
let_files(struct wall *w, const struct wall_for *f)
{
	struct making m = {w, f};
	int err = 0;

	if (w->handled.files == 0)
		return 0;
	for (size_t i = 0; err == 0 && i < f->fd_count; i++)
		err = let_descriptor(w, f->fds[i]);
	return err == 0 ? rules_reach_files(f->rules, let_reach, &m) : err;
}

/* The ports of one access, unless they are so many that they are not handled.
 */
static int
let_ports(struct wall *w, const uint8_t ports[PORT_BYTES], uint64_t allowed)
{
	int err = 0;

	if ((w->handled.tcp & allowed) == 0)
		return 0;
	for (unsigned port = 0; err == 0 && port < 8 * PORT_BYTES; port++) {
		if (port % 8 == 0 && ports[port / 8] == 0)
			port += 7;
		else if ((ports[port / 8] >> port % 8 & 1) != 0)
			err = landlock_add_port(w->ruleset, (uint16_t)port,
			    allowed);
	}
	return err;
}

static bool
few(const uint8_t ports[PORT_BYTES])
{
	unsigned count = 0;

	for (unsigned i = 0; i < PORT_BYTES && count <= PORTS_MOST; i++)
		count += (unsigned)__builtin_popcount(ports[i]);
	return count <= PORTS_MOST;
}

int
wall_open(struct wall *w, const struct wall_for *f)
{
	uint8_t to[PORT_BYTES], at[PORT_BYTES];
	struct landlock_handled *h = &w->handled;
	int err;

	w->abi = landlock_abi();
	h->scopes = LL_SCOPE_SIGNAL;
	rules_reach_ports(f->rules, ACC_CONNECT, to);
	rules_reach_ports(f->rules, ACC_BIND, at);
	if (!f->grows && !rules_reach_all(f->rules)) {
		h->files = ALL_FILES;
		h->tcp = (few(to) ? LL_CONNECT_TCP : 0) |
		    (few(at) ? LL_BIND_TCP : 0);
		if (!rules_reach_abstract(f->rules))
			h->scopes |= LL_SCOPE_ABSTRACT;
	}
	landlock_fit(h, w->abi);
	if (h->files == 0 && h->tcp == 0 && h->scopes == 0)
		return 0;
	w->ruleset = landlock_make(h);
	if (w->ruleset < 0)
		return w->ruleset;
	err = let_ports(w, to, LL_CONNECT_TCP);
	if (err == 0)
		err = let_ports(w, at, LL_BIND_TCP);
	return err == 0 ? let_files(w, f) : err;
}

const char *
wall_word(const struct wall *w, size_t n)
{
	const struct landlock_handled *h = &w->handled;
	uint64_t files = h->files & ~w->all;
	const struct {
		const char *word;
		bool stands;
	} parts[] = {
	    {"read",     (files & LL_READ_FILE) != 0         },
	    {"write",    (files & LL_WRITE_FILE) != 0        },
	    {"exec",     (files & LL_EXECUTE) != 0           },
	    {"remove",   (files & LL_REMOVE_FILE) != 0       },
	    {"connect",  (h->tcp & LL_CONNECT_TCP) != 0      },
	    {"bind",     (h->tcp & LL_BIND_TCP) != 0         },
	    {"abstract", (h->scopes & LL_SCOPE_ABSTRACT) != 0},
	    {"signal",   (h->scopes & LL_SCOPE_SIGNAL) != 0  },
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i].stands && n-- == 0)
			return parts[i].word;
	return NULL;
}

const char *
wall_replaced(const struct wall *w)
{
	struct stat st;

	for (const struct wall_name *n = w->names; n != NULL; n = n->hh.next)
		if (lstat(n->name, &st) == 0 &&
		    (st.st_dev != n->dev || st.st_ino != n->ino))
			return n->name;
	return NULL;
}

void
wall_done(struct wall *w)
{
	struct wall_name *n, *next;

	HASH_ITER(hh, w->names, n, next) {
		HASH_DEL(w->names, n);
		free(n);
	}
	for (size_t i = 0; i < w->fixed_count; i++)
		free(w->fixed[i]);
	free(w->fixed);
	fd_close(&w->ruleset);
	*w = (struct wall){.ruleset = -1};
}
