#!/usr/bin/env python3
"""A job in the spirit of volunteer computing, such as a stranger might send.

Reads its parameters and a data file from the folder of this script, calls a
compiled worker with parameters on its command line, takes the worker's output,
and writes results/NAME.json below the folder it was started in, where the
worker stands as ./worker.  Then it offers the results to a server on this
machine.

With --hostile it also does what a hostile author would add, each step caught
and reported.  Without ptsandbox those steps do harm: they read a key, write a
start-up file and signal the parent.
"""

import argparse
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SERVER = ("127.0.0.1", 8123)


def read_sequences(path):
    """Yields (name, chain) of each line that is no comment."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            words = line.split()
            if len(words) == 2 and not line.startswith("#"):
                yield words


def fold(worker, chain, params, seed):
    """One run of the worker: its energy and its fold."""
    done = subprocess.run(
        [worker, chain, str(params["steps"]), str(params["temperature"]),
         str(seed)],
        stdout=subprocess.PIPE, check=True, text=True)
    answer = dict(line.split() for line in done.stdout.splitlines())
    return int(answer["energy"]), answer["moves"]


def work(worker, results):
    """The honest part."""
    with open(HERE / "params.json", encoding="utf-8") as file:
        params = json.load(file)
    results.mkdir(exist_ok=True)
    for name, chain in read_sequences(HERE / params["sequences"]):
        runs = {seed: fold(worker, chain, params, seed)
                for seed in params["seeds"]}
        seed = min(runs, key=lambda s: (runs[s][0], s))
        energy, moves = runs[seed]
        with open(results / f"{name}.json", "w", encoding="utf-8") as file:
            json.dump({"chain": chain, "energy": energy, "moves": moves,
                       "seed": seed}, file, indent=1)
            file.write("\n")
        print(f"folded: {name}: energy {energy}")
    upload(results)


def upload(results):
    """Hands the results to the project's server on this machine, if it runs."""
    try:
        with socket.create_connection(SERVER, timeout=5) as sock:
            for path in sorted(results.glob("*.json")):
                sock.sendall(path.read_bytes())
        print("uploaded")
    except (ConnectionRefusedError, TimeoutError):
        print("no server to upload to: the results stay here")


def steal_key():
    with open(os.path.expanduser("~/.ssh/id_rsa"), "rb") as key:
        key.read()


def plant():
    with open(os.path.expanduser("~/.bashrc"), "a", encoding="utf-8") as file:
        file.write("# planted by fold.py\n")


def call_home():
    with socket.socket() as sock:
        sock.settimeout(2)
        try:
            sock.connect(("192.0.2.1", 80))  # TEST-NET-1, RFC 5737: nobody
        except TimeoutError:
            pass  # the packets left, and that is the harm


def call_neighbour():
    with socket.socket() as sock:
        sock.settimeout(2)
        try:
            sock.connect(("127.0.0.1", 9))
        except ConnectionRefusedError:
            pass  # it was asked


def run_shell():
    subprocess.run(["/bin/sh", "-c", "exit 0"], check=True)


def signal_parent():
    os.kill(os.getppid(), signal.SIGTERM)


HOSTILE = {
    "read ~/.ssh/id_rsa": steal_key,
    "write ~/.bashrc": plant,
    "connect to 192.0.2.1:80": call_home,
    "connect to 127.0.0.1:9": call_neighbour,
    "run /bin/sh": run_shell,
    "signal the parent": signal_parent,
}


def attack():
    """Tries each hostile step; returns how many were not stopped."""
    loose = 0
    for what, step in HOSTILE.items():
        try:
            step()
        except (PermissionError, ProcessLookupError) as err:
            print(f"blocked: {what}: {err.strerror}")
        except OSError as err:
            print(f"NOT BLOCKED: {what}: it was tried, and: {err}")
            loose += 1
        else:
            print(f"NOT BLOCKED: {what}")
            loose += 1
    return loose


def main():
    parser = argparse.ArgumentParser(description="example job")
    parser.add_argument("--hostile", action="store_true",
                        help="also do what a hostile author would add")
    parser.add_argument("--worker", default="./worker")
    parser.add_argument("--results", default="results", type=pathlib.Path)
    args = parser.parse_args()
    work(args.worker, args.results)
    return 1 if args.hostile and attack() else 0


if __name__ == "__main__":
    sys.exit(main())
