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
               supervisor/stack/native.c tracee-stub/stub_x86_64.S,$(SRC)) \
               $(wildcard supervisor/tracee/*_aarch64.c) \
               supervisor/stack/native_none.c tracee-stub/stub_aarch64.S \
               supervisor/bpf/gen/compile.c
AARCH64_OBJ := $(sort $(AARCH64_SRC:%=$(AARCH64_DIR)/%.o))
AARCH64_INCLUDE := $(patsubst %,$(AARCH64_DIR)/include/%.h,seccomp yaml uthash)

.PHONY: check-aarch64
check-aarch64: $(AARCH64_OBJ)
	@echo "aarch64: all sources compile"

$(AARCH64_OBJ): $(AARCH64_DIR)/%.o: % $(B)/flags | $(AARCH64_INCLUDE) \
    $(B)/gen/filter_program.h
	$(Q)mkdir -p $(@D)
	$(Q)$(AARCH64_CC) -std=gnu17 $(CPPFLAGS) $(WARN) -O2 -fPIE -MMD -MP \
	    -I$(AARCH64_DIR)/include -I$(B)/gen -c -o $@ $<

$(AARCH64_INCLUDE):
	$(Q)mkdir -p $(@D)
	$(Q)ln -sf /usr/include/$(@F) $@

-include $(AARCH64_OBJ:.o=.d)
