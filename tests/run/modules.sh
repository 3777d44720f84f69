#!/bin/bash
# Modules that rules deny are not found, by any of their files.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

mkdir -p package/pkg/inner extra
echo 'x = 1' | tee package/pkg/__init__.py package/pkg/inner/__init__.py \
	package/pkg/inner/deep.py extra/lone.py > package/pkg/other.py
PY=/usr/bin/python3
(cd extra && $PY -m compileall -q -b lone.py && rm lone.py)
cat > no.yaml <<END
version: 1
include: [python3]
python:
  deny-modules: [ctypes, pkg.inner, lone]
files:
  - {allow: read, path: $HERE}
END

# imports MODULE: yes, or the name of the error.
imports()
{
	PYTHONPATH=package:extra timeout 30 "$PTSANDBOX" --quiet \
		--keep-env PYTHONPATH -r "$1" -- "$PY" -c '
import importlib, sys
for name in sys.argv[1:]:
    try: importlib.import_module(name); print(name, "yes")
    except ImportError as e: print(name, type(e).__name__)
' ctypes _ctypes pkg pkg.inner pkg.inner.deep pkg.other lone json
}

expect 0 imports no.yaml
[ "$(tr '\n' ',' < out.log)" = "ctypes ModuleNotFoundError,_ctypes \
ModuleNotFoundError,pkg yes,pkg.inner ModuleNotFoundError,pkg.inner.deep \
ModuleNotFoundError,pkg.other yes,lone ModuleNotFoundError,json yes," ] ||
	fail "$(cat out.log)"
# Without the rule they are all there.
sed '/^python:/,/deny-modules/d' no.yaml > yes.yaml
expect 0 imports yes.yaml
[ "$(grep -c yes out.log)" = 8 ] || fail "$(cat out.log)"

printf 'version: 1\npython: {deny-modules: [time]}\n' > bad.yaml
expect 125 "$PTSANDBOX" -r bad.yaml -- /bin/true
told "bad.yaml:2:25: 'time' is or may be a part of the interpreter"
one_line
done_now
