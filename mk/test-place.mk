# Places and the file handlers, beside what the kernel makes of the same calls.

PLACE_LIB := $(patsubst %,$(B)/obj/supervisor/%.o,base/fd tracee/tracee \
             tracee/mem call/place call/place_walk call/place_proc \
             call/call call/judge call/keeper handle/file handle/open handle/meta handle/name \
             handle/tree handle/attr handle/xattr handle/watch)
PLACE_TESTS := $(patsubst %.c,$(B)/obj/%.o,$(wildcard tests/unit/call/*.c))

.PHONY: check-place
check-place: $(B)/tests/place
	$(B)/tests/place -j1 -S

$(B)/tests/place: $(PLACE_TESTS) $(PLACE_LIB)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ -lcriterion $(LDLIBS)

-include $(PLACE_TESTS:.o=.d)
