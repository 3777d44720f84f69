# The example job with a hostile part, under rules that allow the honest part.
# It gets a home folder of its own, with something to steal in it.

DEMO := $(B)/demo

.PHONY: demo demo-run
demo: deps-build
	$(Q)$(MAKE) --no-print-directory demo-run

demo-run: $(B)/ptsandbox $(DEMO)/worker
	$(Q)sh mk/demo.sh $(abspath $(B)/ptsandbox) $(abspath $(DEMO)) \
	    $(abspath examples)

$(DEMO)/worker: examples/worker.c $(B)/flags
	$(if $(Q),@echo "  CC      $@")
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu17 -D_GNU_SOURCE $(WARN) -O2 -o $@ $< -lm
