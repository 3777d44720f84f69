#!/bin/bash
# user: root: what seems, that it is kept, and that nothing of it is ever so.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

sed -i 's/^version: 1/&\nnamespace: {user: root}/' "$RULES"

# says WANT COMMAND...: what the command prints as the root that it seems to be.
says()
{
	local want=$1 got
	shift
	got=$(job "$@" 2> err.log < /dev/null)
	[ "$got" = "$want" ] ||
		fail "$*: '$got', not '$want' ($(tail -n 1 err.log))"
}

# keeps WANT COMMAND...: the same, with what is remembered in a file.
keeps()
{
	local want=$1 got
	shift
	got=$(timeout 30 "$PTSANDBOX" --quiet -r "$RULES" --owners kept -- "$@" \
		2> err.log < /dev/null)
	[ "$got" = "$want" ] ||
		fail "$*: '$got', not '$want' ($(tail -n 1 err.log))"
}

# really WANT FILE: the mode and type that a file has outside.
really()
{
	[ "$(stat -c '%a %F' "$2")" = "$1" ] ||
		fail "$2 is really $(stat -c '%a %F' "$2")"
}

me=$(id -u):$(id -g)
export TMPDIR=$HERE

says 0 id -u
says 0:0 sh -c 'echo "$(id -u):$(id -G)"'
says '0:0 5:6 0:0' sh -c 'echo > f; stat -c %u:%g f | tr "\n" " "
chown 5:6 f; stat -c %u:%g f | tr "\n" " "; chown 0:0 f; stat -c %u:%g f'
[ "$(stat -c %u:%g f)" = "$me" ] || fail 'a file changed its owner'

# Set-user-ID bits, and modes without rights for the user.
says '4711' sh -c 'echo text > f; chmod 4711 f; stat -c %a f'
really '711 regular file' f
says '711' sh -c 'chmod 4711 f; chown 3 f; stat -c %a f'
says '0 text' sh -c 'chmod 0 f; echo $(stat -c %a f) $(cat f)'
really '600 regular file' f
says '6755 2775' sh -c 'mkdir -m 6755 d; install -d -m 2775 e
stat -c %a d e | paste -sd" "'
really '755 directory' d
says '7 2755' sh -c 'chown :7 e; chmod 2755 e; mkdir e/in; echo > e/f
echo $(stat -c %g e/f) $(stat -c %a e/in)'
rm -r d e

# Devices.
says 'character special file 1,3 0 0' sh -c 'mknod null c 1 3
stat -c "%F %t,%T %u %g" null'
really '600 regular empty file' null
says 'block special file 8,5 660' sh -c 'rm null; mknod sda5 b 8 5
chmod 660 sda5; mv sda5 null; stat -c "%F %t,%T %a" null'
says './d/c' sh -c 'mkdir d; echo > d/f; mknod d/c c 1 3; find . -type c
rm -r d'
rm null

# It is the file's: links, renames, the last name.
says '5 5 5' sh -c 'chown 5 f; ln f g; mv f h; rm h; mv g f; ln f g
stat -c %u f g | paste -sd" " | tr "\n" " "; cp -p f i; stat -c %u i'
says 0 sh -c 'chown 5 f; rm f; i=0
while [ $i -lt 50 ]; do echo > n$i; i=$((i + 1)); done
stat -c %u n* | sort -u; rm n*'
says 0 sh -c 'mkdir d; chown 5 d; rmdir d; mkdir d; stat -c %u d; rmdir d'
says 0 sh -c 'echo > f; echo > h; chown 5 f; mv h f; stat -c %u f'
says 'symbolic link 9' sh -c 'ln -s f l; chown -h 9 l; stat -c "%F %u" l'
rm -f f g i l

# Archives.
says '-rwsr-xr-x 33/44 f
crw------- 0/0 null
lrwxrwxrwx 7/7 l' sh -c 'echo > f; chown 33:44 f; chmod 4755 f; ln -s f l
mknod -m 600 null c 1 3; chown -h 7:7 l; tar -cf t.tar f null l
tar --numeric-owner -tvf t.tar | awk "{ print \$1, \$2, \$NF == \"f\" && \$(NF-1) == \"->\" ? \"l\" : \$NF }"'
says '33 4755 c' sh -c 'mkdir x; tar -C x -xpf t.tar
echo $(stat -c "%u %a" x/f) $(ls -l x/null | cut -c1)'
really '755 regular file' x/f
rm -rf x f l null
if command -v dpkg-deb > /dev/null; then
	says 'brw-rw---- 0/6 ./sda5
