/* Landlock as the kernel takes it (landlock(7), include/uapi/linux/landlock.h):
 * the C library has no functions for it, and the headers of a distribution are
 * often older than the kernel that it boots. */
#ifndef PTS_WALL_LANDLOCK_H
#define PTS_WALL_LANDLOCK_H

#include <stdint.h>

/* What is done to files and folders: ABI 1, and what later ones added. */
#define LL_EXECUTE     (UINT64_C(1) << 0)
#define LL_WRITE_FILE  (UINT64_C(1) << 1)
#define LL_READ_FILE   (UINT64_C(1) << 2)
#define LL_READ_DIR    (UINT64_C(1) << 3)
#define LL_REMOVE_DIR  (UINT64_C(1) << 4)
#define LL_REMOVE_FILE (UINT64_C(1) << 5)
#define LL_MAKE_CHAR   (UINT64_C(1) << 6)
#define LL_MAKE_DIR    (UINT64_C(1) << 7)
#define LL_MAKE_REG    (UINT64_C(1) << 8)
#define LL_MAKE_SOCK   (UINT64_C(1) << 9)
#define LL_MAKE_FIFO   (UINT64_C(1) << 10)
#define LL_MAKE_BLOCK  (UINT64_C(1) << 11)
#define LL_MAKE_SYM    (UINT64_C(1) << 12)
#define LL_REFER       (UINT64_C(1) << 13) /* ABI 2 */
#define LL_TRUNCATE    (UINT64_C(1) << 14) /* ABI 3 */
#define LL_IOCTL_DEV   (UINT64_C(1) << 15) /* ABI 5 */

/* Those that a rule for a file, not a folder, may name. */
#define LL_OF_FILE                                                             \
	(LL_EXECUTE | LL_WRITE_FILE | LL_READ_FILE | LL_TRUNCATE | LL_IOCTL_DEV)

/* ABI 4 */
#define LL_BIND_TCP    (UINT64_C(1) << 0)
#define LL_CONNECT_TCP (UINT64_C(1) << 1)

/* ABI 6: what is not done to whom is outside. */
#define LL_SCOPE_ABSTRACT (UINT64_C(1) << 0)
#define LL_SCOPE_SIGNAL   (UINT64_C(1) << 1)

struct landlock_handled {
	uint64_t files;
	uint64_t tcp;
	uint64_t scopes;
};

/* Landlock's ABI number, or 0: there is none. */
int landlock_abi(void);

/* As much of it as an ABI has. */
void landlock_fit(struct landlock_handled *h, int abi);

/* A new ruleset, which refuses what is handled but for its rules.  Returns its
 * descriptor, close-on-exec, or -errno. */
int landlock_make(const struct landlock_handled *h);

/* Allows something of a held file or folder and all below it, or of a port (the
 * numbers of whatever is handled and not named stay refused).  Return 0 or
 * -errno. */
int landlock_add_path(int ruleset, int fd, uint64_t allowed);
int landlock_add_port(int ruleset, uint16_t port, uint64_t allowed);

/* Puts the calling thread, and all that it will start, behind the ruleset for
 * good, without new privileges.  Returns 0 or -errno. */
int landlock_enter(int ruleset);

#endif /* PTS_WALL_LANDLOCK_H */
