/* Programs to run, for the calls that do so. */
#ifndef PTS_SCENARIO_RUN_H
#define PTS_SCENARIO_RUN_H

#include <string.h>

#include "lib/guest.h"

/* Makes a file with this text and mode in the working folder. */
static inline void
make_file(const char *name, const char *text, mode_t mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		printf("cannot make %s\n", name);
	close(fd);
}

/* Programs and what only looks like one, in the tree. */
static inline void
make_programs(void)
{
	scene();
	make_file("args", "#!/bin/sh\necho \"$0\" \"$#\" \"$@\"\nexit 3\n",
	    0755);
	make_file("option", "#!  /bin/sh   -e \nfalse\nexit 9\n", 0755);
	make_file("no-interpreter", "#!/no/such/interpreter\n", 0755);
	make_file("empty-interpreter", "#!\n", 0755);
	make_file("text", "echo not a program\n", 0755);
	make_file("nothing", "", 0755);
	make_file("no-permission", "#!/bin/sh\n", 0644);
	make_file("nested", "#!./args one\n", 0755);
	make_file("itself", "#!./itself\n", 0755);
	make_file("broken", "\177ELF\2\1\1 and no more", 0755);
}

#endif /* PTS_SCENARIO_RUN_H */
