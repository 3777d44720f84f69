# The fault program: ptsandbox with every call that can fail counted, and one of
# them made to fail (tests/fault).  `check-faults` links it from the objects that
# are there; `faults` makes them anew, since what _FORTIFY_SOURCE calls instead
# of read(2) and others is not wrapped.  SAN=1 goes with both.

ifneq ($(FAULT),)
HARDEN := -fPIE
endif

FAULT_OBJ  := $(patsubst %.c,$(B)/obj/%.o,$(wildcard tests/fault/*.c))
FAULT_WRAP  = $(shell sed -nE \
        's/^(FAULT|DEED|HAND).([a-z0-9_]+),.*/-Wl,--wrap=\2/p' \
        tests/fault/functions.def)
-include $(FAULT_OBJ:.o=.d)

# What libraries call is theirs: they stay apart.
FAULT_LIBS = $(filter-out $(foreach l,$(LIBRARIES),$(call linked,$(l))),$(LDLIBS)) \
             $(LIBRARIES:%=-l%)

$(B)/fault/ptsandbox: $(OBJ) $(FAULT_OBJ) tests/fault/functions.def
	$(if $(Q),@echo "  LD      $@")
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(FAULT_WRAP) -o $@ \
	        $(filter %.o,$^) $(FAULT_LIBS)

$(B)/fault/guest: tests/fault/guest/guest.c $(B)/flags
	$(if $(Q),@echo "  GUEST   $@")
	$(Q)mkdir -p $(@D)
	$(Q)$(GUEST_CC) -pthread -o $@ $<

# All points in a random order, for so many seconds at most.
FAULTS_T ?= 3600

.PHONY: faults check-faults fault-program
fault-program: $(B)/fault/ptsandbox $(B)/fault/guest
faults:
	$(Q)$(MAKE) --no-print-directory FAULT=1 B=$(B)-fault fault-program
	$(Q)tests/fault/run.py $(B)-fault/fault --all --seconds $(FAULTS_T) \
	        $(FAULTS)
check-faults: fault-program
	$(Q)tests/fault/run.py $(B)/fault $(FAULTS)
