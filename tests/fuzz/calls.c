/* The random-call job: makes system calls of every number with arguments that
 * are right, half right and wrong, from threads and children of all kinds, so
 * that the supervisor above it meets what no program would ask.
 *
 * usage: calls SEED COUNT TALLY OUT RO OUTSIDE PORT TOKEN
 *
 * Worker n is made of SEED and n alone, and so are the calls of each of its
 * threads; a seed is replayed by giving it again.  TALLY is a file in which the
 * calls are counted.  tests/fuzz/calls.sh starts it, says what the rest means,
 * and looks afterwards at what must not have changed.  A worker may end itself,
 * or hang: the first process starts the next, and ends who makes no more calls.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/now.h"
#include "tests/fuzz/calls/calls.h"

#define WORKERS   3
#define CALLS     4000 /* of a worker, shared by its threads */
#define THREADS   3
#define REFRESH   256 /* calls between two openings of all descriptors */
#define STALE_MS  20  /* between two looks at who still makes calls */
#define STALE_MAX 5   /* looks without a call */

struct tally {
	_Atomic uint64_t calls;
	_Atomic uint64_t by[WORKERS];
};
static struct tally *tally;

struct thread {
	struct dice dice;
	struct pages pages;
	unsigned slot;
	unsigned calls;
	bool first;
};

static void
no_action(int sig)
{
	(void)sig;
}

/* Wakes a thread that waits, again and again. */
static void
wake_often(void)
{
	struct sigevent to = {.sigev_notify = SIGEV_THREAD_ID,
	    .sigev_signo = SIGALRM};
	struct itimerspec often = {
	    {0, 2000000},
            {0, 2000000}
        };
	timer_t timer;

	to._sigev_un._tid = gettid();
	if (timer_create(CLOCK_MONOTONIC, &to, &timer) == 0)
		timer_settime(timer, 0, &often, NULL);
}

/* Descriptors of every kind, from 3 on. */
static void
open_all(void)
{
	struct sockaddr_storage none = {0};
	int two[2];
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	close_range(3, ~0u, 0);
	mkdir("d", 0700);
	open("a", O_RDWR | O_CREAT | O_NONBLOCK, 0600);
	open("d", O_DIRECTORY);
	open(".", O_PATH);
	open(world.ro, O_DIRECTORY);
	open(world.out, O_PATH);
	open("/proc/self/fd", O_DIRECTORY);
	open("/dev/null", O_RDWR);
	open("/proc/self/maps", O_RDONLY);
	if (pipe2(two, O_NONBLOCK) != 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, two) != 0 ||
	    socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, two) != 0)
		return;
	socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0);
	socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	none.ss_family = AF_UNIX;
	bind(socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0),
	    (struct sockaddr *)&none, sizeof(sa_family_t));
	epoll_create1(0);
	eventfd(1, EFD_NONBLOCK);
	timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	signalfd(-1, &set, SFD_NONBLOCK);
	memfd_create("m", MFD_ALLOW_SEALING);
	inotify_init1(IN_NONBLOCK);
	syscall(SYS_pidfd_open, getpid(), 0);
	open(world.self, O_PATH);
	open("d/b", O_RDWR | O_CREAT | O_NONBLOCK, 0600);
}

static void *
thread_run(void *arg)
{
	struct thread *t = arg;
	struct wish w;

	wake_often();
	for (unsigned i = 0; i < t->calls; i++) {
		if (t->first && i % REFRESH == 0)
			open_all();
		atomic_fetch_add(&tally->calls, 1);
		atomic_fetch_add(&tally->by[t->slot], 1);
		if (one_in(&t->dice, 4000)) {
			raw_foreign(&t->dice);
			continue;
		}
		wish_any(&w, &t->pages, &t->dice);
		switch (w.nr) {
		case SYS_clone:
		case SYS_clone3:
		case SYS_fork:
		case SYS_vfork: raw_birth(&w); break;
		default: raw_call(&w);
		}
	}
	return NULL;
}

static void
limit(int what, rlim_t to)
{
	struct rlimit l = {to, to};

	setrlimit(what, &l);
}

/* Changes what the other threads' calls are about while they are made. */
static void
scribble(struct thread *t, unsigned rounds)
{
	struct dice d = t->dice;

	for (unsigned i = 0; i < rounds; i++) {
		for (int j = 0; j < 32; j++)
			t->pages.scratch[below(&d, t->pages.size)] ^=
			    (unsigned char)(1u << below(&d, 8));
		sched_yield();
	}
}

