# What mediation costs, as ratios, beside the other tools that are installed.
#
#   make bench                     everything, into docs/PERFORMANCE.md
#   make bench ROWS='stat python'  some rows or groups, into build/bench
#   make bench QUICK=1             to see that it works, into build/bench
#   make bench-deps                apt-installs the other tools

BENCHES := $(patsubst %.c,$(B)/%,$(wildcard tests/bench/*.c))
DEPS_BENCH := bubblewrap fakechroot firejail git linux-perf make proot \
              python3-numpy python3-pip reprozip runsc strace

$(BENCHES): $(B)/%: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu17 $(CPPFLAGS) $(WARN) -O2 -g -pthread -MMD -MP -o $@ $<

-include $(BENCHES:=.d)

BENCH_RUN = PTSANDBOX=$(abspath $(B)/ptsandbox) \
        BENCH=$(abspath $(B)/tests/bench) python3 -B tests/bench

.PHONY: bench bench-deps check-bench
bench: $(B)/ptsandbox $(BENCHES)
	$(Q)$(BENCH_RUN)/run $(if $(QUICK),--quick) \
	        --out $(if $(QUICK)$(ROWS),$(B)/bench,docs) $(ROWS)

bench-deps:
	$(Q)sh mk/deps.sh $(DEPS_BENCH)

# Of the measuring, not of what is measured.
check-bench: $(B)/ptsandbox $(BENCHES)
	$(Q)$(BENCH_RUN)/check
