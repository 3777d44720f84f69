# Everything that `make check` runs.

# Criterion runs one test at a time: its parallel runner leaks, which the
# address sanitizer counts as ours.

.PHONY: check
check: deps-check
	$(Q)$(MAKE) --no-print-directory check-all

.PHONY: check-all
check-all: check-cli check-rules check-catalog check-place check-handle \
           check-aarch64 check-scenario check-view check-run check-fidelity \
           check-attack check-race check-bench fuzz-quick \
           check-faults
	@echo "every check passed"
