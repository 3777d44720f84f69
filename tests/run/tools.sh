#!/bin/bash
# Programs that nobody wrote for us: they do inside what they do outside.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

same ls -la /usr/share
same sh -c 'ls -1 /usr | sort'
same bash -c 'echo a b c | tr " " "\n" | sort -r | head -n 2'
same bash -c 'cat <<END
here: $((6 * 7))
END'
same bash -c 'diff <(seq 3) <(seq 4)'
same bash -c 'x=$(mktemp -d ./t.XXXX); echo > $x/y; ls $x; rm -r $x; [ ! -e $x ]'
same bash -c 'exec 3<> file; echo text >&3; cat file; rm file'
same bash -c 'trap "echo trapped" USR1; kill -USR1 $$; echo after'
same bash -c 'set -o pipefail; false | true; echo $?'
same bash -c 'sleep 100 & kill $!; wait $!; echo $?'
same bash -c 'coproc cat; echo through >&${COPROC[1]}; read -u ${COPROC[0]} x; echo $x'
same bash -c 'ulimit -n 50; ulimit -n; cd /usr/../usr/./bin && pwd'
same bash -c 'umask 077; mkdir d; stat -c %a d; rmdir d'
same sh -c 'mkfifo p; (echo in > p &) ; cat p; rm p'
same find /usr/share/doc -maxdepth 1 -newer /etc/hostname -name 'g*'
same stat -c '%n %s %a %h %F' /etc/passwd /bin /proc/self
same sh -c 'cp -a /etc/passwd x; cmp x /etc/passwd && mv x y && rm y'
same sh -c 'echo a > a; ln a b; ln -s a c; readlink c; rm a b c'
same sh -c 'touch -d @1000 f; stat -c %Y f; rm f'
same cat /etc/shadow-no-such /etc/passwd/x
same env -i /bin/sh -c 'echo "$0" "$PATH"'
same timeout 0.2 sleep 100
same nice -n 3 nice
same awk 'BEGIN { while (("echo piped" | getline x) > 0) print x }'
same xargs -a /etc/passwd -n 3 -P 4 true
same dd if=/dev/zero of=/dev/null count=2 status=none
same id
same tty
same uname -s

if command -v gcc > /dev/null; then
	cat > hello.c <<'END'
#include <math.h>
#include <pthread.h>
#include <stdio.h>

static void *
add(void *to)
{
	*(double *)to = sqrt(4);
	return NULL;
}

int
main(void)
{
	pthread_t t;
	double d = 0;

	pthread_create(&t, NULL, add, &d);
	pthread_join(t, NULL);
	printf("hello %g\n", d);
	return 3;
}
END
	same sh -c 'gcc -O1 -g -o hello hello.c -lm -pthread && ./hello'
	same sh -c 'gcc -pipe -static -o hello hello.c -lm -pthread && ./hello'
	same gcc -c -o x.o missing.c
fi
if command -v git > /dev/null; then
	export GIT_CONFIG_NOSYSTEM=1
	export GIT_AUTHOR_DATE='2020-01-01T00:00:00Z'
	export GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
	same sh -c 'rm -rf repo; git init -q -b main repo && cd repo &&
git config user.name A && git config user.email a@b.c &&
echo one > one && git add one && git commit -q -m first &&
echo two >> one && git status --short && git diff --stat &&
git commit -q -a -m second && git log --format="%h %s" && git gc -q &&
git branch other && git checkout -q other && git clone -q . ../repo.copy &&
ls ../repo.copy; rm -rf ../repo.copy'
fi
if command -v sqlite3 > /dev/null; then
	same sh -c 'rm -f db; sqlite3 db "create table t(a); insert into t values(1),(2); select sum(a) from t; pragma journal_mode=wal; insert into t values(3); select count(*) from t"'
fi
same sh -c 'mkdir -p src/a; echo x > src/a/f; ln -s f src/a/l; chmod 600 src/a/f
tar -cf t.tar src && tar -xf t.tar --one-top-level=out && ls -R out &&
tar -tvf t.tar | cut -c 1-10; tar -czf t.tgz src; tar -tf t.tgz; rm -r out src'
if command -v make > /dev/null; then
	printf 'all: a b\na b:\n\t@echo made $@ > $@\nclean: ; @cat a b; rm a b\n' \
		> Makefile
	same sh -c 'make -j 4 all && make clean'
fi
if command -v perl > /dev/null; then
	same perl -e 'print `echo from perl`; exit(system("exit 3") >> 8)'
fi
done_now
