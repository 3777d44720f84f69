# Unit tests of the command line, questions, the record, the report on it, what is
# learned from it, the strings beneath them, what stacks are made of and what a
# namespace shows, and that the manual page and the completion list the options
# that the program has.

CLI_TESTS := $(wildcard tests/unit/base/*.c tests/unit/audit/*.c \
             tests/unit/ask/*.c tests/unit/cli/*.c tests/unit/view/*.c \
             tests/unit/report/*.c tests/unit/stack/*.c tests/unit/learn/*.c \
             tests/unit/wall/*.c)

.PHONY: check-cli
check-cli: $(B)/tests/cli
	$(Q)$(B)/tests/cli -j1
	$(Q)CC="$(CC)" sh man/options.sh check
	$(Q)CC="$(CC)" sh completions/tables.sh check
	$(Q)bash tests/completion/run

$(B)/tests/cli: $(CLI_TESTS:%.c=$(B)/obj/%.o) $(LIBOBJ)
	$(if $(Q),@echo "  LD      $@")
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcriterion

-include $(CLI_TESTS:%.c=$(B)/obj/%.d)
