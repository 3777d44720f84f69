# Attacks (one at a time, each shown to work without us) and duels.

ATTACK_SRC := $(wildcard tests/attack/*.c)
RACE_SRC   := $(wildcard tests/race/*.c)
ATTACK_BIN := $(ATTACK_SRC:%.c=$(GUEST_B)/%)
RACE_BIN   := $(RACE_SRC:%.c=$(GUEST_B)/%)
ATTACK_TOOLS := $(GUEST_B)/tests/lib/tool40 $(GUEST_B)/tests/lib/tool41
ATTACK_LIB := $(GUEST_B)/tests/lib/guest.o $(GUEST_B)/tests/lib/duel.o

$(ATTACK_LIB): $(GUEST_B)/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(GUEST_CC) -MMD -MP -c -o $@ $<

$(ATTACK_BIN): $(GUEST_B)/%: %.c $(GUEST_B)/tests/lib/guest.o
	$(if $(Q),@echo "  GUEST   $@")
	$(Q)mkdir -p $(@D)
	$(Q)$(GUEST_CC) -MMD -MP -o $@ $< $(filter %.o,$^)

$(RACE_BIN): $(GUEST_B)/%: %.c $(ATTACK_LIB)
	$(if $(Q),@echo "  GUEST   $@")
	$(Q)mkdir -p $(@D)
	$(Q)$(GUEST_CC) -MMD -MP -o $@ $< $(filter %.o,$^)

-include $(ATTACK_LIB:.o=.d) $(ATTACK_BIN:=.d) $(RACE_BIN:=.d)

$(GUEST_B)/tests/lib/tool%: tests/lib/tool.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -nostdlib -static -DTOOL_CODE='"$*"' -o $@ $<

.PHONY: attack-guests check-attack check-race race security mutants
attack-guests: $(ATTACK_BIN) $(RACE_BIN) $(ATTACK_TOOLS)

check-attack: $(B)/ptsandbox attack-guests
	B=$(GUEST_B) PTSANDBOX=$${PTSANDBOX:-$(B)/ptsandbox} tests/attack/run
	B=$(GUEST_B) PTSANDBOX=$${PTSANDBOX:-$(B)/ptsandbox} PTS_OPTIONS=--no-mseal \
	    tests/attack/run region-unmap region-proc-mem out-pointer

# Guards taken out, one by one: ten minutes, and not a part of check.
mutants: $(B)/ptsandbox attack-guests
	B=$(B) tests/attack/mutants

# The table of attacks in docs/SECURITY.md.
security:
	$(Q)tests/attack/table write

check-race: $(B)/ptsandbox attack-guests
	B=$(GUEST_B) PTSANDBOX=$${PTSANDBOX:-$(B)/ptsandbox} \
	    ROUNDS=$${ROUNDS:-5000} tests/race/run

# Hours; DUELS="memory:open names" are some of them.
race: $(B)/ptsandbox attack-guests
	B=$(GUEST_B) PTSANDBOX=$${PTSANDBOX:-$(B)/ptsandbox} \
	    ROUNDS=$${ROUNDS:-1000000} tests/race/run $(DUELS)

# The program as if it judged all wrongly: which attacks the second wall stops
# by itself.
UNJUDGED_SRC := $(wildcard supervisor/call/*.c supervisor/handle/*.c)
UNJUDGED_OBJ := $(UNJUDGED_SRC:%.c=$(B)/unjudged/%.o)

$(B)/unjudged/%.o: %.c tests/wall/unjudged.h $(B)/flags
	$(if $(Q),@echo "  CC      $< (unjudged)")
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -Wno-unused -include tests/wall/unjudged.h -c -o $@ $<

$(B)/ptsandbox-unjudged: $(UNJUDGED_OBJ) \
    $(filter-out $(UNJUDGED_SRC:%.c=$(B)/obj/%.o),$(OBJ))
	$(if $(Q),@echo "  LD      $@")
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Landlock as older kernels have it.
$(B)/tests/wall/old.so: tests/wall/old.c supervisor/wall/landlock.c \
    supervisor/wall/landlock.h
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu17 $(CPPFLAGS) $(WARN) -O1 -fPIC -shared \
	    -fvisibility=hidden -o $@ $(filter %.c,$^)

# check-wall-old: ABI= some of what the kernels of Debian do not have.
ABI ?= 1 3 4 5
.PHONY: check-wall check-wall-old
check-wall: $(B)/ptsandbox-unjudged attack-guests
	B=$(GUEST_B) PTSANDBOX=$(B)/ptsandbox-unjudged tests/attack/run --wall

check-wall-old: $(B)/ptsandbox-unjudged $(B)/tests/wall/old.so attack-guests
	for abi in $(ABI); do \
	        B=$(B) PTSANDBOX=$(B)/ptsandbox-unjudged PTS_LANDLOCK=$$abi \
	            tests/attack/run --wall || exit 1; \
	done

-include $(UNJUDGED_OBJ:.o=.d)
