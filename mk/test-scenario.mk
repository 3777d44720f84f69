# Scenario and whole-run tests: guests, and the program as it was built.

SCENARIOS := $(wildcard tests/scenario/*.c)
ifneq ($(ARCH),x86_64)
# Spellings that only x86-64 has.
SCENARIOS := $(filter-out $(addprefix tests/scenario/,$(addsuffix .c,\
        open creat stat lstat access readlink mkdir rmdir unlink rename \
        link symlink mknod chmod chown lchown utime utimes futimesat uselib)),\
        $(SCENARIOS))
endif
GUESTLIB := $(patsubst %.c,$(GUEST_B)/%.o,$(wildcard tests/scenario/lib/*.c))
GUESTS := $(SCENARIOS:%.c=$(GUEST_B)/%)

$(GUESTLIB): $(GUEST_B)/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(GUEST_CC) -MMD -MP -Itests/scenario -c -o $@ $<

$(GUESTS): $(GUEST_B)/%: %.c $(GUESTLIB)
	$(Q)mkdir -p $(@D)
	$(Q)$(GUEST_CC) -MMD -MP -Itests/scenario -o $@ $< $(GUESTLIB)

-include $(GUESTLIB:.o=.d) $(GUESTS:=.d)

.PHONY: check-scenario check-view check-run
check-scenario: $(B)/ptsandbox $(GUESTS)
	$(Q)PTSANDBOX=$(abspath $(B)/ptsandbox) \
	        GUESTS=$(abspath $(GUEST_B)/tests/scenario) tests/scenario/run

# The same, and the attacks and duels on names, through a namespace.  All of
# them (PTS_VIEW=all) take minutes.
VIEW_ATTACKS := deleted-name errno-oracle fd-attributes fd-reopen \
        file-handles hard-link legacy-calls long-name moved-folder name-bomb \
        new-calls open-flags path-tricks proc-links rename-tree restart \
        scm-rights unix-peer watch
check-view: $(B)/ptsandbox $(GUESTS) attack-guests
	$(Q)PTSANDBOX=$(abspath $(B)/ptsandbox) PTS_VIEW="$${PTS_VIEW:-nested}" \
	        GUESTS=$(abspath $(GUEST_B)/tests/scenario) tests/scenario/run
	B=$(GUEST_B) PTSANDBOX=$${PTSANDBOX:-$(B)/ptsandbox} PTS_VIEW=1 \
	    tests/attack/run $(VIEW_ATTACKS)
	B=$(GUEST_B) PTSANDBOX=$${PTSANDBOX:-$(B)/ptsandbox} PTS_VIEW=1 \
	    ROUNDS=$${ROUNDS:-500} tests/race/run names kernel

# By name, for makefiles that are read before this one.
.PHONY: scenario-guests run-guests
scenario-guests: $(GUESTS)

RUN_GUESTS := $(patsubst %.c,$(GUEST_B)/%,$(wildcard tests/run/*.c))

$(RUN_GUESTS): $(GUEST_B)/%: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(GUEST_CC) -MMD -MP $(GUEST_LDFLAGS) -o $@ $<

# Its symbols are looked for as an interpreter's are.
$(GUEST_B)/tests/run/scribble: GUEST_LDFLAGS := -rdynamic

run-guests: $(RUN_GUESTS)

-include $(RUN_GUESTS:=.d)

# What several members of the crew do at once, for `make SAN=thread B=FOLDER`: a
# report of the sanitizer's ends the job, with a status that no test wants.
.PHONY: check-thread
check-thread: $(B)/ptsandbox $(RUN_GUESTS)
	$(Q)TSAN_OPTIONS="halt_on_error=1 $$TSAN_OPTIONS" \
	        PTSANDBOX=$(abspath $(B)/ptsandbox) \
	        GUESTS=$(abspath $(B)/tests/run) \
	        tests/run/run beside crew threads_end unborn

check-run: $(B)/ptsandbox $(RUN_GUESTS)
	$(Q)PTSANDBOX=$(abspath $(B)/ptsandbox) \
	        GUESTS=$(abspath $(GUEST_B)/tests/run) tests/run/run
