/* What a call may do to an object: the words of the rule language. */
#ifndef PTS_BASE_ACCESS_H
#define PTS_BASE_ACCESS_H

/* One bit each, so that a call's needs are a set. */
enum access {
	/* files */
	ACC_READ = 1 << 0,
	ACC_STAT = 1 << 1,
	ACC_MODIFY = 1 << 2,
	ACC_CREATE = 1 << 3,
	ACC_DELETE = 1 << 4,
	ACC_ATTRIBUTES = 1 << 5,
	ACC_EXEC = 1 << 6,
	/* network */
	ACC_CONNECT = 1 << 7,
	ACC_BIND = 1 << 8,
	ACC_ACCEPT = 1 << 9,
	ACC_SOCKET = 1 << 10,
	/* programs */
	ACC_RUN = 1 << 11,
	/* processes */
	ACC_FORK = 1 << 12,
	ACC_SIGNAL = 1 << 13,
};

#define ACC_WRITE     (ACC_MODIFY | ACC_CREATE | ACC_DELETE | ACC_ATTRIBUTES)
#define ACC_FILES     (ACC_READ | ACC_STAT | ACC_WRITE | ACC_EXEC)
#define ACC_NETWORK   (ACC_CONNECT | ACC_BIND | ACC_ACCEPT | ACC_SOCKET)
#define ACC_PROCESSES (ACC_FORK | ACC_SIGNAL)

/* The word for one access ("read", "connect"), or "?" */
const char *access_name(enum access one);

#endif /* PTS_BASE_ACCESS_H */
