#!/bin/bash
# docs/FIDELITY.md lists the differences that the list of them has.
set -u
cd "$(dirname "$0")/../.." || exit 2
exec python3 -B tests/fidelity/expected.py check
