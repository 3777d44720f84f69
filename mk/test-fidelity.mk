# Programs that nobody here wrote, bare and under rules that deny nothing.

.PHONY: check-fidelity fidelity fidelity-page
# A sample, and that a wrong answer would be seen.
check-fidelity: $(B)/ptsandbox
	$(Q)PTSANDBOX=$(abspath $(B)/ptsandbox) tests/fidelity/run --short
	$(Q)PTSANDBOX=$(abspath $(B)/ptsandbox) tests/fidelity/run --prove

# All of it: long, and not a part of check.
fidelity: $(B)/ptsandbox
	$(Q)PTSANDBOX=$(abspath $(B)/ptsandbox) tests/fidelity/run -v

# The table of differences in docs/FIDELITY.md.
fidelity-page:
	$(Q)python3 tests/fidelity/expected.py write
