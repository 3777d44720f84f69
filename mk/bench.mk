# Ratios to bare, beside the other tools that are installed.  ROUNDS=7.

BENCHES := $(patsubst %.c,$(B)/%,$(wildcard tests/bench/*.c))

$(BENCHES): $(B)/%: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu17 $(CPPFLAGS) $(WARN) -O2 -g -MMD -MP -o $@ $<

-include $(BENCHES:=.d)

.PHONY: bench
bench: $(B)/ptsandbox $(BENCHES)
	$(Q)PTSANDBOX=$(abspath $(B)/ptsandbox) \
	        BENCH=$(abspath $(B)/tests/bench) tests/bench/run $(ROUNDS)
