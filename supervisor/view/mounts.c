/* A namespace as a table of mounts.  Nothing in it is the host's name: a place
 * is its own file system's root, and its source is called as the type. */
#include "view/mounts.h"

#include <errno.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "rules.h"
#include "space.h"
#include "view/proctext.h"

/* Not in linux/magic.h. */
#define CIFS_MAGIC 0xff534d42
#define FUSE_MAGIC 0x65735546
#define ZFS_MAGIC  0x2fc12fc1

/* What show_mnt_opts() and mangle() of fs/proc_namespace.c escape. */
#define ESCAPED " \t\n\\"

/* The root's; the others count on. */
#define FIRST_ID 20u

struct mount {
	const char *at;   /* as the job sees it */
	const char *host; /* what stands there */
	const struct space_place *place;
};

static const char *
type_name(const struct statfs *fs)
{
	static const struct {
		unsigned long magic;
		const char *name;
	} known[] = {
	    {BTRFS_SUPER_MAGIC,     "btrfs"   },
	    {CIFS_MAGIC,            "cifs"    },
	    {CGROUP2_SUPER_MAGIC,   "cgroup2" },
	    {DEVPTS_SUPER_MAGIC,    "devpts"  },
	    {EXT4_SUPER_MAGIC,      "ext4"    },
	    {F2FS_SUPER_MAGIC,      "f2fs"    },
	    {FUSE_MAGIC,            "fuse"    },
	    {ISOFS_SUPER_MAGIC,     "iso9660" },
	    {MSDOS_SUPER_MAGIC,     "vfat"    },
	    {NFS_SUPER_MAGIC,       "nfs"     },
	    {OVERLAYFS_SUPER_MAGIC, "overlay" },
	    {PROC_SUPER_MAGIC,      "proc"    },
	    {RAMFS_MAGIC,           "ramfs"   },
	    {SQUASHFS_MAGIC,        "squashfs"},
	    {SYSFS_MAGIC,           "sysfs"   },
	    {TMPFS_MAGIC,           "tmpfs"   },
	    {V9FS_MAGIC,            "9p"      },
	    {XFS_SUPER_MAGIC,       "xfs"     },
	    {ZFS_MAGIC,             "zfs"     },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if ((uint32_t)fs->f_type == known[i].magic)
			return known[i].name;
	return "none";
}

/* Can nothing be written there, by the rules or at all? */
static bool
is_read_only(const struct policy *p, const struct mount *m,
    const struct stat *st)
{
	struct statvfs fs;
	struct answer says;

	if (statvfs(m->host, &fs) == 0 && (fs.f_flag & ST_RDONLY) != 0)
		return true;
	if (m->place == NULL)
		return false;
	policy_file(p, S_ISDIR(st->st_mode) ? ACC_CREATE : ACC_MODIFY, m->at,
	    &says);
	return says.verb != VERB_ALLOW;
}

/* The mount that m lies in: the one with the longest name before it. */
static size_t
parent_of(const struct mount *all, size_t i)
{
	size_t best = 0;

	for (size_t j = 1; j < i; j++) {
		size_t len = strlen(all[j].at);

		if (strncmp(all[j].at, all[i].at, len) == 0 &&
		    all[i].at[len] == '/' && len > strlen(all[best].at))
			best = j;
	}
	return best;
}

static void
write_one(enum mounts kind, const struct policy *p, const struct mount *all,
    size_t i, struct str *to)
{
	const struct mount *m = &all[i];
	const char *type, *mode;
	struct statfs fs;
	struct stat st;

	if (stat(m->host, &st) != 0 || statfs(m->host, &fs) != 0)
		return; /* it is not there any more */
	type = type_name(&fs);
	mode = is_read_only(p, m, &st) ? "ro" : "rw";
	switch (kind) {
	case MOUNTS_INFO:
		str_addf(to, "%zu %zu %u:%u / ", FIRST_ID + i,
		    i == 0 ? 1 : FIRST_ID + parent_of(all, i), major(st.st_dev),
		    minor(st.st_dev));
		proctext_name(m->at, ESCAPED, to);
		str_addf(to, " %s,relatime - %s %s %s\n", mode, type, type,
		    mode);
		break;
	case MOUNTS_TABLE:
		str_addf(to, "%s ", type);
		proctext_name(m->at, ESCAPED, to);
		str_addf(to, " %s %s,relatime 0 0\n", type, mode);
		break;
	case MOUNTS_STATS:
		str_addf(to, "device %s mounted on ", type);
		proctext_name(m->at, ESCAPED, to);
		str_addf(to, " with fstype %s\n", type);
		break;
	}
}

/* Has /proc a procfs that no place of its own shows? */
static bool
has_proc(const struct space *s, char host[PATH_MAX])
{
	struct space_way way;
	struct statfs fs;

	return space_host(s, "/proc", host, &way) && !way.border &&
	    statfs(host, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC;
}

int
mounts_write(enum mounts kind, const struct policy *p, struct str *to)
{
	const struct space *s = policy_space(p);
	struct mount *all = calloc(s->count + 2, sizeof(*all));
	char root[PATH_MAX], proc[PATH_MAX];
	size_t count = 0, end = s->count + 2;
	struct space_way way;

	if (all == NULL)
		return -ENOMEM;
	if (space_host(s, "/", root, &way))
		all[count++] = (struct mount){"/", root, NULL};
	if (has_proc(s, proc))
		all[count++] = (struct mount){"/proc", proc, NULL};
	/* The deepest come first, and are told last: what is mounted stands
	 * on what was there. */
	for (const struct space_place *q = s->first; q != NULL; q = q->next)
		if ((q->kind == SPACE_MAP || q->kind == SPACE_PRIVATE) &&
		    q->at_len > 1 && q->from != NULL)
			all[--end] = (struct mount){q->at, q->from, q};
	memmove(all + count, all + end, (s->count + 2 - end) * sizeof(*all));
	count += s->count + 2 - end;
	for (size_t i = 0; i < count; i++)
		write_one(kind, p, all, i, to);
	free(all);
	return 0;
}
