"""Who stands outside the sandbox: servers that the rules allow (A) or forbid
(B), and a process to harm."""
import os
import selectors
import signal
import socket
import subprocess
import threading


class Peers:
    def __init__(self, top):
        self.top, self.met = top, ""
        self.names = {}
        self.by_fd = selectors.DefaultSelector()
        self.stop_read, self.stop_write = os.pipe()
        self.by_fd.register(self.stop_read, selectors.EVENT_READ, None)
        for side in "A", "B":
            s = self.inet(socket.SOCK_STREAM, f"PORT_{side}")
            s.listen(1000)
            self.keep(s, side)
            self.keep(self.inet(socket.SOCK_DGRAM, f"UDP_{side}"), side)
            # of a kind's ephemeral range, free when asked
            free = self.inet(socket.SOCK_DGRAM, f"FREE_{side}")
            free.close()
            self.keep(self.unix(f"{side.lower()}/sock"), side)
        self.keep(self.unix("b/dgram", socket.SOCK_DGRAM), "B")
        self.keep(self.unix("b/rights"), "rights")
        name = f"pts-{os.getpid()}-{id(self)}"
        s = socket.socket(socket.AF_UNIX)
        s.bind("\0" + name)
        s.listen(10)
        self.keep(s, "B")
        self.names["ABSTRACT"] = name
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def inet(self, kind, name):
        s = socket.socket(socket.AF_INET, kind)
        s.bind(("127.0.0.1", 0))
        self.names[name] = str(s.getsockname()[1])
        return s

    def unix(self, name, kind=socket.SOCK_STREAM):
        s = socket.socket(socket.AF_UNIX, kind)
        s.bind(os.path.join(self.top, name))
        if kind == socket.SOCK_STREAM:
            s.listen(1000)
        return s

    def keep(self, s, side):
        s.setblocking(False)
        self.by_fd.register(s, selectors.EVENT_READ, side)

    def serve(self):
        while True:
            for key, _ in self.by_fd.select():
                if key.data is None:
                    return
                try:
                    self.take(key.fileobj, key.data)
                except OSError:
                    pass

    def take(self, s, side):
        if s.type == socket.SOCK_DGRAM:
            s.recv(100)
            peer = None
        else:
            peer, _ = s.accept()
        if side == "B":
            self.met = f"a forbidden server was reached: {s.getsockname()}"
        if side == "rights":
            fd = os.open(os.path.join(self.top, "b/f"), os.O_RDONLY)
            socket.send_fds(peer, [b"x"], [fd])
            os.close(fd)
        if peer:
            peer.close()

    def reached(self):
        """What a forbidden server saw, or ''."""
        self.drain()
        return self.met

    def drain(self):
        """Ends the thread, then takes what is still in the queues."""
        if self.thread.is_alive():
            os.write(self.stop_write, b"x")
            self.thread.join()
        for key in list(self.by_fd.get_map().values()):
            while key.data:
                try:
                    self.take(key.fileobj, key.data)
                except OSError:
                    break

    def close(self):
        self.drain()
        for key in list(self.by_fd.get_map().values()):
            if key.data:
                key.fileobj.close()
        self.by_fd.close()
        os.close(self.stop_read)
        os.close(self.stop_write)


class Victim:
    """An outside process of the same user that does nothing."""

    def __init__(self, stopped=False):
        self.process = subprocess.Popen(
            ["/bin/sleep", "600"], stdin=subprocess.DEVNULL)
        self.pid = self.process.pid
        self.stopped = stopped
        if stopped:
            self.process.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WNOWAIT)

    def harmed(self):
        """What was done to it, or ''."""
        if self.process.poll() is not None:
            return "the victim is dead"
        with open(f"/proc/{self.pid}/stat") as f:
            state = f.read().rsplit(")", 1)[1].split()[0]
        if self.stopped and state != "T":
            return "the victim was continued"
        return ""

    def end(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
