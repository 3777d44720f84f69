/* attack: starve a process outside the job, or the supervisor
 * source: prlimit(2), setpriority(2), sched_setaffinity(2), ioprio_set(2)
 * stops: only the job's own processes can be named
 * variants: prlimit setpriority affinity scheduler sched-attr ioprio setpgid
 *   prio-user getaffinity
 * victims: outsider parent
 * bare/setpgid: refused (not our child)
 * bare/prio-user: skip (would touch every process of the user)
 * expect: EPERM ESRCH EACCES
 * audit: prlimit64 setpriority sched_setaffinity:ESRCH sched_getaffinity:ESRCH
 *   sched_setscheduler sched_setattr ioprio_set setpgid:ESRCH
 */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	struct rlimit low = {16, 16};
	struct sched_param param = {0};
	struct {
		uint32_t size, policy;
		uint64_t flags;
		int32_t nice;
		uint32_t priority;
		uint64_t rest[3];
	} attr = {48, SCHED_BATCH, 0, 5, 0, {0}};
	int pid = number("VICTIM");
	cpu_set_t cpus;

	(void)argc;
	(void)argv;
	CPU_ZERO(&cpus);
	CPU_SET(0, &cpus);
	if (is("prlimit"))
		verdict(prlimit((pid_t)pid, RLIMIT_NOFILE, &low, NULL),
		    "prlimit");
	if (is("setpriority"))
		verdict(setpriority(PRIO_PROCESS, (id_t)pid, 19),
		    "setpriority");
	if (is("prio-user"))
		verdict(setpriority(PRIO_USER, getuid(),
			    getpriority(PRIO_PROCESS, 0)),
		    "setpriority");
	if (is("affinity"))
		verdict(sched_setaffinity(pid, sizeof(cpus), &cpus),
		    "affinity");
	if (is("getaffinity"))
		verdict(sched_getaffinity(pid, sizeof(cpus), &cpus),
		    "affinity");
	if (is("scheduler"))
		verdict(sched_setscheduler(pid, SCHED_BATCH, &param),
		    "sched_setscheduler");
	if (is("sched-attr"))
		verdict(syscall(SYS_sched_setattr, pid, &attr, 0),
		    "sched_setattr");
	if (is("ioprio"))
		verdict(syscall(SYS_ioprio_set, 1, pid, (2 << 13) | 7),
		    "ioprio_set");
	verdict(setpgid(pid, 0), "setpgid");
}