-rwsr-xr-x 33/44 ./tool' sh -c 'mkdir -p p/DEBIAN; echo > p/tool
printf "%s\n" "Package: p" "Version: 1" "Architecture: all" \
"Maintainer: a <a@b.c>" "Description: x" > p/DEBIAN/control
mknod p/sda5 b 8 5; chown 0:6 p/sda5; chmod 660 p/sda5
chown 33:44 p/tool; chmod 4755 p/tool; dpkg-deb --build p p.deb > /dev/null
dpkg-deb --fsys-tarfile p.deb | tar --numeric-owner -tvf - |
grep -E "tool|sda5" | sort -r | awk "{ print \$1, \$2, \$NF }"
rm -r p p.deb'
fi

# Who gave root up has no way back, and makes files of its own.
if command -v setpriv > /dev/null; then
	says '1000 1000 1000' setpriv --reuid=1000 --regid=1000 --clear-groups \
		sh -c 'echo > f; echo $(id -u) $(stat -c "%u %g" f); rm f'
	expect 127 job setpriv --reuid=1000 --clear-groups \
		setpriv --reuid=0 true
	expect 1 job sh -c 'echo > f; setpriv --reuid=1000 --clear-groups \
		chown 1000 f'
	says '1000 0 0,7, 0000000000000000' setpriv --reuid=1000 --groups=0,7 \
		sh -c 'echo $(awk "/^[UG]id/ { print \$2 }
/^Groups/ { print \$2 \",\" \$3 \",\" } /^CapEff/ { print \$2 }" /proc/self/status)'
	says 0,7,8 sh -c 'setpriv --groups=7,8 id -G | tr " " ,'
fi

# Programs without a C library to preload, and threads.
if command -v gcc > /dev/null; then
	cat > seems.c <<'END_C'
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void *
tell(void *arg)
{
	printf("%d %d ", (int)getuid(), (int)getegid());
	return arg;
}

int
main(void)
{
	int fd = open("seen", O_CREAT | O_EXCL | O_RDWR, 04400);
	pthread_t t;
	struct statx stx;
	struct stat a, b;

	if (fchown(fd, 12, 13) != 0 || fstat(fd, &a) != 0 ||
	    fstatat(fd, "", &b, AT_EMPTY_PATH) != 0 ||
	    statx(fd, "", AT_EMPTY_PATH, 0, &stx) != 0)
		return 1;
	printf("%d %d %o ", (int)a.st_uid, (int)b.st_gid, stx.stx_mode);
	if (setgid(5) != 0 || setuid(6) != 0)
		return 1;
	pthread_create(&t, NULL, tell, NULL);
	pthread_join(t, NULL);
	printf("%d %d\n", setuid(0), (int)geteuid());
	if (fstat(99, &a) == 0 || unlink("seen") != 0)
		return 1;
	return 0;
}
END_C
	gcc -pthread -o seems seems.c
	says '12 13 100400 6 5 -1 6' ./seems
	gcc -pthread -static -o seems seems.c && says '12 13 100400 6 5 -1 6' ./seems
fi

# A profile without it is no root, and sees what is real.
cat > mixed.yaml <<END
version: 1
default: allow
namespace: {user: root}
programs: [{allow: run, path: /usr/bin/stat, profile: plain}]
profiles: {plain: {default: allow}}
END
got=$("$PTSANDBOX" -q -r mixed.yaml sh -c 'echo > f; chown 5:5 f; chmod 7700 f
stat -c "%u:%g %a" f; stat -c %F - < /dev/null; rm f; id -u')
[ "$got" = "$me 1700
character special file
0" ] || fail "mixed: $got"

# Kept from run to run.
keeps 33:44 sh -c 'echo > f; chown 33:44 f; mknod n c 1 3; stat -c %u:%g f'
keeps '33:44 1,3' sh -c 'echo $(stat -c %u:%g f) $(stat -c %t,%T n)'
says 0:0 stat -c %u:%g f
keeps '' rm f n
[ "$(cat kept)" = 'ptsandbox owners 1' ] || fail 'a removed file is kept'
expect 3 "$PTSANDBOX" -r "$RULES" --owners kept sh -c 'exit 3'
mkdir closed
expect 125 "$PTSANDBOX" -r "$RULES" --owners closed sh -c 'echo > ran'
one_line
expect 125 "$PTSANDBOX" -r "$RULES" --owners no/such sh -c 'echo > ran'
one_line
printf 'ptsandbox owners 1\n\033[2Jx\n' > kept
expect 125 "$PTSANDBOX" -r "$RULES" --owners kept sh -c 'echo > ran'
one_line
told 'kept:2: '
expect 125 "$PTSANDBOX" --owners kept2 sh -c 'echo > ran'
one_line
[ ! -e ran ] || fail 'a job ran without its owners'
echo 'ptsandbox owners 1' > kept
expect 125 "$PTSANDBOX" -q -r "$RULES" --owners kept \
	sh -c 'rm kept; mkdir kept; exit 0'
one_line
[ "$(echo kept*)" = kept ] || fail 'a file was left behind'
done_now
