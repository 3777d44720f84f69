/* How much the job uses, and whether that is too much. */
#include "limit/watch.h"

#include <fcntl.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "base/billed.h"
#include "base/now.h"
#include "limit/output.h"
#include "limit/usage.h"
#include "view/copy.h"

/* How often there is a look, in ms: a job is ended well within 200 ms of its
 * limit; where nothing can be hit, only the peak of memory is to be found. */
#define TICK_LIMITS 20u
#define TICK_TELL   100u

/* A look that took some time may be repeated after so many times that time, or
 * after this, if that is sooner. */
#define PACE_TIMES  40u
#define PACE_MAX_NS (150 * NS_PER_MS)

/* The exact look at shared memory takes long, and gets more patience. */
#define SHARE_TIMES  20u
#define SHARE_MAX_NS (1000 * NS_PER_MS)

static bool
limited(const struct watch *w, enum limit which)
{
	return w->limits->of[which].most != 0;
}

static bool
is_over(const struct watch *w, enum limit which, uint64_t value)
{
	return limited(w, which) && value > w->limits->of[which].most;
}

static bool
hit(struct watch *w, enum limit which)
{
	w->hit = true;
	w->which = which;
	return true;
}

static void
set_pace(struct pace *p, uint64_t began_ns, unsigned times, uint64_t most_ns)
{
	uint64_t now = now_ns(), pause = (now - began_ns) * times;

	p->next_ns = now + (pause < most_ns ? pause : most_ns);
}

void
watch_open(struct watch *w, const struct limits *limits, struct mediator *m,
    bool tell)
{
	*w = (struct watch){.limits = limits, .m = m, .tell = tell};
	m->watch_writes = tell || limited(w, LIMIT_WRITTEN);
	/* Files that the job is given from the start. */
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		int flags = fcntl(fd, F_GETFL);

		if (m->watch_writes && flags >= 0 &&
		    (flags & O_ACCMODE) != O_RDONLY && !billed(fd))
			m->unbilled = true;
	}
}

unsigned
watch_tick_ms(const struct watch *w)
{
	static const enum limit polled[] = {LIMIT_WALL, LIMIT_CPU, LIMIT_MEMORY,
	    LIMIT_WRITTEN, LIMIT_OUTPUT};

	for (size_t i = 0; i < sizeof(polled) / sizeof(polled[0]); i++)
		if (limited(w, polled[i]))
			return TICK_LIMITS;
	return w->tell ? TICK_TELL : 0;
}

bool
watch_sees_exits(const struct watch *w)
{
	return w->tell || limited(w, LIMIT_CPU) || limited(w, LIMIT_WRITTEN);
}

void
watch_start(struct watch *w)
{
	uint64_t wall = w->limits->of[LIMIT_WALL].most;
	uint64_t written = w->limits->of[LIMIT_WRITTEN].most;

	w->start_ns = now_ns();
	copy_limit(wall != 0 ? w->start_ns + wall * NS_PER_MS : 0,
	    written != 0 ? written : UINT64_MAX);
}

static void
look_at_cpu(struct watch *w, struct process *p)
{
	uint64_t now = usage_cpu(p->tgid);

	if (now <= p->cpu_ns)
		return;
	w->cpu_ns += now - p->cpu_ns;
	p->cpu_ns = now;
}

/* What was added since the last look.  Nothing ever shrinks. */
static void
add(uint64_t *sum, uint64_t *last, uint64_t now)
{
	if (now <= *last)
		return;
	*sum += now - *last;
	*last = now;
}

static void
look_at_io(struct watch *w, struct tracee *t)
{
	struct usage_io io;

	if (!usage_io(t->process->tgid, t->tid, &io))
		return;
	add(&w->read, &t->io_read, io.read);
	add(&w->disk, &t->io_disk, io.disk);
	add(&w->passed, &t->io_passed, io.passed);
}

/* What was passed to pipes before there was a file that nobody bills is no
 * concern of anybody. */
static void
look_at_bills(struct watch *w)
{
	if (w->unbilled || !w->m->unbilled)
		return;
	w->unbilled = true;
	w->passed_before = w->passed;
}

uint64_t
watch_written(const struct watch *w)
{
	uint64_t passed = w->unbilled ? w->passed - w->passed_before : 0;

	return (passed > w->disk ? passed : w->disk) + copy_written();
}

static bool
tick_cpu(struct watch *w, uint64_t now)
{
	uint64_t most = w->limits->of[LIMIT_CPU].most * NS_PER_MS;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	if (!limited(w, LIMIT_CPU) || now < w->cpu_next_ns)
		return false;
	for (struct process *p = w->m->tracees.by_tgid; p != NULL;
	     p = p->hh.next)
		look_at_cpu(w, p);
	if (w->cpu_ns > most)
		return hit(w, LIMIT_CPU);
	/* Sooner it cannot be used up. */
	w->cpu_next_ns = now + (most - w->cpu_ns) / (cpus > 0 ? cpus : 1);
	return false;
}

