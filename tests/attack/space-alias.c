/* attack: gain rights to a file by moving it to where a map shows it by a
 *   second name
 * source: path_resolution(7); bind mounts and other second names
 * stops: a move is judged by all names of where it goes
 * space: map: [{at: /pts-map, from: "{DIR}/a"}]
 * rules: files: {allow: [create, delete, stat], path: ["{DIR}/a", "{DIR}/b"]}
 * rules: files: {deny: any, path: ["{DIR}/a", "{DIR}/b"]}
 * rules: files: {allow: any, path: /pts-map}
 * variants: file folder
 * expect: EACCES
 * expect/folder: EACCES
 * audit: rename
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (is("folder") && rename(at("b"), at("a/x")) < 0)
		lost("rename");
	if (is("file") && rename(at("b/f"), at("a/x")) < 0)
		lost("rename");
	won("it was moved to where it may be read");
}
