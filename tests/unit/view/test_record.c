/* The records of getdents(2), beside those that the kernel writes. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "view/record.h"

/* Makes a folder with a name of each length and reads it with the call: our
 * record of the same name must be the kernel's, byte for byte. */
static void
as_the_kernel(enum record_kind kind, long nr)
{
	char dir[] = "/tmp/pts-record-XXXXXX", name[256];
	_Alignas(8) unsigned char buf[4096], mine[512];
	unsigned seen = 0;
	int fd;
	long n;

	cr_assert_not_null(mkdtemp(dir));
	fd = open(dir, O_RDONLY | O_DIRECTORY);
	for (size_t len = 1; len <= 255; len += 1 + len / 40) {
		memset(name, 'n', len);
		name[len] = '\0';
		cr_assert_eq(mkdirat(fd, name, 0700), 0);
	}
	while ((n = syscall(nr, fd, buf, sizeof(buf))) > 0)
		for (long at = 0; at < n;) {
			const struct record64 *d = (const void *)(buf + at);
			struct record r = {.ino = d->ino,
			    .position = (uint64_t)d->position,
			    .type = kind == RECORD_64 ? d->type
						      : buf[at + d->length - 1],
			    .name = kind == RECORD_64 ? d->name
						      : (const char *)&d->type};

			cr_expect_eq(record_size(kind, r.name), d->length);
			record_put(kind, &r, mine);
			/* What is behind the name's end the kernel leaves. */
			cr_expect_arr_eq(mine, d,
			    (size_t)(r.name - (const char *)d) +
				strlen(r.name) + 1);
			cr_expect_eq(r.type, 4);
			if (kind == RECORD_OLD)
				cr_expect_eq(mine[d->length - 1], 4);
			if (r.name[0] == 'n')
				unlinkat(fd, r.name, AT_REMOVEDIR);
			at += d->length;
			seen++;
		}
	cr_expect_gt(seen, 50);
	close(fd);
	cr_expect_eq(rmdir(dir), 0);
}

Test(record, is_the_kernels)
{
	as_the_kernel(RECORD_64, SYS_getdents64);
}

#ifdef SYS_getdents
Test(record, of_the_older_call_is_the_kernels)
{
	as_the_kernel(RECORD_OLD, SYS_getdents);
}
#endif
