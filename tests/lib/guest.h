/* What every attack and every duel starts from: the run's folder, the three
 * ways to end, and the few things that many of them do.
 *
 * The folder (made fresh by tests/lib/harness.py) holds
 *   a/  what the rules allow      a/f "PUBLIC"  a/d/f  a/tool (exits 40)
 *   b/  what they forbid          b/f "SECRET"  b/tool (exits 41)  b/sock
 *   c/  what they allow to read   c/ro "PUBLIC"
 */
#ifndef PTS_TESTS_GUEST_H
#define PTS_TESTS_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define TOOL_ALLOWED   40
#define TOOL_FORBIDDEN 41

/* The run's folder, and the variant asked for ("" when there is none). */
extern const char *dir;
extern const char *variant;

/* What the file under test provides; returning from it counts as failed
 * preparation. */
void attack(int argc, char **argv);

/* Ends: the forbidden thing happened. */
void won(const char *what) __attribute__((noreturn));

/* Ends: it did not; errno says why. */
void lost(const char *what) __attribute__((noreturn));

/* Ends: this machine does not allow trying it. */
void cannot(const char *why) __attribute__((noreturn));

/* Ends: the test itself is broken. */
void broken(const char *what) __attribute__((noreturn));

/* Ends as won or lost by the result of a call (>= 0 wins). */
void verdict(long result, const char *what) __attribute__((noreturn));

/* Returns r, or ends as broken when r < 0. */
long must(long r, const char *what);

bool is(const char *name); /* is this the variant? */

/* A path inside the run's folder, good for the next 16 calls. */
char *at(const char *below);

/* A number from the environment, which the harness must have set. */
int number(const char *name);

/* Ends: won when fd reads as the secret, lost otherwise. */
void read_secret(int fd, const char *what) __attribute__((noreturn));

/* Does fd read as the secret?  Closes it. */
bool is_secret(int fd);

/* Waits for child pid and ends as it did: exit 0 is won, N is errno N. */
void as_child(pid_t pid, const char *what) __attribute__((noreturn));

/* Once the calling thread sleeps in a call, signals it until *handled, which
 * the handler sets; the call starts again then (SA_RESTART). */
void interrupt_asleep(void (*handler)(int sig), volatile bool *handled);

/* A child that sleeps, and does not outlive us. */
pid_t sleeping_child(void);

/* Copies a file.  Returns its new descriptor, open for reading and writing. */
int copy_file(const char *from, int to);

/* A range to attack: the supervisor's region where there is one, else a
 * read-only page of our own, mapped with the given flags, to show that the
 * attack works. */
struct target {
	char *base;
	size_t len;
	bool ours;
};
struct target region(int flags);

#endif /* PTS_TESTS_GUEST_H */
