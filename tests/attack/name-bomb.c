/* attack: names that cost a walker without end, so that the supervisor hangs or
 *   gives up and lets the kernel decide
 * source: path_resolution(7), the limit of 40 links and of PATH_MAX bytes
 * stops: links and bytes of a name are counted, as in the kernel
 * variants: links loop dots deep
 * expect: EACCES
 * audit: openat
 * allow: files: {allow: read, path: "{DIR}/b"}
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/lib/guest.h"

/* Each link names the one before some hundred times: 100^30 steps for who does
 * not count. */
static void
links(void)
{
	char text[1000], name[40], last[40] = "d";

	for (int i = 0; i < 30; i++) {
		text[0] = '\0';
		for (int n = 0; n < 100; n++) {
			strcat(text, last);
			strcat(text, "/../");
		}
		strcat(text, last);
		snprintf(name, sizeof(name), "l%d", i);
		must(symlink(text, name), "symlink");
		strcpy(last, name);
	}
	if (open(last, O_RDONLY) >= 0)
		won("followed more links than the kernel does");
}

static void
dots(void)
{
	char text[4000];

	memset(text, '/', sizeof(text));
	for (size_t i = 0; i + 4 < sizeof(text); i += 3)
		memcpy(text + i, "d/..", 4);
	text[sizeof(text) - 1] = '\0';
	for (int i = 0; i < 200; i++)
		close(open(text, O_RDONLY));
}

/* Deeper than any name can say. */
static void
deep(void)
{
	char text[PATH_MAX];
	char name[201];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	for (int i = 0; i < 40; i++) {
		/* Too deep for the supervisor: answered, not hung. */
		if (mkdir(name, 0700) < 0 || chdir(name) < 0)
			break;
	}
	close(open("f", O_RDONLY | O_CREAT, 0600));
	if (getcwd(text, sizeof(text)) != NULL)
		text[0] = '\0';
}

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	must(chdir(at("a")), "chdir");
	if (is("links"))
		links();
	if (is("loop")) {
		must(symlink("loop", "loop"), "symlink");
		if (open("loop", O_RDONLY) >= 0)
			won("a loop has an end");
	}
	if (is("dots"))
		dots();
	if (is("deep"))
		deep();
	read_secret(open(at("b/f"), O_RDONLY), "open");
}
