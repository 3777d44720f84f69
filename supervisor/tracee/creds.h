/* Who a process seems to be under `user: root`: its ids, groups and
 * capabilities, and how calls change them, as the kernel would for a process
 * that really started as root.  Pure: nothing here is ever so.
 *
 * Kept for each process, not for each thread as the kernel does: C libraries
 * set the ids of all threads alike (nptl(7)). */
#ifndef PTS_TRACEE_CREDS_H
#define PTS_TRACEE_CREDS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* One kind of id: users' or groups'. */
struct ids {
	uint32_t real, effective, saved, fs;
};

/* As getgroups(2) tells; more than this are not taken. */
#define CREDS_GROUPS 1024

/* Sets of capabilities are bits: 1 << CAP_*. */
struct creds {
	struct ids uid, gid;
	uint64_t effective, permitted, inheritable, bounding, ambient;
	bool keep; /* PR_SET_KEEPCAPS */
	unsigned group_count;
	uint32_t *groups; /* owned; NULL: none */
};

/* "Leave it": -1 in the id calls. */
#define CREDS_SAME UINT32_MAX

/* Root, in its own group.  Owns nothing yet. */
void creds_start(struct creds *c);

/* Makes *to a copy.  Returns 0 or -ENOMEM, then *to owns nothing. */
int creds_copy(struct creds *to, const struct creds *from);

/* Frees what c owns; idempotent. */
void creds_done(struct creds *c);

/* Has it this capability, CAP_*? */
bool creds_able(const struct creds *c, unsigned cap);

/* setuid(2) and setgid(2), setreuid(2), setresuid(2) and kin: of users when
 * `user`, else of groups.  Return 0 or -EPERM or -EINVAL. */
int creds_set(struct creds *c, bool user, uint32_t id);
int creds_set_re(struct creds *c, bool user, uint32_t real, uint32_t effective);
int creds_set_res(struct creds *c, bool user, uint32_t real, uint32_t effective,
    uint32_t saved);

/* setfsuid(2), setfsgid(2): returns the id that was. */
uint32_t creds_set_fs(struct creds *c, bool user, uint32_t id);

/* setgroups(2): takes `groups` over, malloc'ed, on success.  Returns 0 or
 * -EPERM. */
int creds_set_groups(struct creds *c, uint32_t *groups, unsigned count);

/* capset(2).  Returns 0 or -EPERM. */
int creds_set_caps(struct creds *c, uint64_t effective, uint64_t permitted,
    uint64_t inheritable);

/* The commands of prctl(2) about capabilities: PR_*KEEPCAPS, PR_CAPBSET_*,
 * PR_CAP_AMBIENT.  Returns the result or -errno. */
int creds_prctl(struct creds *c, unsigned command, uint64_t a, uint64_t b);

/* A new program was started, one without set-user-ID bits: none count. */
void creds_exec(struct creds *c);

#endif /* PTS_TRACEE_CREDS_H */
