# `make coverage`: check-san, and the lines that it reaches.  COV=1 is what it
# builds with; gcov is gcc's.  Our own processes end in ways that gcov does not
# know: tests/coverage/counters.c.

COVERAGE_B ?= build-cov
# Programs of the coverage build count in files there; tests/coverage/run sets it.
COVERAGE_FOLDER ?= /nonexistent

ifneq ($(COV),)
COUNTERS := $(B)/coverage-counters.o
HARDEN := -fPIE
CFLAGS := -O1 -g
# fork(2) and exec(3) as they are, not as libgcov makes them: it would write.
SANFLAGS += --coverage -fprofile-update=atomic -fdata-sections \
            $(addprefix -fno-builtin-,fork execv execve execvp execlp)
LDFLAGS += -Wl,--build-id,--wrap=__gcov_exit,-T,tests/coverage/counters.ld

COVERED := $(B)/ptsandbox $(B)/tests/cli $(B)/tests/handle $(B)/tests/place \
           $(B)/test-catalog $(B)/tests/unit-rules $(B)/tests/ask \
           $(B)/fault/ptsandbox \
           $(patsubst tests/fuzz/fuzz_%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
$(COVERED): $(COUNTERS) | tests/coverage/counters.ld

$(COUNTERS): tests/coverage/counters.c $(B)/coverage-folder
	$(Q)$(CC) -std=gnu17 $(CPPFLAGS) $(WARN) -O1 -fPIE \
	        -DCOVERAGE_FOLDER='"$(COVERAGE_FOLDER)"' -c -o $@ $<

$(B)/coverage-folder: FORCE
	$(Q)mkdir -p $(B)
	$(Q)echo '$(COVERAGE_FOLDER)' | cmp -s - $@ || \
	        echo '$(COVERAGE_FOLDER)' > $@
endif

.PHONY: coverage coverage-programs
coverage: deps-check
	$(Q)sh mk/deps.sh $(DEPS_COVERAGE)
	$(Q)B=$(COVERAGE_B) tests/coverage/run

coverage-programs: $(COVERED)
