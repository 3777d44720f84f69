# Unit tests of what the handlers are made of: program files, addresses, who
# and whose things seem to be under `user: root`; and of a job's code.

HANDLE_TESTS := $(wildcard tests/unit/handle/*.c tests/unit/tracee/*.c)

$(B)/tests/handle: $(HANDLE_TESTS) $(LIBOBJ)
	$(if $(Q),@echo "  LD      $@")
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcriterion

.PHONY: check-handle
check-handle: $(B)/tests/handle
	$(Q)$< -j1
