/* Threads that end their process while its first one reads a folder, again and
 * again.  Ends with 0; hangs where one of the processes does not end. */
#include <fcntl.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 200

static long delay_ns;

static void *
end_all(void *arg)
{
	struct timespec delay = {0, delay_ns};

	nanosleep(&delay, NULL);
	_exit(arg != NULL);
}

static void
read_folder(const char *name)
{
	int fd = open(name, O_RDONLY | O_DIRECTORY);
	char room[4096];
	pthread_t thread;

	if (fd < 0 || pthread_create(&thread, NULL, end_all, NULL) != 0)
		_exit(1);
	for (;;) {
		lseek(fd, 0, SEEK_SET);
		while (syscall(SYS_getdents64, fd, room, sizeof(room)) > 0)
			;
	}
}

int
main(int argc, char **argv)
{
	for (int i = 0; i < ROUNDS; i++) {
		int status = 1;
		pid_t pid;

		delay_ns = i * 5000L;
		pid = fork();
		if (pid == 0)
			read_folder(argc > 1 ? argv[1] : "/");
		if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
			return 1;
	}
	return 0;
}
