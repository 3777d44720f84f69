/* attack: spellings that a check of the text takes for an allowed name
 * source: Garfinkel, Traps and Pitfalls, NDSS 2003; CWE-22, CWE-59
 * stops: names are walked, never compared as they were written
 * variants: dotdot slashes link link-dotdot relative chain folder-link
 *   path-flag
 * expect: EACCES
 * audit: openat
 * allow: files: {allow: read, path: "{DIR}/b"}
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	must(symlink("../b/f", at("a/link")), "symlink");
	must(symlink("../b", at("a/folder")), "symlink");
	must(symlink("link", at("a/chain")), "symlink");
	must(symlink("../c", at("a/up")), "symlink");
	must(chdir(at("a")), "chdir");
	if (is("dotdot"))
		read_secret(open(at("a/../b/f"), O_RDONLY), "open");
	if (is("slashes"))
		read_secret(open(at("a//.//..//b///f"), O_RDONLY), "open");
	if (is("link"))
		read_secret(open(at("a/link"), O_RDONLY), "open");
	if (is("chain"))
		read_secret(open(at("a/chain"), O_RDONLY), "open");
	if (is("folder-link"))
		read_secret(open(at("a/folder/f"), O_RDONLY), "open");
	if (is("link-dotdot")) /* as text, this is a/b/f */
		read_secret(open(at("a/up/../b/f"), O_RDONLY), "open");
	if (is("relative"))
		read_secret(open("../b/f", O_RDONLY), "open");
	/* O_PATH first: the descriptor must not be worth more than the name. */
	int fd = open(at("b/f"), O_PATH);
	char name[64];

	if (fd < 0)
		lost("O_PATH");
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	read_secret(open(name, O_RDONLY), "re-open O_PATH");
}
