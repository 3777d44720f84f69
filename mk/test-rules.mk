# The rule language: unit tests, and truth tables of what rules answer.

RULES_OBJ := $(patsubst %.c,$(B)/obj/%.o,$(wildcard rules/*.c) \
             supervisor/base/fault.c supervisor/base/access.c \
             supervisor/base/str.c supervisor/base/fd.c \
             supervisor/base/hash.c supervisor/base/log.c \
             supervisor/base/embedded.c) $(B)/gen/profiles.o
RULES_UNIT := $(patsubst %.c,$(B)/obj/%.o,$(wildcard tests/unit/rules/*.c))

$(B)/tests/unit-rules: $(RULES_UNIT) $(RULES_OBJ)
	$(if $(Q),@echo "  LD      $@")
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcriterion

$(B)/tests/ask: $(B)/obj/tests/truth/policy/ask.o $(RULES_OBJ)
	$(if $(Q),@echo "  LD      $@")
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

.PHONY: check-rules
check-rules: $(B)/tests/unit-rules $(B)/tests/ask
	$(Q)$(B)/tests/unit-rules -j1 --short-filename
	$(Q)cd tests/truth/policy && HOME=/home/u VIRTUAL_ENV= PYENV_ROOT= \
	    $(abspath $(B))/tests/ask $(patsubst %,./%,$(notdir \
	    $(wildcard tests/truth/policy/*.tsv)))

-include $(RULES_UNIT:.o=.d) $(B)/obj/tests/truth/policy/ask.d
