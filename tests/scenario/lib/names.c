/* The kinds of name that a call can be given: every one that the kernel's walk
 * treats in its own way (path_resolution(7)). */
#include <limits.h>
#include <stdbool.h>

#include "lib/guest.h"

/* `@` stands for the tree's absolute name. */
static const struct {
	const char *label;
	const char *path;
	bool outside; /* of the tree: not for calls that change what they name
	               */
} kinds[] = {
    {"file",		    "file",                  false},
    {"a folder",                "dir",                   false},
    {"a folder with a slash",   "dir/",                  false},
    {"a file with a slash",     "file/",                 false},
    {"a file with a dot",       "file/.",                false},
    {"a file and dotdot",       "file/../file",          false},
    {"a link",		  "link",                  false},
    {"a link with a slash",     "link/",                 false},
    {"a link to a folder",      "dlink",                 false},
    {"that with a slash",       "dlink/",                false},
    {"below a linked folder",   "dlink/inner",           false},
    {"dotdot after a link",     "dlink/../file",         false},
    {"missing",		 "missing",               false},
    {"missing with a slash",    "missing/",              false},
    {"missing twice",           "missing/x",             false},
    {"missing and dotdot",      "missing/../file",       false},
    {"below a file",            "file/x",                false},
    {"dangling",                "dangling",              false},
    {"dangling with a slash",   "dangling/",             false},
    {"a loop",		  "loop",                  false},
    {"a loop with a slash",     "loop/",                 false},
    {"below a loop",            "loop/x",                false},
    {"empty",		   "",		      false},
    {"dot",		     ".",		     false},
    {"dotdot",		  "..",                    false},
    {"dot slash",               "./file",                false},
    {"down and up",             "dir/../file",           false},
    {"many slashes",            "dir//.///inner",        false},
    {"absolute",                "@/file",                false},
    {"above the root",          "/../..@/file",          false},
    {"the root",                "/",                     true },
    {"two slashes first",       "/@/file",               false},
    {"below the root, missing", "/no-such-name-here",    true },
    {"through the working dir", "/proc/self/cwd/file",   false},
    {"through the root link",   "/proc/self/root@/file", false},
    {"no such descriptor",      "/proc/self/fd/987",     true },
    {"no such process",         "/proc/4194999/stat",    false},
};

static char *
with_root(const char *path, char *to, size_t size)
{
	const char *mark = strchr(path, '@');

	if (mark == NULL)
		snprintf(to, size, "%s", path);
	else
		snprintf(to, size, "%.*s%.*s%s", (int)(mark - path), path,
		    (int)strlen(at("")) - 1, at(""), mark + 1);
	return to;
}

static void
try(const char *what, const char *kind, name_fn fn, int dirfd, const char *path)
{
	char label[128];

	snprintf(label, sizeof(label), "%s, %s", what, kind);
	errno = 0;
	say(label, fn(dirfd, path));
}

static void
bad_names(const char *what, name_fn fn)
{
	static char text[PATH_MAX + 16];

	scene();
	memset(text, 'x', sizeof(text));
	text[256] = '\0';
	try(what, "a name of 256", fn, AT_FDCWD, text);
	text[256] = 'x';
	text[sizeof(text) - 1] = '\0';
	try(what, "a path of 4111", fn, AT_FDCWD, text);
	memset(text, '/', sizeof(text));
	text[0] = '.';
	memcpy(text + PATH_MAX - 5, "file", 5);
	try(what, "a path of 4095", fn, AT_FDCWD, text);
	memcpy(text + PATH_MAX - 3, "file", 5);
	try(what, "a path of 4097", fn, AT_FDCWD, text);
	try(what, "no pointer", fn, AT_FDCWD, NULL);
	try(what, "a bad pointer", fn, AT_FDCWD, (const char *)1);
	try(what, "no end", fn, AT_FDCWD, unterminated());
}

/* A descriptor of the job's own, seen as a name. */
static void
descriptor_names(const char *what, name_fn fn)
{
	char path[64];
	int fd;

	scene();
	fd = open("file", O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	try(what, "a descriptor's name", fn, AT_FDCWD, path);
	close(fd);
	scene();
	fd = open("dir", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/dev/fd/%d/inner", fd);
	try(what, "below a descriptor", fn, AT_FDCWD, path);
	close(fd);
}

static void
folder_names(const char *what, name_fn fn)
{
	int dir, path, file;

	scene();
	dir = open("dir", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	path = open("dir", O_PATH | O_CLOEXEC);
	file = open("file", O_RDONLY | O_CLOEXEC);
	try(what, "bad folder, absolute", fn, 987, at("private"));
	try(what, "bad folder, relative", fn, 987, "file");
	try(what, "bad folder, empty", fn, 987, "");
	try(what, "a file as the folder", fn, file, "x");
	try(what, "a file and nothing", fn, file, "");
	try(what, "folder, dotdot", fn, dir, "../script");
	try(what, "folder, missing", fn, dir, "missing/x");
	try(what, "folder, empty", fn, dir, "");
	try(what, "folder, inner", fn, dir, "inner");
	try(what, "path folder, dotdot", fn, path, "../file");
	close(dir);
	close(path);
	close(file);
}

/* A folder that is still open but has no name any more. */
static void
gone_names(const char *what, name_fn fn)
{
	scene();
	if (mkdir("gone", 0755) != 0 || chdir("gone") != 0 ||
	    rmdir("../gone") != 0)
		printf("%s: no deleted folder\n", what);
	try(what, "in a deleted folder", fn, AT_FDCWD, "x");
	try(what, "out of a deleted folder", fn, AT_FDCWD, "../file");
	try(what, "a deleted folder itself", fn, AT_FDCWD, ".");
}

void
names(const char *what, enum takes takes, name_fn fn)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (kinds[i].outside && (takes & CHANGES) != 0)
			continue;
		scene();
		try(what, kinds[i].label, fn, AT_FDCWD,
		    with_root(kinds[i].path, path, sizeof(path)));
	}
	bad_names(what, fn);
	descriptor_names(what, fn);
	gone_names(what, fn);
	if ((takes & AT) != 0)
		folder_names(what, fn);
}
