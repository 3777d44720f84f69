# What is needed from Debian (12 and later) and derived systems.  `make deps`
# installs what is missing, with sudo where we are not root, and says what.

DEPS_BUILD := gcc libc6-dev libseccomp-dev libyaml-dev libjansson-dev \
              libunwind-dev uthash-dev nettle-dev libarchive-dev python3
# CPython's own tests, of the version that is here.
PYTHON_TESTS = $(shell /usr/bin/python3 -c 'import sys; \
               print("libpython%d.%d-testsuite" % sys.version_info[:2])' 2> /dev/null)
DEPS_CHECK = libcriterion-dev python3-venv python3-jsonschema python3-yaml \
             python3-pytest procps gcc-aarch64-linux-gnu \
             libc6-dev-arm64-cross $(PYTHON_TESTS)
DEPS_LINT  := clang libclang-rt-dev clang-format cppcheck mandoc shellcheck
# What `make fidelity` compares beyond what stands here anyway.
DEPS_FIDELITY := git sqlite3 make tar rsync cpio attr tmux nodejs perl gnupg \
                 openssh-client dbus curl inotify-tools busybox-static gdb \
                 strace bubblewrap procps vim ed patch default-jdk-headless
# For fuzz alone.
DEPS_FUZZ := clang libclang-rt-dev attr
# For `make coverage` alone.
DEPS_COVERAGE := gcovr
# For check-kernels alone.
DEPS_KERNELS := qemu-system-x86 busybox-static xz-utils dosfstools e2fsprogs

.PHONY: deps deps-build deps-check deps-fidelity
deps:
	$(Q)sh mk/deps.sh $(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_LINT)

# What `make` and `make demo` need.
deps-build:
	$(Q)sh mk/deps.sh $(DEPS_BUILD)

# What `make check` needs.
deps-check:
	$(Q)sh mk/deps.sh $(DEPS_BUILD) $(DEPS_CHECK)

# What `make fidelity` needs to skip nothing.
deps-fidelity:
	$(Q)sh mk/deps.sh $(DEPS_CHECK) $(DEPS_FIDELITY)
