#!/usr/bin/env python3
"""Stands outside of a job and tells what reached it: connections, datagrams,
signals, and changes of what a process is to the kernel.

usage: canary.py FOLDER TOKEN

Listens on 127.0.0.1 (TCP and UDP, one port, which it prints), at FOLDER/sock
and at the abstract name TOKEN.  When its standard input ends, it prints one
line for each thing that happened, and then "end".
"""
import os
import resource
import selectors
import signal
import socket
import sys

happened = []


def listeners(folder, token):
    while True:
        tcp = socket.socket()
        tcp.bind(("127.0.0.1", 0))
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            udp.bind(tcp.getsockname())
            break
        except OSError:
            udp.close()
            tcp.close()
    yield "tcp", tcp
    yield "udp", udp
    for name in (os.path.join(folder, "sock"), "\0" + token):
        unix = socket.socket(socket.AF_UNIX)
        unix.bind(name)
        yield "unix", unix


def standing():
    with open("/proc/self/oom_score_adj", encoding="ascii") as f:
        oom = f.read().strip()
    with open("/proc/self/timerslack_ns", encoding="ascii") as f:
        slack = f.read().strip()
    limits = [resource.getrlimit(n) for n in range(16)]
    return {"nice": os.getpriority(os.PRIO_PROCESS, 0), "oom": oom,
            "affinity": os.sched_getaffinity(0), "group": os.getpgrp(),
            "session": os.getsid(0), "slack": slack, "limits": limits,
            "policy": os.sched_getscheduler(0), "cwd": os.getcwd()}


def main():
    folder, token = sys.argv[1:]
    waits = selectors.DefaultSelector()
    waits.register(0, selectors.EVENT_READ, "end")
    for kind, sock in listeners(folder, token):
        if kind != "udp":
            sock.listen(8)
        if kind == "tcp":
            port = sock.getsockname()[1]
        waits.register(sock, selectors.EVENT_READ, kind)
    for sig in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(sig, lambda n, _: happened.append(f"signal {n}"))
    before = standing()
    print(port, flush=True)
    while True:
        ready = [key.data for key, _ in waits.select()]
        happened.extend(f"reached: {kind}" for kind in ready if kind != "end")
        if ready:
            break
    for name, value in standing().items():
        if value != before[name]:
            happened.append(f"{name}: {before[name]}, now {value}")
    print("\n".join(happened + ["end"]))


main()
