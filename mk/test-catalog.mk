# The catalogue and the filter: unit tests, truth tables, the other
# architecture.

CATALOG_TESTS := $(wildcard tests/unit/catalog/*.c) tests/unit/bpf_eval.c
CATALOG_UNDER_TEST := supervisor/bpf/filter.c supervisor/base/fd.c \
                      supervisor/base/str.c supervisor/call/text.c
CATALOG_TEST_OBJ := $(CATALOG_TESTS:%.c=$(B)/obj/%.o) \
                    $(CATALOG_UNDER_TEST:%.c=$(B)/obj/%.o) \
                    $(B)/obj/catalog-alone.o

# The catalogue without the handlers that its rows name.
$(B)/obj/catalog-alone.o: supervisor/catalog/catalog.c $(B)/flags
	$(if $(Q),@echo "  CC      $< (alone)")
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -DCATALOG_WITHOUT_HANDLERS -c -o $@ $<

$(B)/test-catalog: $(CATALOG_TEST_OBJ)
	$(if $(Q),@echo "  LD      $@")
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ -lcriterion -lseccomp

.PHONY: check-catalog
check-catalog: $(B)/test-catalog
	$(Q)$(B)/test-catalog -j1

-include $(CATALOG_TESTS:%.c=$(B)/obj/%.d) $(B)/obj/catalog-alone.d

# Every source compiles for aarch64.  Headers of libraries come from this
# machine: they do not depend on the architecture.
AARCH64_CC  ?= aarch64-linux-gnu-gcc
AARCH64_DIR := $(B)/aarch64
AARCH64_SRC := $(filter-out supervisor/tracee/%_x86_64.c \
               supervisor/stack/native.c,$(SRC)) \
               $(wildcard supervisor/tracee/*_aarch64.c) supervisor/stack/native_none.c tracee-stub/stub_aarch64.S \
               supervisor/bpf/gen/compile.c

.PHONY: check-aarch64
check-aarch64: $(B)/gen/filter_program.h
	$(Q)mkdir -p $(AARCH64_DIR)/include
	$(Q)for h in seccomp.h yaml.h uthash.h; do \
		ln -sf /usr/include/$$h $(AARCH64_DIR)/include/$$h; done
	$(Q)for f in $(sort $(wildcard $(AARCH64_SRC))); do \
		$(AARCH64_CC) -std=gnu17 $(CPPFLAGS) $(WARN) -O2 -fPIE \
		    -I$(AARCH64_DIR)/include -I$(B)/gen -c -o $(AARCH64_DIR)/out.o $$f \
		    || exit 1; \
	done
	@echo "aarch64: all sources compile"
