# Everything that `make check` runs.

.PHONY: check
check: deps-check
	$(Q)$(MAKE) --no-print-directory check-all

.PHONY: check-all
check-all: check-cli check-rules check-catalog check-place check-handle \
           check-aarch64 check-scenario check-view check-run check-attack \
           check-race
	@echo "every check passed"