_Noreturn static void
worker(uint64_t seed, uint64_t number, unsigned slot)
{
	struct thread thread[THREADS];
	struct dice d = {seed};
	unsigned count = 1 + (unsigned)below(&d, THREADS);
	struct sigaction wake = {.sa_handler = no_action};
	char folder[32];
	pthread_t id[THREADS];
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	limit(RLIMIT_AS, 512u << 20);
	limit(RLIMIT_FSIZE, 256u << 10);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NOFILE, 64);
	wake.sa_flags = one_in(&d, 4) ? SA_RESTART : 0;
	sigaction(SIGALRM, &wake, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	/* Another may have shut the folder that all of them stand in. */
	chmod(".", 0700);
	snprintf(folder, sizeof(folder), "w%u", (unsigned)number);
	mkdir(folder, 0700);
	if (chdir(folder) != 0)
		perror(folder);
	for (int fd = 0; fd < 3; fd++)
		dup2(open("/dev/null", O_RDWR), fd);
	for (unsigned i = 0; i < count; i++) {
		thread[i] = (struct thread){.dice = {dice_next(&d)},
		    .slot = slot,
		    .calls = CALLS / count,
		    .first = i == 0};
		if (!pages_make(&thread[i].pages))
			_exit(3);
	}
	for (unsigned i = 1; i < count; i++)
		pthread_create(&id[i], NULL, thread_run, &thread[i]);
	if (count > 1 && one_in(&d, 2))
		scribble(&thread[1], 200);
	thread_run(&thread[0]);
	for (unsigned i = 1; i < count; i++)
		pthread_join(id[i], NULL);
	_exit(0);
}

struct watched {
	pid_t pid;
	uint64_t seen;
	unsigned stale;
};

/* Ends a worker that makes no more calls. */
static void
look_after(struct watched *w, unsigned slot)
{
	uint64_t now = atomic_load(&tally->by[slot]);

	if (w->pid == 0)
		return;
	w->stale = now == w->seen ? w->stale + 1 : 0;
	w->seen = now;
	if (w->stale < STALE_MAX)
		return;
	kill(-w->pid, SIGKILL);
	kill(w->pid, SIGKILL);
}

static void
run(uint64_t seed, uint64_t count)
{
	struct timespec look = {0, STALE_MS * 1000000L};
	struct watched w[WORKERS] = {0};
	uint64_t next = 0, looked = 0;
	sigset_t all;

	/* Signals to the whole job are not to end it. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	while (atomic_load(&tally->calls) < count) {
		pid_t pid;

		for (unsigned i = 0; i < WORKERS; i++) {
			struct dice d = {seed + next};

			if (w[i].pid != 0)
				continue;
			w[i] = (struct watched){.pid = fork()};
			if (w[i].pid == 0)
				worker(dice_next(&d), next, i);
			next++;
			if (w[i].pid < 0)
				w[i].pid = 0;
		}
		sigtimedwait(&all, NULL, &look);
		if (now_ns() - looked >= STALE_MS * NS_PER_MS) {
			looked = now_ns();
			for (unsigned i = 0; i < WORKERS; i++)
				look_after(&w[i], i);
		}
		while ((pid = waitpid(-1, NULL, WNOHANG)) > 0) {
			for (unsigned i = 0; i < WORKERS; i++) {
				if (w[i].pid == pid)
					w[i].pid = 0;
			}
		}
	}
}

int
main(int argc, char **argv)
{
	int fd;

	/* As a program that a worker runs, it has nothing to do. */
	if (argc != 9)
		return 0;
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) {
		fputs("calls: only in a sandbox\n", stderr);
		return 2;
	}
	fd = open(argv[3], O_RDWR | O_CLOEXEC);
	tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE, MAP_SHARED,
	    fd, 0);
	if (fd < 0 || tally == MAP_FAILED) {
		perror(argv[3]);
		return 2;
	}
	close(fd);
	world = (struct world){.out = argv[4],
	    .ro = argv[5],
	    .outside = (pid_t)atoi(argv[6]),
	    .port = (uint16_t)atoi(argv[7]),
	    .token = argv[8],
	    .self = argv[0],
	    .first = getpid(),
	    .supervisor = getppid()};
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	run(strtoull(argv[1], NULL, 10), strtoull(argv[2], NULL, 10));
	return 0;
}
