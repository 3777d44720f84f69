/* attack: meet programs outside through memory, semaphores and queues that are
 *   named by numbers or by names of their own
 * source: sysvipc(7), shm_overview(7), mq_overview(7); MIT-SHM of X11
 * stops: what has no path does not exist, and what has one is judged by it
 * variants: shm-open sem-open shmget shmget-key semget msgget mq-open keyring
 *   request-key
 * expect: EACCES ENOSYS
 * expect/sem-open: EACCES ENOENT
 * audit: openat shmget semget msgget mq_open keyctl request_key
 * bare: any (not in all kernels)
 * bare/shm-open: wins
 * audit/sem-open: any
 * allow/shm-open: files: {allow: any, path: /dev/shm}
 * allow/sem-open: files: {allow: any, path: /dev/shm}
 */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

static char name[64];

static void
by_name(void)
{
	int fd = -1;

	if (is("shm-open")) {
		fd = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600);
		if (fd >= 0)
			shm_unlink(name);
		verdict(fd, "shm_open");
	}
	if (is("sem-open")) {
		sem_t *s = sem_open(name, O_CREAT | O_EXCL, 0600, 1);

		if (s != SEM_FAILED)
			sem_unlink(name);
		verdict(s == SEM_FAILED ? -1 : 0, "sem_open");
	}
	if (is("mq-open")) {
		mqd_t q = mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, NULL);

		if (q != (mqd_t)-1)
			mq_unlink(name);
		verdict(q, "mq_open");
	}
}

void
attack(int argc, char **argv)
{
	int id;

	(void)argc;
	(void)argv;
	snprintf(name, sizeof(name), "/pts-%d", getpid());
	by_name();
	if (is("shmget") || is("shmget-key")) {
		id = shmget(is("shmget") ? IPC_PRIVATE : 0x70747300 + getpid(),
		    4096, IPC_CREAT | IPC_EXCL | 0600);
		if (id >= 0)
			shmctl(id, IPC_RMID, NULL);
		verdict(id, "shmget");
	}
	if (is("semget")) {
		id = semget(IPC_PRIVATE, 1, 0600);
		if (id >= 0)
			semctl(id, 0, IPC_RMID);
		verdict(id, "semget");
	}
	if (is("msgget")) {
		id = msgget(IPC_PRIVATE, 0600);
		if (id >= 0)
			msgctl(id, IPC_RMID, NULL);
		verdict(id, "msgget");
	}
	if (is("keyring"))
		verdict(syscall(SYS_keyctl, 0, -3, 1, 0, 0), "keyctl");
	errno = 0;
	verdict(syscall(SYS_request_key, "user", name, NULL, -3) < 0 &&
		    errno == ENOKEY
		? 0
		: -1,
	    "request_key");
}
