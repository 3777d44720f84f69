/* attack: name a file by its handle instead of its path
 * source: open_by_handle_at(2); "shocker", a Docker escape of 2014
 * stops: both calls are refused
 * variants: get open
 * bare/open: any (wants CAP_DAC_READ_SEARCH)
 * bare/get: any (not all file systems)
 * expect: EPERM ENOSYS EOPNOTSUPP
 * audit: name_to_handle_at open_by_handle_at
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	struct file_handle *h = calloc(1, sizeof(*h) + MAX_HANDLE_SZ);
	int mount;
	long r;

	(void)argc;
	(void)argv;
	h->handle_bytes = MAX_HANDLE_SZ;
	r = name_to_handle_at(AT_FDCWD, at("b/f"), h, &mount, 0);
	if (is("get"))
		verdict(r, "name_to_handle_at");
	if (r < 0) { /* a handle from elsewhere would do as well */
		h->handle_bytes = 8;
		h->handle_type = 1;
	}
	int folder = (int)must(open(at("a"), O_RDONLY), "a");
	read_secret(open_by_handle_at(folder, h, O_RDONLY),
	    "open_by_handle_at");
}
