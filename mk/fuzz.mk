# Fuzzing: what parses hostile bytes, and the whole program under random calls.
#
#   make fuzz T=600       all targets with libFuzzer, ASan and UBSan, for T
#                         seconds in all, and then random calls as long
#   make fuzz-one F=rules T=60      one of them
#   make fuzz-corpus      gives what was found to the corpora, minimised
#   make fuzz-quick       the corpora once more and a few random calls; of check
#
# A target is tests/fuzz/fuzz_NAME.c with seeds in tests/fuzz/corpus/NAME and,
# where words matter, tests/fuzz/NAME.dict.  It is linked with the program's own
# objects, but for the memory of the job and the look-up of hosts, which stand
# in tests/fuzz.  What libFuzzer finds is kept in $(B)/fuzz/found/NAME; an input
# that breaks a target is told, and replayed by giving it to the target:
#
#   build/fuzz/rules build/fuzz/crash-...
#
# Random calls are seeded: tests/fuzz/calls.sh says how to replay a seed.

FUZZ_NAMES := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_SHARED := tests/fuzz/input.c tests/fuzz/shown.c tests/fuzz/memory.c \
               tests/fuzz/host.c
# What stands in tests/fuzz instead.
FUZZ_STOOD_FOR := supervisor/main.o supervisor/tracee/mem.o rules/host.o

T ?= 60
# Linked in this order: targets, what stands in for others, all the rest.
FUZZ_OBJ = $(FUZZ_SHARED:%.c=$(B)/obj/%.o) $(B)/fuzz/all.a

$(B)/fuzz/all.a: $(LIBOBJ)
	$(Q)mkdir -p $(@D)
	$(Q)rm -f $@
	$(Q)$(AR) rc $@ $(filter-out $(FUZZ_STOOD_FOR:%=$(B)/obj/%),$^)

# With libFuzzer's main() where FUZZ_MAIN is empty.
FUZZ_MAIN ?= $(B)/obj/tests/fuzz/replay.o
FUZZ_LINK ?=
$(FUZZ_NAMES:%=$(B)/fuzz/%): $(B)/fuzz/%: $(B)/obj/tests/fuzz/fuzz_%.o \
    $(FUZZ_MAIN) $(FUZZ_SHARED:%.c=$(B)/obj/%.o) $(B)/fuzz/all.a
	$(if $(Q),@echo "  LD      $@")
	$(Q)$(CC) $(ALL_CFLAGS) $(FUZZ_LINK) $(LDFLAGS) -o $@ $^ $(LDLIBS)

.PHONY: fuzz fuzz-one fuzz-corpus fuzz-quick fuzz-targets fuzz-calls
fuzz-targets: $(FUZZ_NAMES:%=$(B)/fuzz/%)

# The same with clang, in a folder of its own.
FUZZ_B := $(B)/fuzz-clang
FUZZ_CLANG = $(MAKE) --no-print-directory B=$(FUZZ_B) CC=clang HARDEN=-fPIE \
        CFLAGS='-O1 -g' FUZZ_MAIN= FUZZ_LINK=-fsanitize=fuzzer \
        SANFLAGS='-fsanitize=fuzzer-no-link,address,undefined \
        -fno-sanitize-recover=undefined -fno-omit-frame-pointer'

fuzz:
	$(Q)sh mk/deps.sh $(DEPS_BUILD) $(DEPS_FUZZ)
	$(Q)$(FUZZ_CLANG) fuzz-targets
	$(Q)B=$(FUZZ_B) tests/fuzz/run $(T) $(FUZZ_NAMES)
	$(Q)$(MAKE) --no-print-directory SAN=1 B=$(B)/fuzz-san fuzz-calls

fuzz-one:
	$(Q)$(FUZZ_CLANG) $(FUZZ_B)/fuzz/$(F)
	$(Q)B=$(FUZZ_B) tests/fuzz/run $(T) $(F)

fuzz-corpus:
	$(Q)$(FUZZ_CLANG) fuzz-targets
	$(Q)B=$(FUZZ_B) tests/fuzz/merge $(FUZZ_NAMES)

# The random-call job is a guest: never sanitized.
CALLS_SRC := tests/fuzz/calls.c $(wildcard tests/fuzz/calls/*.c)
$(GUEST_B)/tests/fuzz/calls-job: $(CALLS_SRC) supervisor/catalog/catalog.c \
    $(wildcard tests/fuzz/calls/*.h)
	$(if $(Q),@echo "  GUEST   $@")
	$(Q)mkdir -p $(@D)
	$(Q)$(GUEST_CC) -DCATALOG_WITHOUT_HANDLERS -o $@ $(filter %.c,$^)

fuzz-calls: $(B)/ptsandbox $(GUEST_B)/tests/fuzz/calls-job
	$(Q)PTSANDBOX=$(B)/ptsandbox CALLS=$(GUEST_B)/tests/fuzz/calls-job \
	    tests/fuzz/calls.sh $(T)

# Every seed is replayed, and each kind of rules meets a few calls.
fuzz-quick: fuzz-targets $(B)/ptsandbox $(GUEST_B)/tests/fuzz/calls-job
	$(Q)for name in $(FUZZ_NAMES); do \
	        $(B)/fuzz/$$name tests/fuzz/corpus/$$name > /dev/null \
	            2> $(B)/fuzz/$$name.log || { \
	                echo "fuzz: $$name"; tail -n 20 $(B)/fuzz/$$name.log; \
	                exit 1; }; \
	done
	$(Q)PTSANDBOX=$${PTSANDBOX:-$(B)/ptsandbox} COUNT=3000 \
	    CALLS=$(GUEST_B)/tests/fuzz/calls-job tests/fuzz/calls.sh 0 1

-include $(FUZZ_NAMES:%=$(B)/obj/tests/fuzz/fuzz_%.d) \
    $(FUZZ_SHARED:%.c=$(B)/obj/%.d) $(B)/obj/tests/fuzz/replay.d
