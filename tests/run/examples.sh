#!/bin/bash
# The examples do what they say.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

command -v make > /dev/null || skip "no make"
command -v cc > /dev/null || skip "no cc"

# A worker that is seen at another place than where it stands.
mkdir -p results input
cp "$EXAMPLES"/fold.py "$EXAMPLES"/*.json "$EXAMPLES"/*.txt \
	"$EXAMPLES"/view.yaml input
cc -O2 -o worker "$EXAMPLES/worker.c" -lm
/usr/bin/python3 input/fold.py > bare.log
mv results bare
mkdir results
mkdir .ssh
echo secret > .ssh/id_rsa
expect 0 timeout 60 "$PTSANDBOX" -q -r input/view.yaml \
	/usr/bin/python3 input/fold.py
diff -r bare results || fail "the results are not those of a bare run"
expect 1 timeout 60 "$PTSANDBOX" -q -r input/view.yaml \
	/usr/bin/python3 -c 'import os; os.listdir(os.path.expanduser("~/.ssh"))'
told FileNotFoundError

# Solutions that a grader runs.
cat > solution.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	int n;
	if (argc > 1 && strcmp(argv[1], "loop") == 0)
		for (;;)
			;
	while (argc > 1 && strcmp(argv[1], "print") == 0)
		puts("again");
	while (argc > 1 && strcmp(argv[1], "hold") == 0)
		memset(malloc(1 << 20), 1, 1 << 20);
	if (fork() != -1 || scanf("%d", &n) != 1)
		return 1;
	printf("%d\n", 2 * n);
	return 0;
}
END
cc -o solution solution.c
# Its 10 s are for a machine that does nothing else.
[ "$(echo 21 | timeout 120 "$PTSANDBOX" -q -r "$EXAMPLES/limits.yaml" \
	--timeout 100s ./solution)" = 42 ] || fail "no answer"
for bad in loop:cpu print:output hold:memory; do
	expect 137 timeout 120 "$PTSANDBOX" -q -r "$EXAMPLES/limits.yaml" \
		--timeout 100s --meta meta ./solution ${bad%:*}
	[ "$(meta limit)" = "${bad#*:}" ] || fail "$bad: $(meta limit)"
done

# A build in a layer, looked at and committed.
mkdir -p project
printf 'hello: hello.c\n\tcc -o hello hello.c\n' > project/Makefile
echo 'int main(void) { return 0; }' > project/hello.c
expect 0 timeout 60 "$PTSANDBOX" -q -r "$EXAMPLES/layer.yaml" make
[ ! -e project/hello ] || fail "the project was written to"
expect 0 "$PTSANDBOX" layer diff changes
grep -q '^A /hello' out.log || fail "$(cat out.log)"
expect 0 "$PTSANDBOX" layer commit changes
[ -x project/hello ] || fail "nothing was committed"
done_now
