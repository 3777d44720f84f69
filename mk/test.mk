# Everything that `make check` runs, and what of it is worth running under the
# sanitizers.

# Criterion runs one test at a time: its parallel runner leaks, which the
# address sanitizer counts as ours.

# The longest first, for `make -j`; what runs several at a time takes JOBS.
CHECKS := check-run check-race check-scenario check-view check-fidelity \
          check-attack check-cli check-aarch64 check-place check-rules \
          check-handle check-bench check-faults check-wall fuzz-quick \
          check-catalog

.PHONY: check check-san check-all check-all-san
check: deps-check
	$(Q)$(MAKE) --no-print-directory check-all

check-all: $(CHECKS)
	@echo "every check passed"

# `make SAN=1 B=build-san check-san`: all of it that the program runs in.  Each
# duel is fought, but not for long: the sanitizers look at each round alike.
# Whole runs are root's and an ordinary user's by turns.
# Programs that nobody here wrote, and what happens bare, are for check.
check-san: deps-check
	$(Q)$(MAKE) --no-print-directory check-all-san

check-all-san: export ROUNDS ?= 500
check-all-san: export BARE = no
check-all-san: export TURNS = 1
check-all-san: $(filter-out check-fidelity check-aarch64 check-bench \
    check-wall,$(CHECKS))
	@echo "every check under the sanitizers passed"
