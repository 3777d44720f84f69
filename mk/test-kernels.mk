# Old kernels and the newest, booted in qemu in software: half an hour each, and
# downloads.  Apart from `make check`; needs the packages of DEPS_KERNELS.
#
#   make check-kernels SUITES="bullseye bookworm trixie trixie-backports"

SUITES ?=

.PHONY: check-kernels deps-kernels
deps-kernels:
	$(Q)sh mk/deps.sh $(DEPS_KERNELS)

check-kernels: deps-kernels $(B)/ptsandbox $(B)/ptsandbox-unjudged \
    scenario-guests run-guests attack-guests
	$(Q)B=$(B) tests/kernels/run $(SUITES)
