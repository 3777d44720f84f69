#!/bin/bash
# docs/SECURITY.md lists every attack and duel, as their headers describe them.
set -u
cd "$(dirname "$0")/../.." || exit 2
exec tests/attack/table check
