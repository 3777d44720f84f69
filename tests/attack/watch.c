/* attack: watch a forbidden folder
 * source: inotify(7), fanotify(7), fcntl(2) F_NOTIFY
 * stops: inotify_add_watch(2) reads; fanotify is refused, F_NOTIFY too
 * variants: inotify fanotify dnotify
 * bare/fanotify: any (Linux 5.13)
 * expect/inotify: EACCES
 * expect/fanotify: EPERM ENOSYS
 * expect/dnotify: EINVAL EACCES
 * audit: inotify_add_watch fanotify_init fcntl
 * allow/inotify: files: {allow: read, path: "{DIR}/b"}
 */
#include <fcntl.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#ifndef FAN_REPORT_FID
#define FAN_REPORT_FID 0x200
#endif

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (is("inotify"))
		verdict(inotify_add_watch(inotify_init1(0), at("b"), IN_OPEN),
		    "inotify_add_watch");
	if (is("fanotify"))
		verdict(syscall(SYS_fanotify_init, FAN_REPORT_FID, 0),
		    "fanotify_init");
	verdict(fcntl(open(at("c"), O_RDONLY), F_NOTIFY, DN_CREATE),
	    "F_NOTIFY");
}
