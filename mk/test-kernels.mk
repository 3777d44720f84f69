# Old kernels, booted in qemu in software: minutes, and downloads.  Apart from
# `make check`; needs qemu-system-x86 and busybox-static.

.PHONY: check-kernels
check-kernels: $(B)/ptsandbox $(GUESTS)
	$(Q)PTSANDBOX=$(abspath $(B)/ptsandbox) WORK=$(abspath $(B)/kernels) \
	        GUESTS=$(abspath $(B)/tests/scenario) tests/kernels/run
