# What is needed from Debian (12 and later) and derived systems.  `make deps`
# installs what is missing, with sudo where we are not root, and says what.

DEPS_BUILD := gcc libc6-dev libseccomp-dev libyaml-dev libjansson-dev \
              libunwind-dev uthash-dev nettle-dev libarchive-dev python3
DEPS_CHECK := libcriterion-dev python3-venv python3-jsonschema python3-yaml \
              python3-pytest
DEPS_LINT  := clang clang-format cppcheck mandoc shellcheck \
              gcc-aarch64-linux-gnu libc6-dev-arm64-cross
# For check-kernels alone.
DEPS_KERNELS := qemu-system-x86 busybox-static

.PHONY: deps deps-build deps-check
deps:
	$(Q)sh mk/deps.sh $(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_LINT)

# What `make` and `make demo` need.
deps-build:
	$(Q)sh mk/deps.sh $(DEPS_BUILD)

# What `make check` needs.
deps-check:
	$(Q)sh mk/deps.sh $(DEPS_BUILD) $(DEPS_CHECK)
