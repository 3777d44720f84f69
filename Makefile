# ptsandbox: build, test, measure, install.
#
#   make            the program, at build/ptsandbox
#   make demo       installs what is missing, builds, runs the example job
#   make check      unit, truth, scenario, attack, race and fidelity tests
#   make check-san  what of it a sanitizer sees, with SAN=1 B=build-san
#   make mutants    whether each attack misses its guard (ten minutes)
#   make fidelity   programs bare and inside, compared (long)
#   make coverage   check-san, and which lines it reaches
#   make faults     makes each call of ours fail, FAULTS_T=seconds at most
#   make soak       FILES=n JOBS=n; long runs, and what they hold at the end
#   make lint       formatting, static analysis, manual pages, house rules
#   make fuzz       T=seconds; parsers and random calls, see mk/fuzz.mk
#   make bench      writes docs/PERFORMANCE.md: ratios to bare, and other tools
#   make install    PREFIX=/usr/local DESTDIR=
#   make deps       apt-installs what is missing
#
# SAN=1 builds with AddressSanitizer and UBSan, SAN=thread with
# ThreadSanitizer; SHARED=1 links no archives of libraries; V=1 shows the
# commands; CC=clang uses clang.

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
MANDIR  ?= $(PREFIX)/share/man
DOCDIR  ?= $(PREFIX)/share/doc/ptsandbox
CC      ?= cc
B       ?= build
VERSION := 0.1.0

ifeq ($(V),)
Q := @
endif

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
        -Wformat=2 -Wundef -Wcast-qual -Wwrite-strings -Wimplicit-fallthrough \
        -Wconversion -Wno-sign-conversion
HARDEN := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong \
          -fstack-clash-protection -fPIE
CFLAGS  ?= -O2 -g
CPPFLAGS += -D_GNU_SOURCE -DPTS_VERSION='"$(VERSION)"' -I. -Isupervisor -Irules
LDFLAGS += -pie -Wl,-z,relro,-z,now
# A shared library costs each start a tenth of a millisecond.  SHARED=1 has them
# all the same.
linked = $(if $(SHARED),-l$(1),$(if $(wildcard \
    $(shell $(CC) -print-file-name=lib$(1).a)),-l:lib$(1).a,-l$(1)))
LIBRARIES := yaml jansson nettle
LDLIBS  += $(foreach l,$(LIBRARIES),$(call linked,$(l)))
ifeq ($(SAN),thread)
SANFLAGS := -fsanitize=thread -fno-omit-frame-pointer
else ifneq ($(SAN),)
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=undefined \
            -fno-omit-frame-pointer
endif
ifneq ($(SAN),)
HARDEN := -fPIE
CFLAGS := -O1 -g
endif
ifneq ($(SAN)$(COV),)
SANFLAGS += -DPTS_SLOWER=4u
endif
# What is compiled to be watched warns of what is not so.
ifneq ($(WERROR),)
ifeq ($(SAN)$(COV),)
WARN += -Werror
endif
endif
ALL_CFLAGS = -std=gnu17 $(CPPFLAGS) $(WARN) $(HARDEN) $(SANFLAGS) $(CFLAGS)
COMPILE = $(CC) $(ALL_CFLAGS) -MMD -MP

# Guests are not hardened and never sanitized: they misuse memory on purpose.
# Builds that differ in the program alone can share them: GUEST_B=build.
GUEST_B ?= $(B)
GUEST_CC = $(CC) -std=gnu17 $(CPPFLAGS) $(WARN) -O1 -g -pthread

ARCH := $(firstword $(subst -, ,$(shell $(CC) -dumpmachine 2>/dev/null || uname -m)))
SRC := $(wildcard supervisor/*.c supervisor/*/*.c rules/*.c tracee-stub/*.c)
# What stands once for each architecture.
SRC := $(filter-out $(foreach n,regs respell,supervisor/tracee/$(n)_%.c),$(SRC)) \
       $(foreach n,regs respell,supervisor/tracee/$(n)_$(ARCH).c)
# libunwind's remote unwinding is there for x86-64.
ifeq ($(ARCH),x86_64)
SRC := $(filter-out supervisor/stack/native_none.c,$(SRC))
LDLIBS += -lunwind-x86_64
else
SRC := $(filter-out supervisor/stack/native.c,$(SRC))
endif
ASM := tracee-stub/stub_$(ARCH).S
GEN := $(B)/gen/profiles.c $(B)/gen/page.c
OBJ := $(SRC:%.c=$(B)/obj/%.o) $(ASM:%.S=$(B)/obj/%.o) $(GEN:%.c=%.o)
# All but main(): what the unit tests link.
LIBOBJ := $(filter-out $(B)/obj/supervisor/main.o,$(OBJ))

.PHONY: all
all: $(B)/ptsandbox

$(B)/ptsandbox: $(OBJ)
	$(if $(Q),@echo "  LD      $@")
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/obj/%.o: %.c $(B)/flags
	$(if $(Q),@echo "  CC      $<")
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -c -o $@ $<

$(B)/obj/%.o: %.S $(B)/flags
	$(if $(Q),@echo "  AS      $<")
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -c -o $@ $<

PROFILES := $(sort $(wildcard rules/profiles/*.yaml))
$(B)/gen/profiles.c: $(PROFILES) mk/embed.sh
	$(Q)mkdir -p $(@D)
	$(Q)sh mk/embed.sh profiles .yaml $(PROFILES) > $@

PAGE := $(sort $(wildcard supervisor/report/page*.html supervisor/report/page*.css \
        supervisor/report/page*.js))
$(B)/gen/page.c: $(PAGE) mk/embed.sh
	$(Q)mkdir -p $(@D)
	$(Q)sh mk/embed.sh page '' $(PAGE) > $@

$(B)/gen/%.o: $(B)/gen/%.c
	$(Q)$(COMPILE) -c -o $@ $<

# Objects follow the flags they were built with.
.PHONY: FORCE
$(B)/flags: FORCE
	$(Q)mkdir -p $(B)
	$(Q)echo '$(COMPILE)' | cmp -s - $@ || echo '$(COMPILE)' > $@

-include $(OBJ:.o=.d)
-include $(wildcard mk/*.mk)

.PHONY: clean
clean:
	rm -rf $(B)
