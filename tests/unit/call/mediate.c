/* The file handlers, carried out on the test itself. */
#include "mediate.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "call/keeper.h"
#include "handle/file.h"
#include "tracee-stub/region.h"
#include "tree.h"

struct verdict h_open(struct call *c);
struct verdict h_stat(struct call *c);
struct verdict h_statx(struct call *c);
struct verdict h_access(struct call *c);
struct verdict h_readlink(struct call *c);
struct verdict h_statfs(struct call *c);
struct verdict h_truncate(struct call *c);
struct verdict h_chdir(struct call *c);
struct verdict h_mkdir(struct call *c);
struct verdict h_unlink(struct call *c);
struct verdict h_rename(struct call *c);
struct verdict h_link(struct call *c);
struct verdict h_symlink(struct call *c);
struct verdict h_mknod(struct call *c);
struct verdict h_chmod(struct call *c);
struct verdict h_fchmod(struct call *c);
struct verdict h_fchown(struct call *c);
struct verdict h_utime(struct call *c);
struct verdict h_setxattr(struct call *c);
struct verdict h_getxattr(struct call *c);
struct verdict h_fsetxattr(struct call *c);
struct verdict h_inotify_add_watch(struct call *c);

typedef struct verdict (*handler_fn)(struct call *c);

#define AT(folder)                                                             \
	{                                                                      \
		R_PATH, folder                                                 \
	}

static const struct row {
	handler_fn handler;
	struct call_def def;
} rows[] = {
    {h_open,	      {.nr = SYS_openat, .arg = {{R_DIRFD, 0}, AT(0)}}               },
    {h_open,	      {.nr = SYS_openat2, .arg = {{R_DIRFD, 0}, AT(0)}}              },
    {h_stat,
     {.nr = SYS_newfstatat,
	    .arg = {{R_DIRFD, 0}, AT(0), {R_OUT, 0}, {R_ATFLAGS, 0}}}                    },
    {h_statx,             {.nr = SYS_statx, .arg = {{R_DIRFD, 0}, AT(0), {R_ATFLAGS, 0}}}},
    {h_access,            {.nr = SYS_faccessat, .arg = {{R_DIRFD, 0}, AT(0)}}            },
    {h_readlink,          {.nr = SYS_readlinkat, .arg = {{R_DIRFD, 0}, AT(0)}}           },
    {h_statfs,            {.nr = SYS_statfs, .arg = {AT(REF_CWD)}}                       },
    {h_truncate,          {.nr = SYS_truncate, .arg = {AT(REF_CWD)}}                     },
    {h_chdir,             {.nr = SYS_chdir, .arg = {AT(REF_CWD)}}                        },
    {h_mkdir,             {.nr = SYS_mkdirat, .arg = {{R_DIRFD, 0}, AT(0)}}              },
    {h_mknod,             {.nr = SYS_mknodat, .arg = {{R_DIRFD, 0}, AT(0)}}              },
    {h_unlink,
     {.nr = SYS_unlinkat, .arg = {{R_DIRFD, 0}, AT(0), {R_ATFLAGS, 0}}}                  },
    {h_rename,
     {.nr = SYS_renameat2,
	    .arg = {{R_DIRFD, 0}, AT(0), {R_DIRFD, 0}, AT(2)}}                           },
    {h_link,
     {.nr = SYS_linkat,
	    .arg = {{R_DIRFD, 0}, AT(0), {R_DIRFD, 0}, AT(2), {R_ATFLAGS, 0}}}           },
    {h_symlink,
     {.nr = SYS_symlinkat, .arg = {{R_TEXT, 0}, {R_DIRFD, 0}, AT(1)}}                    },
    {h_chmod,             {.nr = SYS_fchmodat, .arg = {{R_DIRFD, 0}, AT(0)}}             },
    {h_fchmod,            {.nr = SYS_fchmod, .arg = {{R_FD, 0}}}                         },
    {h_fchown,            {.nr = SYS_fchown, .arg = {{R_FD, 0}}}                         },
    {h_utime,
     {.nr = SYS_utimensat,
	    .arg = {{R_DIRFD, 0}, AT(0), {R_IN, 0}, {R_ATFLAGS, 0}}}                     },
    {h_setxattr,          {.nr = SYS_setxattr, .arg = {AT(REF_CWD)}}                     },
    {h_getxattr,          {.nr = SYS_getxattr, .arg = {AT(REF_CWD)}}                     },
    {h_fsetxattr,         {.nr = SYS_fsetxattr, .arg = {{R_FD, 0}}}                      },
    {h_inotify_add_watch,
     {.nr = SYS_inotify_add_watch, .arg = {{R_FD, 0}, AT(REF_CWD)}}                      },
};

static struct mediator mediator;
static struct slot slot;
static struct call call;

/* The keeper is looked into at once here, so it must be ready. */
static void
start_keeper(void)
{
	char name[32];
	int fd = -1;

	mediator.keeper = keeper_start();
	cr_assert_gt(mediator.keeper, 0);
	snprintf(name, sizeof(name), "/proc/%d/fd", (int)mediator.keeper);
	for (int i = 0; i < 5000 && fd < 0; i++) {
		fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd < 0)
			usleep(1000);
	}
	cr_assert_geq(fd, 0);
	close(fd);
}

void
mediate_start(void)
{
	tree_make();
	cr_assert_eq(mkdir("existing", 0755), 0);
	cr_assert_eq(mkdir("new", 0755), 0);
	mediator.tracees = all;
	start_keeper();
	task->held_fd = -1;
	task->slot = &slot;
	task->slot_index = 0;
	task->process->base = (uint64_t)(uintptr_t)&slot - REGION_PAGE;
}

void
mediate_stop(void)
{
	keeper_stop(mediator.keeper);
	tree_remove();
}

static struct verdict
judge(long nr, const uint64_t arg[CALL_ARGS], bool beside)
{
	struct verdict v;
	size_t i = 0;

	while (rows[i].def.nr != nr)
		i++;
	call_start(&call, &mediator, task, &rows[i].def, nr, arg);
	call.beside = beside;
	v = rows[i].handler(&call);
	call_done(&call);
	return v;
}

bool
mediate_beside(long nr, uint64_t a, uint64_t b, uint64_t c, uint64_t d,
    struct verdict *ret)
{
	const uint64_t arg[CALL_ARGS] = {a, b, c, d, 0, 0};

	*ret = judge(nr, arg, true);
	return !call.needs_desk;
}

long
mediate(long nr, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e)
{
	const uint64_t arg[CALL_ARGS] = {a, b, c, d, e, 0};
	const uint64_t *run = arg;
	struct verdict v = judge(nr, arg, false);
	long r;

	if (v.kind == V_RETURN)
		return v.value;
	cr_assert(v.kind == V_PIN || (v.kind == V_PASS && !call.read_memory),
	    "verdict %d", (int)v.kind);
	if (v.kind == V_PIN) {
		nr = call.pin_nr;
		run = call.pin_arg;
	}
	r = syscall(nr, run[0], run[1], run[2], run[3], run[4], run[5]);
	return r < 0 ? -errno : r;
}

static int
open_it(const char *name, int flags)
{
	return (int)mediate(SYS_openat, CWD, A(name), (uint64_t)flags, 0666, 0);
}

int
opens(const char *name, int flags)
{
	int fd = open_it(name, flags);

	if (fd < 0)
		return fd;
	close(fd);
	return 0;
}
