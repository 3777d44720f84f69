/* Where the kernel counts what is written. */
#include "base/billed.h"

#include <linux/magic.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/statfs.h>

/* Of fs/xfs/libxfs/xfs_format.h, "XFSB": linux/magic.h has it since 6.2. */
#ifndef XFS_SUPER_MAGIC
#define XFS_SUPER_MAGIC 0x58465342
#endif

/* An overlay is none of them: what is below may be in memory. */
static const unsigned long disks[] = {
    EXT4_SUPER_MAGIC, /* of ext2 and ext3, too */
    XFS_SUPER_MAGIC,
    BTRFS_SUPER_MAGIC,
    F2FS_SUPER_MAGIC,
};

bool
billed(int fd)
{
	struct statfs fs;
	struct stat st;

	if (fstat(fd, &st) != 0)
		return false;
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return true;
	if (fstatfs(fd, &fs) != 0)
		return false;
	for (size_t i = 0; i < sizeof(disks) / sizeof(disks[0]); i++)
		if ((unsigned long)fs.f_type == disks[i])
			return true;
	return false;
}
