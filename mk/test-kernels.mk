# Old kernels, booted in qemu in software: minutes, and downloads.  Apart from
# `make check`; needs the packages of DEPS_KERNELS.

.PHONY: check-kernels
check-kernels: $(B)/ptsandbox $(GUESTS)
	$(Q)sh mk/deps.sh $(DEPS_KERNELS)
	$(Q)PTSANDBOX=$(abspath $(B)/ptsandbox) WORK=$(abspath $(B)/kernels) \
	        GUESTS=$(abspath $(GUEST_B)/tests/scenario) tests/kernels/run
