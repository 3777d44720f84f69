#!/bin/bash
# What takes a guard out must find it, or an attack is proved against nothing.
set -u
cd "$(dirname "$0")/../.." || exit 2
exec tests/attack/mutants --fit
