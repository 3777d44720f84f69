# Scenario and whole-run tests: guests without sanitizers (what they do wrong,
# they do on purpose), the program as it was built.

SCENARIOS := $(wildcard tests/scenario/*.c)
ifneq ($(ARCH),x86_64)
# Spellings that only x86-64 has.
SCENARIOS := $(filter-out $(addprefix tests/scenario/,$(addsuffix .c,\
        open creat stat lstat access readlink mkdir rmdir unlink rename \
        link symlink mknod chmod chown lchown utime utimes futimesat uselib)),\
        $(SCENARIOS))
endif
GUESTLIB := $(patsubst %.c,$(B)/%.o,$(wildcard tests/scenario/lib/*.c))
GUESTS := $(SCENARIOS:%.c=$(B)/%)
GUEST_CC = $(CC) -std=gnu17 $(CPPFLAGS) $(WARN) -O1 -g -Itests/scenario -MMD -MP

$(GUESTLIB): $(B)/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(GUEST_CC) -c -o $@ $<

$(GUESTS): $(B)/%: %.c $(GUESTLIB)
	$(Q)mkdir -p $(@D)
	$(Q)$(GUEST_CC) -o $@ $< $(GUESTLIB)

-include $(GUESTLIB:.o=.d) $(GUESTS:=.d)

.PHONY: check-scenario check-run
check-scenario: $(B)/ptsandbox $(GUESTS)
	$(Q)PTSANDBOX=$(abspath $(B)/ptsandbox) \
	        GUESTS=$(abspath $(B)/tests/scenario) tests/scenario/run

check-run: $(B)/ptsandbox
	$(Q)PTSANDBOX=$(abspath $(B)/ptsandbox) tests/run/run
