/* attack: move what is forbidden under an allowed name, or the other way
 * source: rename(2), RENAME_EXCHANGE; Garfinkel, Traps and Pitfalls, NDSS
 *   2003
 * stops: a rename needs rights at both ends, and for a folder below it too
 * variants: folder exchange file over
 * expect: EACCES
 * audit: rename renameat2
 * allow: files: {allow: any, path: ["{DIR}/b", "{DIR}/c"]}
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (is("folder"))
		verdict(rename(at("b"), at("a/b2")), "rename");
	if (is("file"))
		verdict(rename(at("b/f"), at("a/stolen")), "rename");
	if (is("over"))
		verdict(rename(at("a/f"), at("b/f")), "rename");
	verdict(renameat2(AT_FDCWD, at("b"), AT_FDCWD, at("a/d"),
		    RENAME_EXCHANGE),
	    "renameat2");
}
