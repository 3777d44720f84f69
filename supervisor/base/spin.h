/* Waiting for a moment without giving up the CPU. */
#ifndef PTS_BASE_SPIN_H
#define PTS_BASE_SPIN_H

/* Tells the CPU that its thread only waits, to be called in such a loop. */
static inline void
spin_pause(void)
{
#if defined(__x86_64__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

#endif /* PTS_BASE_SPIN_H */
