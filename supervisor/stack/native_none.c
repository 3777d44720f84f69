/* Native stacks are read on x86-64 only: elsewhere none are. */
#include <stdlib.h>
#include <unistd.h>

#include "stack/wire.h"

int
native_possible(void)
{
	return 0;
}

uint64_t
native_registers(const struct regs *regs, uint64_t reg[17])
{
	(void)regs;
	for (int i = 0; i < 17; i++)
		reg[i] = 0;
	return 0;
}

void
native_serve(int fd)
{
	(void)fd;
	_exit(EXIT_FAILURE);
}
