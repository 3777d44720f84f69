/* The compiled part of the example job: folds one chain of the two-letter (HP)
 * protein model on a square lattice, by Metropolis sampling with pivot moves.
 *
 *   worker SEQUENCE STEPS TEMPERATURE SEED
 *
 * Prints "energy E" and the best fold found as a word of moves (U, D, L, R).
 * The same arguments give the same output on every machine: the arithmetic is
 * integers and one table. */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH_MAX 64
#define SIDE       (2 * LENGTH_MAX + 1)

struct fold {
	int length;
	unsigned char move[LENGTH_MAX]; /* 0 right, 1 up, 2 left, 3 down */
};

/* xorshift64*: small, and the same everywhere. */
static uint32_t
roll(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (uint32_t)(*state * 0x2545f4914f6cdd1dull >> 32);
}

/* Lays the chain out; energy is minus the number of H-H contacts that are not
 * neighbours in the chain.  Returns 1 when the chain meets itself. */
static int
energy_of(const struct fold *f, const char *sequence, int *ret_energy)
{
	static short grid[SIDE][SIDE];
	static const int dx[] = {1, 0, -1, 0}, dy[] = {0, 1, 0, -1};
	int x = LENGTH_MAX, y = LENGTH_MAX, contacts = 0;

	memset(grid, 0, sizeof(grid));
	for (int i = 0;; i++) {
		if (grid[y][x] != 0)
			return 1;
		grid[y][x] = (short)(i + 1);
		for (int d = 0; sequence[i] == 'H' && d < 4; d++) {
			int other = x + dx[d] < 0 || x + dx[d] >= SIDE ||
				y + dy[d] < 0 || y + dy[d] >= SIDE
			    ? 0
			    : grid[y + dy[d]][x + dx[d]];

			if (other != 0 && other < i &&
			    sequence[other - 1] == 'H')
				contacts++;
		}
		if (i == f->length - 1)
			break;
		x += dx[f->move[i]];
		y += dy[f->move[i]];
	}
	*ret_energy = -contacts;
	return 0;
}

/* Turns the tail of the chain about one joint. */
static void
pivot(struct fold *f, uint64_t *random)
{
	int joint = (int)(roll(random) % (uint32_t)(f->length - 1));
	unsigned turn = 1 + roll(random) % 3;

	for (int i = joint; i < f->length - 1; i++)
		f->move[i] = (unsigned char)((f->move[i] + turn) % 4);
}

static struct fold
search(const char *sequence, long steps, double temperature, uint64_t seed,
    int *ret_energy)
{
	struct fold now = {.length = (int)strlen(sequence)}, best = now;
	uint32_t accept[LENGTH_MAX * 2];
	uint64_t random = seed * 2 + 1;
	int energy = 0, least = 0;

	for (int rise = 0; rise < LENGTH_MAX * 2; rise++)
		accept[rise] =
		    (uint32_t)(exp(-rise / temperature) * UINT32_MAX);
	for (long step = 0; step < steps; step++) {
		struct fold next = now;
		int changed;

		pivot(&next, &random);
		if (energy_of(&next, sequence, &changed) != 0)
			continue;
		if (changed > energy &&
		    roll(&random) > accept[changed - energy])
			continue;
		now = next;
		energy = changed;
		if (energy < least) {
			least = energy;
			best = now;
		}
	}
	*ret_energy = least;
	return best;
}

static int
usage(void)
{
	fputs("usage: worker SEQUENCE STEPS TEMPERATURE SEED\n", stderr);
	return 2;
}

int
main(int argc, char **argv)
{
	struct fold best;
	double temperature;
	long steps;
	int energy;

	if (argc != 5 || strlen(argv[1]) < 2 || strlen(argv[1]) > LENGTH_MAX ||
	    strspn(argv[1], "HP") != strlen(argv[1]))
		return usage();
	steps = strtol(argv[2], NULL, 10);
	temperature = strtod(argv[3], NULL);
	if (steps <= 0 || temperature <= 0)
		return usage();
	best = search(argv[1], steps, temperature, strtoull(argv[4], NULL, 10),
	    &energy);
	printf("energy %d\nmoves ", energy);
	for (int i = 0; i < best.length - 1; i++)
		putchar("RULD"[best.move[i]]);
	putchar('\n');
	return fflush(stdout) == 0 ? 0 : 1;
}
