# Places and the file handlers, beside what the kernel makes of the same calls.

# An archive, of which only what is called is linked: the rules are stood in for.
PLACE_OBJ := $(filter $(B)/obj/supervisor/%,$(LIBOBJ)) \
             $(addprefix $(B)/obj/rules/,space.o space_links.o links.o arena.o)
PLACE_TESTS := $(patsubst %.c,$(B)/obj/%.o,$(wildcard tests/unit/call/*.c))

.PHONY: check-place
check-place: $(B)/tests/place
	$(B)/tests/place -j1 -S

$(B)/tests/place.a: $(PLACE_OBJ)
	$(Q)mkdir -p $(@D)
	$(Q)rm -f $@
	$(Q)$(AR) rc $@ $^

$(B)/tests/place: $(PLACE_TESTS) $(B)/tests/place.a
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ -lcriterion $(LDLIBS)

-include $(PLACE_TESTS:.o=.d)
