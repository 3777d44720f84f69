#!/bin/bash
# What a job sees: maps, what is hidden, where it starts, sockets.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

DRAWN=$PWD/drawn.yaml

# draw LINES: rules whose namespace has these lines, and which allow /seen,
# /fresh and /missing.
draw()
{
	sed -e "s|^files:|namespace:\n$1\n&\n  - {allow: any, path: [/seen, /fresh, /missing]}|" \
		-e 's|"unix:@|"unix:/**", &|' "$RULES" > "$DRAWN"
}

drawn()
{
	timeout 30 "$PTSANDBOX" --quiet -r "$DRAWN" -- "$@"
}

# prints WORDS COMMAND...: it ends well and prints these words.
prints()
{
	local want=$1
	shift
	expect 0 drawn "$@"
	[ "$(tr '\n' ' ' < out.log)" = "$want " ] ||
		fail "printed $(tr '\n' ' ' < out.log), not $want: $*"
}

mkdir -p host/sub host/again other
echo hello > host/file
echo other | tee host/sub/file > other/file
echo secret > secret

# A folder by another name, in and out of it.
draw "  map: [{at: /seen, from: $HERE/host}, {at: /seen/again, from: $HERE/other}]"
prints "hello" cat /seen/file
prints "other other" cat /seen/sub/file /seen/again/file
prints "/seen/sub / /seen $HERE" \
	sh -c 'cd /seen/sub; pwd -P; cd ../..; pwd -P; cd seen; pwd -P; cd "$1"; pwd -P' \
	sh "$HERE"
prints "hello other" sh -c 'cd /seen/again; cat ../file file'
# What may be looked at and not read: ls(1) asks for its access lists.
expect 0 drawn ls -la /seen
[ ! -s err.log ] || fail "ls said: $(head -n 1 err.log)"
prints "/seen/link-to" sh -c 'ln -s /seen/sub /seen/link; readlink -f /seen/link | sed s/sub/link-to/'
[ -L host/link ] || fail "the link is not in the folder"
rm host/link
expect 1 drawn rmdir /seen/again
told busy
expect 1 drawn mv /seen /fresh
told busy
expect 1 drawn ln /seen/file /seen/again/hard
told 'cross-device'
# mv(1) falls back to copying; what it makes is made.
prints "hello" sh -c 'cp /seen/file /seen/new; mv /seen/new /seen/again/new; cat /seen/again/new'
[ "$(cat other/new)" = hello ] || fail "nothing was made in the folder"
rm -f other/new

# A working folder that is gone, as without a namespace.
prints "2" sh -c 'mkdir /seen/gone; cd /seen/gone; rmdir ../gone; /bin/pwd -P 2> /dev/null || echo 2'

# Two maps of one folder: each may be named, and both lead to the same.
draw "  map: [{at: /seen/one, from: $HERE/host}, {at: /seen/two, from: $HERE/host}]"
prints "hello new" sh -c 'echo new > /seen/one/made; cat /seen/two/file /seen/two/made'
prints "yes" sh -c '[ /seen/one/file -ef /seen/two/file ] && echo yes'
prints "hello" sh -c 'cd /seen/one; cat ../two/file'
rm -f host/made

# -m: read-only says so, and what is missing on the way is there, read-only.
map()
{
	timeout 30 "$PTSANDBOX" --quiet -m "$1" -r "$RULES" -- "${@:2}"
}
expect 0 map "$HERE/host:/missing/on/the/way:rw" sh -c 'echo x > /missing/on/the/way/x'
[ "$(cat host/x)" = x ] || fail "-m rw does not write"
expect 2 map "$HERE/host:/missing/on:ro" sh -c 'echo x > /missing/on/y'
told 'Read-only file system'
expect 1 map "$HERE/host:/missing/on:ro" rm -f /missing/on/x
told 'Read-only file system'
[ ! -e host/y ] && [ -e host/x ] || fail "-m ro wrote"
rm host/x
draw "  map: [{at: /missing/on/the/way, from: $HERE/host}]"
prints "directory hello" sh -c 'stat -c %F /missing/on; cat /missing/on/the/way/file'
expect 1 drawn mkdir /missing/new
expect 1 drawn mkdir /missing/on/new
expect 1 drawn mv /missing/on/the /missing/on/a

