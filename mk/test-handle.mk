# Unit tests of what the handlers are made of: program files, addresses.

HANDLE_TESTS := $(wildcard tests/unit/handle/*.c)
HANDLE_TEST_OBJ := $(addprefix $(B)/obj/, \
        supervisor/handle/image.o supervisor/call/addr.o \
        supervisor/call/bound.o supervisor/base/str.o)

$(B)/tests/handle: $(HANDLE_TESTS) $(HANDLE_TEST_OBJ)
	$(if $(Q),@echo "  LD      $@")
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ -lcriterion

.PHONY: check-handle
check-handle: $(B)/tests/handle
	$< --quiet
