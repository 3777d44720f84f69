/* Gives a target the inputs of a corpus, each once and in the order of their
 * names: for `make check`, with whatever compiler and sanitizers that has. */
#include <dirent.h>
#include <limits.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

#define INPUT_MAX (1u << 20)

static void
replay(const char *name)
{
	FILE *file = fopen(name, "rb");
	uint8_t *bytes = malloc(INPUT_MAX);
	size_t len;

	if (file == NULL || bytes == NULL) {
		perror(name);
		exit(EXIT_FAILURE);
	}
	len = fread(bytes, 1, INPUT_MAX, file);
	fclose(file);
	/* No byte more than there are, so that a read behind them is seen. */
	bytes = realloc(bytes, len > 0 ? len : 1);
	LLVMFuzzerTestOneInput(bytes, len);
	free(bytes);
}

int
main(int argc, char **argv)
{
	struct dirent **entry;
	char name[PATH_MAX];
	int count;

	if (argc != 2) {
		fprintf(stderr, "usage: %s CORPUS\n", argv[0]);
		return EXIT_FAILURE;
	}
	count = scandir(argv[1], &entry, NULL, alphasort);
	if (count < 0) {
		perror(argv[1]);
		return EXIT_FAILURE;
	}
	for (int i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "%s/%s", argv[1],
		    entry[i]->d_name);
		if (entry[i]->d_name[0] != '.')
			replay(name);
		free(entry[i]);
	}
	free(entry);
	return EXIT_SUCCESS;
}
