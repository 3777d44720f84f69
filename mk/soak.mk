# Long runs: so many files under one supervisor, each class of stress-ng for so
# many seconds, and so many jobs in a row.
FILES  ?= 10000
STRESS ?= 2
JOBS   ?= 100

.PHONY: soak
soak: $(B)/ptsandbox
	$(Q)PTSANDBOX=$(abspath $(B)/ptsandbox) tests/soak/run $(FILES) $(STRESS)
	$(Q)LIMIT=36000 JOBS_ROW=$(JOBS) JOBS_AT_ONCE=60 \
	        PTSANDBOX=$(abspath $(B)/ptsandbox) tests/run/run many
