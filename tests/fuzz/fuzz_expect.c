/* A file of expectations for graders. */
#include <unistd.h>

#include "expect.h"
#include "rules.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/shown.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	int fd = input_file(bytes, len);
	struct net_object o = {.proto = NET_TCP, .family = AF_INET, .port = 80};
	struct rules *r = rules_new();
	const struct expectation *x;
	struct faults f = {0};

	REQUIRE(r != NULL);
	if (rules_add_expect(r, input_file_name(fd), &f) == 0 &&
	    rules_finish(r, &f) == 0) {
		for (x = rules_expectations(r); x != NULL; x = x->next) {
			(void)expect_means(x, ACC_READ, "/usr/bin/true", NULL);
			(void)expect_means(x, ACC_RUN, "/usr/bin/true", NULL);
			(void)expect_means(x, ACC_CONNECT, NULL, &o);
		}
	} else {
		REQUIRE(fault_any(&f));
	}
	faults_are_shown(&f);
	rules_free(r);
	fault_done(&f);
	close(fd);
	return 0;
}
