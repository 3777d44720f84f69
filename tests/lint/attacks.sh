#!/bin/bash
# tests/attack/known.list has every number, names only what is there, and leaves
# out no attack and no duel.
set -u
cd "$(dirname "$0")/../.." || exit 2
exec python3 -B - tests/attack/known.list <<'END'
import glob, os, re, sys

sys.path.insert(0, "tests/lib")
from harness import header

bad = []
FILES = {"scenario": "tests/scenario/%s.c", "run": "tests/run/%s.sh",
         "unit": "tests/unit/%s.c"}


def tried(place):
    """Is it there?  What is known of an attack stands in its header."""
    kind, _, rest = place.partition("/")
    if kind in FILES:
        return os.path.isfile(FILES[kind] % rest)
    name, _, part = rest.partition("/")
    if kind not in ("attack", "race") or name not in heads[kind]:
        return False
    left.discard((kind, name))
    key = "variants" if kind == "attack" else "duels"
    return not part or part in heads[kind][name].get(key, [""])[0].split()


heads = {k: {os.path.splitext(os.path.basename(p))[0]: header(p)
             for e in ("c", "py") for p in glob.glob(f"tests/{k}/*.{e}")}
         for k in ("attack", "race")}
left = {(k, name) for k, names in heads.items() for name in names}
text = re.sub(r"\n[ \t]+", " ", open(sys.argv[1]).read())
last = 0
for line in text.splitlines():
    if not line or line.startswith("#"):
        continue
    m = re.fullmatch(r"(\d+)([a-z]?) (.+?) = (.+)", line)
    if not m:
        bad.append(f"not understood: {line}")
        continue
    number = int(m[1])
    # A letter adds to the number before.
    if number != (last if m[2] else last + 1):
        bad.append(f"{m[1]}{m[2]} does not follow {last}")
    last = number
    if re.fullmatch(r"none: .{10,}", m[4]):
        continue
    bad += [f"{m[1]}{m[2]}: no {p}" for p in m[4].split() if not tried(p)]
bad += [f"{kind}/{name} is in no line" for kind, name in sorted(left)]
for line in bad:
    print(f"{sys.argv[1]}: {line}")
sys.exit(bool(bad) or not last)
END
