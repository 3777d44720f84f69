/* Threads that end their process while its leader is in a call that is served
 * alone: bind(2) with a path.  Argument: how many processes, one by one. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct timespec soon;

static void *
end(void *arg)
{
	nanosleep(&soon, NULL);
	syscall(SYS_exit_group, 0);
	return arg;
}

static void
bind_again_and_again(void)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "socket"};
	pthread_t thread;

	if (pthread_create(&thread, NULL, end, NULL) != 0)
		_exit(1);
	for (;;) {
		int s = socket(AF_UNIX, SOCK_STREAM, 0);

		unlink(name.sun_path);
		if (s < 0 ||
		    bind(s, (struct sockaddr *)&name, sizeof(name)) < 0)
			_exit(1);
		close(s);
	}
}

int
main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 1;

	for (int i = 0; i < rounds; i++) {
		int status = 0;
		pid_t pid;

		soon.tv_nsec = 50000 + i * 37000 % 900000;
		pid = fork();
		if (pid == 0)
			bind_again_and_again();
		if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0) {
			printf("round %d: %#x\n", i, (unsigned)status);
			return 1;
		}
	}
	puts("ended");
	return 0;
}
