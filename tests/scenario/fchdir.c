/* fchdir(2): a folder that is already open becomes the working one. */
/* denied: none: an open descriptor is no name; nothing can be reached by the
 * working folder alone, since every relative name is judged whole. */
#include "lib/guest.h"

void
scenario(void)
{
	int dir, file, path;

	scene();
	dir = open("dir", O_RDONLY | O_DIRECTORY);
	file = open("file", O_RDONLY);
	path = open("dir", O_PATH);
	say("a folder", syscall(SYS_fchdir, dir));
	say("a name in it", access("inner", F_OK));
	say("a file", syscall(SYS_fchdir, file));
	say("a path descriptor", syscall(SYS_fchdir, path));
	say("no descriptor", syscall(SYS_fchdir, 987));
	say("negative", syscall(SYS_fchdir, -1));
}

long
denied(void)
{
	return 0;
}
