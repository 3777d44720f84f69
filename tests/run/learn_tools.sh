#!/bin/bash
# Rules are learned from tools that nobody here wrote, and let them run again.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

PY=/usr/bin/python3
mkdir -p rules

# again NAME COMMAND...: learns, and runs a second time under what was learned;
# whatever the first run left behind is there then.
again()
{
	expect 0 timeout 300 "$PTSANDBOX" learn -o "$HERE/rules/$1.yaml" \
		--verify -- "${@:2}"
	told 'learn: verified: exit status 0, nothing was denied'
	# What a later change of the same tool might want is denied.
	expect 1 "$PTSANDBOX" explain -r "$HERE/rules/$1.yaml" read /etc/shadow
	grep -q '^read /etc/shadow: denied' out.log || fail "$1: $(head -n 1 out.log)"
}

# A build by make and the compiler, from nothing each time.
if command -v make > /dev/null && command -v cc > /dev/null; then
	mkdir build
	printf 'all: a b\na b: %%: %%.c\n\tcc -O1 -o $@ $<\n' > build/Makefile
	echo 'int main(void) { return 0; }' | tee build/a.c > build/b.c
	again make sh -c 'rm -f build/a build/b && make -C build'
	[ -x build/b ] || fail "nothing was built"
	grep -q 'path: "/tmp/cc??????' rules/make.yaml ||
		fail "the compiler's temporary files: $(cat rules/make.yaml)"
fi

# A repository: objects are named by their hash, which is another each time.
if command -v git > /dev/null; then
	mkdir repository
	git -C repository init -q
	again git sh -c 'cd repository && date +%N >> file && git add file &&
		git -c user.name=a -c user.email=a@b commit -qm "$(cat file)" &&
		git log --oneline'
	grep -q "repository/.git\"" rules/git.yaml ||
		fail "not folded: $(cat rules/git.yaml)"
fi

if command -v sqlite3 > /dev/null; then
	mkdir db
	again sqlite sqlite3 db/a.db \
		'create table if not exists t(a); insert into t values (1);
		select count(*) from t;'
fi

# A package with its tests, whose bytecode is there the second time.
mkdir -p package/tests
: > package/tests/__init__.py
echo 'def twice(x): return 2 * x' > package/double.py
printf 'import unittest, double, tempfile\nclass T(unittest.TestCase):\n' \
	> package/tests/test_double.py
printf '    def test_it(self):\n        tempfile.TemporaryFile().close()\n' \
	>> package/tests/test_double.py
printf '        self.assertEqual(double.twice(2), 4)\n' \
	>> package/tests/test_double.py
cd package || exit 1
again unittest $PY -m unittest discover -s tests -t . -p 'test_*.py'
if $PY -c 'import pytest' 2> /dev/null; then
	again pytest $PY -m pytest -q tests
	# A test that is added later reaches for more, and is denied it.
	printf 'def test_more():\n    open("/etc/shadow").read()\n' \
		>> tests/test_double.py
	expect 1 timeout 120 "$PTSANDBOX" -q -r "$HERE/rules/pytest.yaml" -- \
		$PY -m pytest -q tests
	grep -q "Permission denied: '/etc/shadow'" out.log ||
		fail "pytest: $(tail -n 3 out.log)"
fi
cd ..

# A wheel, installed offline into a folder.
if $PY -m venv --without-pip none 2> /dev/null &&
	$PY -m venv venv > /dev/null 2>&1; then
	$PY - <<'END'
import zipfile
with zipfile.ZipFile("tiny-1.0-py3-none-any.whl", "w") as z:
    z.writestr("tiny.py", "x = 1\n")
    info = "tiny-1.0.dist-info/"
    z.writestr(info + "METADATA",
        "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
    z.writestr(info + "WHEEL",
        "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n")
    z.writestr(info + "RECORD", "tiny.py,,\n")
END
	again pip venv/bin/python -m pip --no-cache-dir install -q \
		--disable-pip-version-check --no-index --upgrade --target target \
		tiny-1.0-py3-none-any.whl
	[ -e target/tiny.py ] || fail "nothing was installed"
fi
done_now
