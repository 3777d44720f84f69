/* Where secrets are kept: learned rules name them one by one, with a warning.
 */
#ifndef PTS_LEARN_SECRETS_H
#define PTS_LEARN_SECRETS_H

#include <stdbool.h>

/* What secret this name is or lies in ("SSH keys"), or NULL.  `home` is the
 * home folder, or NULL. */
const char *secret_of(const char *path, const char *home);

/* Would a rule on this folder and all below it cover a secret? */
bool secret_below(const char *folder, const char *home);

#endif /* PTS_LEARN_SECRETS_H */
