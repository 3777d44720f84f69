# Unit tests of the command line, the record, the strings beneath them, what
# stacks are made of and what a namespace shows, and that the manual page lists
# the options that the program has.

CLI_TESTS := $(wildcard tests/unit/base/*.c tests/unit/audit/*.c \
             tests/unit/cli/*.c tests/unit/view/*.c tests/unit/stack/*.c)

.PHONY: check-cli
check-cli: $(B)/tests/cli
	$(Q)$(B)/tests/cli -j1
	$(Q)CC="$(CC)" sh man/options.sh check

$(B)/tests/cli: $(CLI_TESTS:%.c=$(B)/obj/%.o) $(LIBOBJ)
	$(if $(Q),@echo "  LD      $@")
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcriterion

-include $(CLI_TESTS:%.c=$(B)/obj/%.d)
