#!/bin/bash
# Redirected connections and messages: they come where the rule says and nowhere
# else, whatever kind of socket makes them, and the record tells.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# What listens: it answers with its name, and writes its ports to a file.
cat > server.py <<'END'
import os
import select
import socket

tcp = socket.create_server(("127.0.0.1", 0))
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 0))
unix = socket.socket(socket.AF_UNIX)
unix.bind("real")
unix.listen()
secret = socket.socket(socket.AF_UNIX)
secret.bind("secret")
secret.listen()
os.chmod("real", 0o777)
os.chmod("secret", 0o777)
with open("ports.new", "w") as f:
    print(tcp.getsockname()[1], udp.getsockname()[1], file=f)
os.rename("ports.new", "ports")
while True:
    for s in select.select([tcp, udp, unix, secret], [], [])[0]:
        if s is udp:
            text, peer = s.recvfrom(100)
            s.sendto(b"udp " + text, peer)
            continue
        peer = s.accept()[0]
        try:
            peer.sendall({tcp: b"tcp", unix: b"unix", secret: b"secret"}[s])
        except OSError:
            pass
        peer.close()
END
/usr/bin/python3 server.py &
server=$!
trap 'kill $server' EXIT
until_true test -s ports || done_now
read -r tcp udp < ports

cat > redirect.yaml <<END
version: 1
include: python3
files:
  - {allow: any, path: $HERE/in}
network:
  - {redirect: connect, to: "tcp:*:80", via: "tcp:127.0.0.1:$tcp"}
  - {redirect: connect, to: "udp:*:53", via: "udp:127.0.0.1:$udp"}
  - {redirect: connect, to: "tcp:*:81", via: "tcp:[::1]:$tcp"}
  - {redirect: connect, to: "unix:$HERE/in/**", via: "unix:$HERE/real"}
  - {redirect: connect, to: "unix:@name", via: "unix:$HERE/real"}
  - {redirect: connect, to: "unix:$HERE/gone", via: "unix:$HERE/nothing"}
  - {redirect: connect, to: "unix:$HERE/linked", via: "unix:$HERE/in/d/real"}
END
mkdir -p in/d
cat > in/job.py <<'END'
import errno
import os
import socket
import sys

os.chdir(os.path.dirname(sys.argv[0]))


def say(what, try_it):
    try:
        print(what, try_it())
    except OSError as e:
        print(what, errno.errorcode[e.errno])


def answer(family, to, peer=True):
    with socket.socket(family) as s:
        s.settimeout(60)
        s.connect(to)
        text = s.recv(99).decode()
        return text + " " + s.getpeername()[0] if peer else text


def message(family, to, how):
    with socket.socket(family, socket.SOCK_DGRAM) as s:
        s.settimeout(60)
        if how == "connect":
            s.connect(to)
            s.send(b"x")
        elif how == "sendto":
            s.sendto(b"x", to)
        else:
            s.sendmsg([b"x"], [], 0, to)
        return s.recv(99).decode()


V4, V6, UNIX = socket.AF_INET, socket.AF_INET6, socket.AF_UNIX
say("tcp", lambda: answer(V4, ("192.0.2.1", 80)))
say("tcp, ourselves", lambda: answer(V4, ("0.0.0.0", 80)))
say("tcp, mapped", lambda: answer(V6, ("::ffff:192.0.2.1", 80)))
say("tcp6", lambda: answer(V6, ("2001:db8::1", 80)))
say("an ipv4 socket to ipv6", lambda: answer(V4, ("192.0.2.1", 81)))
say("another port", lambda: answer(V4, ("192.0.2.1", 82)))
for how in "connect", "sendto", "sendmsg":
    say("udp " + how, lambda: message(V4, ("192.0.2.1", 53), how))
    say("udp6 " + how, lambda: message(V6, ("2001:db8::1", 53), how))
say("a name", lambda: answer(UNIX, "any", False))
say("no folder", lambda: answer(UNIX, "no/where", False))
say("an abstract name", lambda: answer(UNIX, b"\0name", False))
say("where nothing is", lambda: answer(UNIX, "../gone", False))
open("d/real", "w").close()
say("where a file is", lambda: answer(UNIX, "../linked", False))
os.unlink("d/real")
os.symlink("../../secret", "d/real")
say("where a link is", lambda: answer(UNIX, "../linked", False))
os.unlink("d/real")
os.rmdir("d")
os.mkdir("e")
os.symlink("e", "d")
say("through a link", lambda: answer(UNIX, "../linked", False))
END
cat > want.log <<'END'
tcp tcp 127.0.0.1
tcp, ourselves tcp 127.0.0.1
tcp, mapped tcp ::ffff:127.0.0.1
tcp6 tcp ::ffff:127.0.0.1
an ipv4 socket to ipv6 EACCES
another port EACCES
udp connect udp x
udp6 connect udp x
udp sendto udp x
udp6 sendto udp x
udp sendmsg udp x
udp6 sendmsg udp x
a name unix
no folder unix
an abstract name unix
where nothing is ENOENT
where a file is ECONNREFUSED
where a link is EACCES
through a link EACCES
END
expect 0 timeout 120 "$PTSANDBOX" --audit rec --trace \
	-r redirect.yaml -- /usr/bin/python3 "$HERE/in/job.py"
cmp -s out.log want.log || fail "$(differ want.log out.log)"
/usr/bin/python3 - "$tcp" "$HERE" <<'END' || fail 'the record'
import json
import sys

port, here = sys.argv[1:]
found = {o["path"]: o.get("instead") for line in open("rec")
         for o in json.loads(line).get("objects", ())
         if o["access"] == "connect"}
assert found["tcp:192.0.2.1:80"] == "tcp:127.0.0.1:" + port, found
assert found["unix:@name"] == "unix:%s/real" % here, found
assert found["tcp:192.0.2.1:82"] is None, found
END
grep -q "connect tcp:192.0.2.1:80 -> tcp:127.0.0.1:$tcp \[" err.log ||
	fail "traced: $(grep -m 1 'tcp:192' err.log)"
done_now