# A file in the place of another.
draw "  map: [{at: $HERE/secret, from: $HERE/host/file}]"
prints "hello" cat "$HERE/secret"
expect 1 drawn rm -f "$HERE/secret"
[ "$(cat secret)" = secret ] || fail "the mapped file was changed"

# Where it starts, and commands named from there and by PATH.
draw "  map: [{at: /seen, from: $HERE/host}]\n  cwd: /seen/sub"
prints "/seen/sub other" sh -c 'pwd -P; cat file'
# Also where the host's name for it would be seen.
cd host/sub || exit
prints "/seen/sub /seen/sub" sh -c 'pwd; echo "$PWD"'
rm -f out.log err.log
cd "$HERE" || exit
cp /bin/true host/sub/program
expect 0 drawn ./program
expect 127 drawn ./file-that-is-not
expect 0 env PATH="/seen/sub:$PATH" "$PTSANDBOX" --quiet -r "$DRAWN" -- program
expect 0 env PATH=":$PATH" "$PTSANDBOX" --quiet -r "$DRAWN" -- program
expect 127 env PATH="$HERE/host" "$PTSANDBOX" --quiet -r "$DRAWN" -- program-of-none
rm host/sub/program
draw "  cwd: /no/such"
expect 125 drawn true
told 'cannot start in /no/such'

# Started in a folder that it does not see, it starts at the root.
draw "  hide: $HERE/host"
(cd host && prints "/" sh -c 'cd .; pwd -P'; rm -f out.log err.log; exit $FAILED) || FAILED=1

# A folder that was opened before, and is hidden: nothing in it has a name.
drawn sh -c 'cat /proc/self/fd/0/file; cat /dev/stdin/../file
cd /proc/self/fd/0 && cat file && ls
cat ../secret; echo end' < host > out.log 2> err.log
[ "$(cat out.log)" = end ] ||
	fail "below a hidden folder's descriptor: $(head -n 3 out.log)"

# Unix sockets in a map: made in the folder, named as the job named them.
cat > sockets.py <<'END'
import os, socket, sys
folder = sys.argv[1]
a = socket.socket(socket.AF_UNIX)
a.bind(folder + "/sock")
a.listen()
b = socket.socket(socket.AF_UNIX)
b.connect(folder + "/sock")
print(a.getsockname() == folder + "/sock", b.getpeername() == folder + "/sock")
os.chdir(folder)
for name in "near", "./near2", folder + "/" + "x" * 60:
    c = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    c.bind(name)
    print(c.getsockname() == name, os.path.exists(name))
c.bind if False else None
t = socket.socket()
t.bind(("127.0.0.1", 0))
print(t.getsockname()[0])
u = socket.socket(socket.AF_UNIX)
print(repr(u.getsockname()))
END
sed -i '/^c.bind if/d' sockets.py
draw "  map: [{at: /seen, from: $HERE/host}, {at: /fresh, private: true}]"
for folder in /seen /fresh; do
	prints "True True True True True True True True 127.0.0.1 ''" \
		python3 "$HERE/sockets.py" $folder
done
[ -S host/sock ] && [ -S host/near ] && [ -S host/near2 ] ||
	fail "a socket is not in the folder"
rm -f host/sock host/near* host/xx*
# Longer on the host than a socket's name can be.
long=$HERE/$(printf 'd%.0s' {1..90})
mkdir "$long"
draw "  map: [{at: /seen, from: $long}]"
expect 0 drawn python3 -c '
import socket
socket.socket(socket.AF_UNIX).bind("/seen/sock")'
[ -S "$long/sock" ] || fail "a socket is not in a folder of a long name"
done_now
