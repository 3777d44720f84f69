/* attack: the same deed by each of the spellings that the kernel has for it
 * source: Garfinkel, Traps and Pitfalls, NDSS 2003, "incorrectly subsetting a
 *   complex interface"
 * stops: every spelling has a row of its own and shares one handler
 * variants: open creat openat openat2 stat lstat newfstatat statx access
 *   faccessat faccessat2 readlink readlinkat chmod fchmodat fchmodat2 chown
 *   lchown fchownat mkdir mkdirat rmdir mknod mknodat unlink unlinkat rename
 *   renameat renameat2 link linkat symlink symlinkat utime utimes futimesat
 *   utimensat truncate chdir statfs getxattr lgetxattr listxattr llistxattr
 *   setxattr lsetxattr removexattr lremovexattr
 * expect: EACCES
 * audit: any
 * bare/faccessat2: any (Linux 5.8)
 * bare/fchmodat2: any (Linux 6.6)
 * bare/lsetxattr: any (not all file systems)
 * bare/setxattr: any (not all file systems)
 * bare/removexattr: any (not all file systems)
 * bare/lremovexattr: any (not all file systems)
 * allow: files: {allow: any, path: "{DIR}/b"}
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif
#ifdef __x86_64__
#define OLD(call) SYS_##call
#else
#define OLD(call) (-1)
#endif

#define HERE    AT_FDCWD
#define WORD(p) ((long)(uintptr_t)(p))

static char room[4096];
static struct open_how how = {.flags = O_RDONLY};

/* What stands for the names, which are known only when it runs. */
enum name {
	FILE_B = -1000, /* b/f */
	NEW_B,          /* b/new */
	LINK_B,         /* b/link */
	FOLDER_B,       /* b */
	MADE_B,         /* b/made, a folder */
	OWN,            /* a/f */
};

#define TO    WORD(room)
#define HOW   WORD(&how)
#define NODE  (S_IFIFO | 0600)
#define XATTR WORD("user.x")

static const struct {
	const char *name;
	long nr, arg[5];
} calls[] = {
    {"open",         OLD(open),        {FILE_B, O_RDONLY}              },
    {"creat",        OLD(creat),       {NEW_B, 0600}                   },
    {"openat",       SYS_openat,       {HERE, FILE_B, O_RDONLY}        },
    {"openat2",      SYS_openat2,      {HERE, FILE_B, HOW, sizeof(how)}},
    {"stat",         OLD(stat),        {FILE_B, TO}                    },
    {"lstat",        OLD(lstat),       {FILE_B, TO}                    },
    {"newfstatat",   SYS_newfstatat,   {HERE, FILE_B, TO, 0}           },
    {"statx",        SYS_statx,        {HERE, FILE_B, 0, 0x7ff, TO}    },
    {"access",       OLD(access),      {FILE_B, R_OK}                  },
    {"faccessat",    SYS_faccessat,    {HERE, FILE_B, R_OK}            },
    {"faccessat2",   SYS_faccessat2,   {HERE, FILE_B, R_OK, AT_EACCESS}},
    {"readlink",     OLD(readlink),    {LINK_B, TO, 64}                },
    {"readlinkat",   SYS_readlinkat,   {HERE, LINK_B, TO, 64}          },
    {"chmod",        OLD(chmod),       {FILE_B, 0600}                  },
    {"fchmodat",     SYS_fchmodat,     {HERE, FILE_B, 0600}            },
    {"fchmodat2",    SYS_fchmodat2,    {HERE, FILE_B, 0600, 0}         },
    {"chown",        OLD(chown),       {FILE_B, -1, -1}                },
    {"lchown",       OLD(lchown),      {FILE_B, -1, -1}                },
    {"fchownat",     SYS_fchownat,     {HERE, FILE_B, -1, -1, 0}       },
    {"mkdir",        OLD(mkdir),       {NEW_B, 0700}                   },
    {"mkdirat",      SYS_mkdirat,      {HERE, NEW_B, 0700}             },
    {"rmdir",        OLD(rmdir),       {MADE_B}                        },
    {"mknod",        OLD(mknod),       {NEW_B, NODE, 0}                },
    {"mknodat",      SYS_mknodat,      {HERE, NEW_B, NODE, 0}          },
    {"unlink",       OLD(unlink),      {FILE_B}                        },
    {"unlinkat",     SYS_unlinkat,     {HERE, FILE_B, 0}               },
    {"rename",       OLD(rename),      {FILE_B, NEW_B}                 },
    {"renameat",     SYS_renameat,     {HERE, FILE_B, HERE, NEW_B}     },
    {"renameat2",    SYS_renameat2,    {HERE, FILE_B, HERE, NEW_B, 0}  },
    {"link",         OLD(link),        {OWN, NEW_B}                    },
    {"linkat",       SYS_linkat,       {HERE, OWN, HERE, NEW_B, 0}     },
    {"symlink",      OLD(symlink),     {OWN, NEW_B}                    },
    {"symlinkat",    SYS_symlinkat,    {OWN, HERE, NEW_B}              },
    {"utime",        OLD(utime),       {FILE_B, 0}                     },
    {"utimes",       OLD(utimes),      {FILE_B, 0}                     },
    {"futimesat",    OLD(futimesat),   {HERE, FILE_B, 0}               },
    {"utimensat",    SYS_utimensat,    {HERE, FILE_B, 0, 0}            },
    {"truncate",     SYS_truncate,     {FILE_B, 1}                     },
    {"chdir",        SYS_chdir,        {FOLDER_B}                      },
    {"statfs",       SYS_statfs,       {FILE_B, TO}                    },
    {"getxattr",     SYS_getxattr,     {FILE_B, XATTR, TO, 64}         },
    {"lgetxattr",    SYS_lgetxattr,    {FILE_B, XATTR, TO, 64}         },
    {"listxattr",    SYS_listxattr,    {FILE_B, TO, 64}                },
    {"llistxattr",   SYS_llistxattr,   {FILE_B, TO, 64}                },
    {"setxattr",     SYS_setxattr,     {FILE_B, XATTR, TO, 1, 0}       },
    {"lsetxattr",    SYS_lsetxattr,    {FILE_B, XATTR, TO, 1, 0}       },
    {"removexattr",  SYS_removexattr,  {FILE_B, XATTR}                 },
    {"lremovexattr", SYS_lremovexattr, {FILE_B, XATTR}                 },
};

static long
filled(long arg)
{
	switch (arg) {
	case FILE_B: return WORD(at("b/f"));
	case NEW_B: return WORD(at("b/new"));
	case LINK_B: return WORD(at("b/link"));
	case FOLDER_B: return WORD(at("b"));
	case MADE_B: return WORD(at("b/made"));
	case OWN: return WORD(at("a/f"));
	default: return arg;
	}
}

/* The kernel looked for the attribute, and had none to show. */
static bool
answered(void)
{
	return errno == ENODATA || errno == EOPNOTSUPP ||
	    (errno == ENOENT && is("rmdir"));
}

void
attack(int argc, char **argv)
{
	long arg[5];

	(void)argc;
	(void)argv;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (!is(calls[i].name))
			continue;
		if (calls[i].nr < 0)
			cannot("not a call of this architecture");
		for (size_t n = 0; n < 5; n++)
			arg[n] = filled(calls[i].arg[n]);
		long r = syscall(calls[i].nr, arg[0], arg[1], arg[2], arg[3],
		    arg[4]);
		verdict(r < 0 && answered() ? 0 : r, variant);
	}
}
