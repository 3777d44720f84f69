/* SHA-256, of files and of texts. */
#ifndef PTS_REPORT_DIGEST_H
#define PTS_REPORT_DIGEST_H

#include <stddef.h>

#include "base/str.h"

/* Adds the digest of what is left to be read of a file, as 64 hexadecimal
 * digits.  Returns 0, or -errno and adds nothing. */
int digest_file(struct str *to, int fd);

/* Adds the digest of a text in base 64, as a Content-Security-Policy has it. */
void digest_text(struct str *to, const char *text, size_t len);

#endif /* PTS_REPORT_DIGEST_H */
