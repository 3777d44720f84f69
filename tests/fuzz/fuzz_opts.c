/* The words of a command line, one a line of the input. */
#include <string.h>

#include "opts.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/shown.h"

#define WORDS_MAX 32

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct input in = {bytes, len};
	bool own = input_byte(&in) % 2 != 0, given = false;
	char *word[WORDS_MAX + 1] = {0}, *argv[WORDS_MAX + 2] = {0};
	char program[] = "ptsandbox";
	const char *value = NULL;
	const struct opts_own mine[] = {
	    {"json",  NULL, &given},
            {"set", &value, NULL},
            {0  }
        };
	struct faults f = {0};
	struct opts o;
	size_t n;
	int argc = 1, err;

	argv[0] = program;
	while (in.len > 0 && argc <= WORDS_MAX) {
		word[argc - 1] = input_line(&in, &n);
		argv[argc] = word[argc - 1];
		argc++;
	}
	err = own ? opts_read_own(&o, argc, argv, mine, &f)
		  : opts_read(&o, argc, argv, &f);
	REQUIRE((err == 0) == !fault_any(&f));
	faults_are_shown(&f);
	if (err == 0 && !own && o.task == DO_RUN)
		REQUIRE(o.command != NULL && o.command[0] != NULL);
	opts_done(&o);
	fault_done(&f);
	for (int i = 0; i < WORDS_MAX; i++)
		free(word[i]);
	return 0;
}
