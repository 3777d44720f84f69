# curl and python's own server over TCP, unix sockets and UDP.
# needs: curl python3
# normal: :\d{4,5}/ => :PORT/
mkdir www
seq 20000 > www/file
cat > serve.py <<'P'
import http.server
import os
import socket
import socketserver
import sys

os.chdir("www")


class Unix(socketserver.ThreadingUnixStreamServer):
    def get_request(self):
        conn, _ = super().get_request()
        return conn, ("unix", 0)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_PUT(self):
        n = int(self.headers["Content-Length"])
        self.rfile.read(n)
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()
        print("put", n, flush=True)


if sys.argv[1] == "unix":
    server = Unix("../sock", Quiet)
else:
    http.server.ThreadingHTTPServer.address_family = (
        socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET)
    server = http.server.ThreadingHTTPServer((sys.argv[1], 0), Quiet)
with open("../port", "w") as f:
    f.write(str(server.server_address[1]))
server.serve_forever()
P
for host in 127.0.0.1 ::1; do
	rm -f port
	python3 serve.py $host > put.log &
	until_true test -s port
	port=$(cat port)
	url=http://$host:$port
	[ $host = 127.0.0.1 ] || url="http://[$host]:$port"
	t curl -sS -o got "$url/file"
	cmp got www/file
	t curl -sS -o /dev/null -w '%{http_code} %{size_download} %{remote_ip}\n' "$url/none"
	t curl -sS -T www/file "$url/put"
	t curl -sS "http://localhost:$port/file" 2> /dev/null | tail -n 1
	kill $!
	wait $!
	echo "status $?"
	t curl -s "$url/file"
	cat put.log
done
rm -f port
python3 serve.py unix &
until_true test -s port
t curl -sS --unix-socket sock http://host/file | tail -n 1
kill $!
wait
t curl -s --unix-socket sock http://host/
cat > udp.py <<'P'
import socket

for family, host in (socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"):
    a = socket.socket(family, socket.SOCK_DGRAM)
    b = socket.socket(family, socket.SOCK_DGRAM)
    a.bind((host, 0))
    b.sendto(b"one", a.getsockname())
    data, peer = a.recvfrom(100)
    print(data, peer[0], peer[1] == b.getsockname()[1])
    b.connect(a.getsockname())
    b.send(b"two")
    print(a.recvmsg(100)[0], b.getpeername()[0])
    a.sendmsg([b"th", b"ree"], [], 0, b.getsockname())
    print(b.recv(100))
    a.close()
    try:
        b.send(b"nobody")
        b.settimeout(5)
        b.recv(10)
    except OSError as e:
        print(e)
for kind in socket.SOCK_STREAM, socket.SOCK_SEQPACKET:
    s = socket.socket(socket.AF_UNIX, kind)
    s.bind("\0abstract-of-%d" % __import__("os").getpid())
    s.listen()
    c = socket.socket(socket.AF_UNIX, kind)
    c.connect(s.getsockname())
    d, peer = s.accept()
    c.send(b"abstract")
    print(d.recv(100), peer)
    cred = d.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    print(int.from_bytes(cred[:4], "little") == __import__("os").getpid())
for option in "TCP_NODELAY", "TCP_KEEPIDLE", "TCP_FASTOPEN", "TCP_CORK":
    s = socket.socket()
    s.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), 1)
    print(option, s.getsockopt(socket.IPPROTO_TCP, getattr(socket, option)))
P
t python3 udp.py
rm -f port sock