static bool
tick_writes(struct watch *w, uint64_t now)
{
	if (!limited(w, LIMIT_WRITTEN) || now < w->writes.next_ns)
		return false;
	look_at_bills(w);
	for (struct tracee *t = w->m->tracees.by_tid; t != NULL; t = t->hh.next)
		look_at_io(w, t);
	set_pace(&w->writes, now, PACE_TIMES, PACE_MAX_NS);
	return is_over(w, LIMIT_WRITTEN, watch_written(w)) &&
	    hit(w, LIMIT_WRITTEN);
}

/* A child of vfork(2), whose memory its parent has, too. */
static bool
is_counted_elsewhere(const struct watch *w, const struct process *p)
{
	return p->borrows && process_find(&w->m->tracees, p->ppid) != NULL &&
	    usage_same_memory(p->tgid, p->ppid);
}

static bool
has_swapped(void)
{
	struct sysinfo info;

	return sysinfo(&info) == 0 && info.freeswap != info.totalswap;
}

/* Memory of the job, each page as often as it is mapped: what it holds is at
 * most that.  *ret_count: of how many processes. */
static uint64_t
sum_resident(const struct watch *w, unsigned *ret_count)
{
	bool swap = has_swapped();
	uint64_t sum = 0;

	*ret_count = 0;
	for (struct process *p = w->m->tracees.by_tgid; p != NULL;
	     p = p->hh.next) {
		if (is_counted_elsewhere(w, p))
			continue;
		sum += usage_resident(p->tgid, swap);
		++*ret_count;
	}
	return sum;
}

/* The same, each page once. */
static uint64_t
sum_shares(const struct watch *w)
{
	bool swap = has_swapped();
	uint64_t sum = 0;

	for (struct process *p = w->m->tracees.by_tgid; p != NULL;
	     p = p->hh.next) {
		uint64_t share;

		if (is_counted_elsewhere(w, p))
			continue;
		if (!usage_share(p->tgid, &share))
			share = usage_resident(p->tgid, swap);
		sum += share;
	}
	return sum;
}

static bool
tick_memory(struct watch *w, uint64_t now)
{
	unsigned count;
	uint64_t sum;

	if ((!limited(w, LIMIT_MEMORY) && !w->tell) || now < w->memory.next_ns)
		return false;
	sum = sum_resident(w, &count);
	set_pace(&w->memory, now, PACE_TIMES, PACE_MAX_NS);
	/* One process shares with nobody; of many it is the sum of the shares
	 * that counts, which is asked where it matters. */
	if (count > 1) {
		bool over = is_over(w, LIMIT_MEMORY, sum);
		struct pace *pace = over ? &w->shares : &w->peaks;

		if ((!over && sum <= w->peak) || now < pace->next_ns)
			return false;
		sum = sum_shares(w);
		set_pace(pace, now, SHARE_TIMES, SHARE_MAX_NS);
	}
	if (sum > w->peak)
		w->peak = sum;
	return is_over(w, LIMIT_MEMORY, sum) && hit(w, LIMIT_MEMORY);
}

static bool
output_over(struct watch *w)
{
	return w->output != NULL && output_is_over(w->output) &&
	    hit(w, LIMIT_OUTPUT);
}

bool
watch_tick(struct watch *w)
{
	uint64_t now = now_ns();

	if (w->hit)
		return false;
	if (limited(w, LIMIT_WALL) &&
	    now - w->start_ns >= w->limits->of[LIMIT_WALL].most * NS_PER_MS)
		return hit(w, LIMIT_WALL);
	return output_over(w) || tick_cpu(w, now) || tick_memory(w, now) ||
	    tick_writes(w, now);
}

void
watch_leaving(struct watch *w, struct tracee *t)
{
	uint64_t peak;

	look_at_cpu(w, t->process);
	if (w->tell || limited(w, LIMIT_WRITTEN)) {
		look_at_bills(w);
		look_at_io(w, t);
	}
	/* All threads of a process may stand here at once, the leader among
	 * them. */
	if (!w->tell || (t->process->tasks > 1 && t->tid != t->process->tgid))
		return;
	peak = usage_peak(t->process->tgid);
	if (peak > w->peak)
		w->peak = peak;
}

bool
watch_end(struct watch *w)
{
	w->end_ns = now_ns();
	if (w->hit)
		return false;
	look_at_bills(w);
	if (is_over(w, LIMIT_CPU, w->cpu_ns / NS_PER_MS))
		return hit(w, LIMIT_CPU);
	if (is_over(w, LIMIT_WRITTEN, watch_written(w)))
		return hit(w, LIMIT_WRITTEN);
	return output_over(w);
}
