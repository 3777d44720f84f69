# Formatting, warnings of both compilers as errors, static analysis, manual
# pages and the house rules.  Each step names what is wrong and the rest go on.

C_FILES = $(shell find supervisor rules tracee-stub tests examples man \
        -name '*.[ch]')
SH_FILES = $(shell grep -rlE '^\#!(/usr)?/bin/(env )?(ba)?sh' \
        .ci mk rules tests examples man completions tracee-stub \
        2>/dev/null) completions/ptsandbox.bash
MAN_PAGES = $(wildcard man/*.[1-9])
LINTS := format gcc clang cppcheck mandoc house shell

.PHONY: lint $(LINTS:%=lint-%)
lint:
	$(Q)$(MAKE) --no-print-directory -k $(LINTS:%=lint-%) || { \
	        echo "lint: not clean"; exit 1; }
	@echo "lint: clean"

lint-format:
	$(Q)clang-format --dry-run -Werror $(C_FILES)

# Guests are compiled with the same warnings.
.PHONY: lint-objects
lint-objects: $(B)/ptsandbox $(GUESTS) $(RUN_GUESTS) fuzz-targets \
    $(GUEST_B)/tests/fuzz/calls-job fault-program

# With WERROR=1 the build itself is such a one.
IS_GCC = $(findstring Free Software Foundation,$(shell $(CC) --version))
lint-gcc:
	$(Q)$(MAKE) --no-print-directory WERROR=1 \
	        $(if $(and $(WERROR),$(IS_GCC)),,B=$(B)/lint-gcc CC=gcc) lint-objects

# Its warnings do not depend on how much it optimises.
lint-clang:
	$(Q)$(MAKE) --no-print-directory B=$(B)/lint-clang CC=clang WERROR=1 \
	        CFLAGS=-O1 lint-objects

lint-cppcheck:
	$(Q)cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr \
	        --enable=warning,portability \
	        --suppress=missingIncludeSystem -D_GNU_SOURCE -D__x86_64__ \
	        --include=tests/lint/cppcheck.h \
	        -I. -Isupervisor -Irules supervisor rules tracee-stub

lint-mandoc:
	$(Q)mandoc -Tlint -Wwarning $(MAN_PAGES)

lint-house:
	$(Q)bad=0; for check in tests/lint/*.sh; do \
	        CC='$(CC)' MAKEFLAGS='' bash $$check || { echo "$$check: not clean"; bad=1; }; \
	done; exit $$bad

# Single quotes hold text for another shell on purpose (SC2016), and `a && b ||
# c` is used where b cannot fail (SC2015).
lint-shell:
	$(Q)if command -v shellcheck > /dev/null; then \
	        shellcheck -x -e SC2016,SC2015 $(SH_FILES); \
	else echo "lint: no shellcheck here, shell scripts not checked"; fi
