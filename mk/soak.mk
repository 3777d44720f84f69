# Long runs: so many files under one supervisor, and so many jobs in a row.
FILES ?= 10000
JOBS  ?= 100

.PHONY: soak
soak: $(B)/ptsandbox
	$(Q)PTSANDBOX=$(abspath $(B)/ptsandbox) tests/soak/run $(FILES)
	$(Q)JOBS_ROW=$(JOBS) JOBS_AT_ONCE=60 PTSANDBOX=$(abspath $(B)/ptsandbox) \
	        tests/run/run many
