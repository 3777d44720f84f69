#!/bin/bash
# A project is cloned, configured, built and checked in a layer: the folder below
# stays byte for byte what it was, and a commit makes it what the job saw.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

command -v git > /dev/null && command -v make > /dev/null &&
	command -v cc > /dev/null || skip "no git, make or cc"

cat > layer.yaml <<END
version: 1
include: [native]
namespace:
  map:
    - {at: /src, from: ./low, layer: ./changes}
    - {at: /tmp, private: true}
  cwd: /src
files:
  - {allow: any, path: [/src, /tmp, /dev/null, /dev/tty]}
  - {allow: [read, exec], path: [/usr, /bin, /lib, /lib64, /etc, /proc, /dev]}
programs:
  - {allow: run, path: ["/**"]}
processes:
  - {allow: fork}
  - {allow: signal, to: job}
END

export HOME=$HERE GIT_CONFIG_NOSYSTEM=1
git_as()
{
	git -c user.name=n -c user.email=e@x -c init.defaultBranch=main \
		-c safe.directory='*' "$@"
}

mkdir -p low/project/src
cd low/project || exit 1
cat > configure <<'END'
#!/bin/sh
cc -o conftest -x c - <<EOF || exit 1
int main(void) { return 0; }
EOF
./conftest && rm conftest && echo 'CFLAGS = -O1 -Isrc' > config.mk
END
chmod +x configure
cat > Makefile <<'END'
include config.mk
OBJ := $(patsubst %.c,%.o,$(wildcard src/*.c))
all: program
libp.a: $(OBJ)
	rm -f $@; ar rc $@ $^
program: libp.a
	cc -o $@ $^
%.o: %.c
	cc $(CFLAGS) -MMD -c -o $@ $<
check: program
	./program > out && grep -qx 'sum 4950' out && touch checked
clean:
	rm -f src/*.o src/*.d libp.a program
-include $(OBJ:.o=.d)
END
echo 'int one(int);' > src/all.h
for i in {0..99}; do
	echo "int f$i(void) { return $i; }" > "src/f$i.c"
done
{
	echo '#include <stdio.h>'
	for i in {0..99}; do echo "int f$i(void);"; done
	echo 'int main(void) { int s = 0;'
	for i in {0..99}; do echo "s += f$i();"; done
	printf '%s\n' 'printf("sum %d\n", s); return 0; }'
} > src/main.c
git_as init -q . && git_as add -A && git_as commit -qm first || fail "no repository"
cd "$HERE" || exit 1

sum()
{
	(cd "$1" && find . -printf '%P %y %m %s %n %T@ %C@ %l\n' | sort &&
		find . -type f -print0 | sort -z | xargs -0 sha256sum)
}
shape()
{
	(cd "$1" && find . ! -type d -printf '%P %y %m %s %T@ %l\n' -o \
		-printf '%P %y %m %T@\n' | sort &&
		find . -type f -print0 | sort -z | xargs -0 sha256sum)
}

cat > work.sh <<'END'
set -e
git() { command git -c user.name=n -c user.email=e@x -c safe.directory='*' "$@"; }
export HOME=/tmp
git clone -q project copy
cd copy; ./configure; make -s; make -s check; cd ../project
./configure; make -s; make -s check
git checkout -q -b branch; echo '/* more */' >> src/f7.c
git add src/f7.c; git commit -qm second; git mv src/f8.c src/eight.c
git commit -qm third; make -s clean; make -s check; git gc -q; git fsck
git status --short | grep -v -e src/ -e '??' || true
git checkout -q main; git log --oneline | wc -l
END
sum low > before
timeout 600 "$PTSANDBOX" --quiet -r layer.yaml -- bash -c "$(cat work.sh)" \
	> out.log 2> err.log < /dev/null || fail "the build failed: $(tail -n 3 err.log)"
sum low | cmp -s - before || fail "below was written: $(sum low | diff before - | head -n 3)"
timeout 120 "$PTSANDBOX" --quiet -r layer.yaml -- bash -c "$(declare -f shape); shape /src" > want
expect 0 "$PTSANDBOX" layer diff changes
for line in 'A /copy/program' 'A /project/checked' 'A /project/src/f1.o'; do
	grep -qxF -- "$line" out.log || fail "diff does not say: $line"
done
expect 0 "$PTSANDBOX" layer commit changes
shape low > got
cmp -s want got || fail "committed otherwise: $(differ want got)"
(cd low/project && git_as fsck > /dev/null 2>&1 && ./program | grep -qx 'sum 4950') ||
	fail "what was committed does not work"
done_now
