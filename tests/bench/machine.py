"""What the figures are from: processor, kernel, and what watches it."""
import glob
import os
import platform
import re
import subprocess

# bpf(2), enum bpf_prog_type: those that run at the kernel's trace points.
TRACING = {"2": "kprobe", "5": "tracepoint", "7": "perf event",
           "17": "raw tracepoint", "24": "raw tracepoint", "26": "tracing"}


def read(path):
    """A small file's text, or an empty one."""
    try:
        with open(path, encoding="utf-8", errors="replace") as f:
            return f.read()
    except OSError:
        return ""


def processor():
    """The model's name, and whether it is a virtual one."""
    text = read("/proc/cpuinfo")
    found = re.search(r"^model name\s*:\s*(.*)$", text, re.M)
    name = found.group(1) if found else platform.machine()
    guest = re.search(r"^flags\s*:.*\bhypervisor\b", text, re.M)
    return name + (", virtual" if guest else "")


def tracers():
    """Programs of others at the kernel's trace points: {kind: count}.  Those
    of other users' processes are seen by root alone."""
    seen = {}
    for path in glob.glob("/proc/[0-9]*/fdinfo/*"):
        text = read(path)
        kind = re.search(r"^prog_type:\s*(\d+)$", text, re.M)
        number = re.search(r"^(?:prog_id|link_id):\s*(\d+)$", text, re.M)
        if kind and number and kind.group(1) in TRACING:
            seen[number.group(1)] = TRACING[kind.group(1)]
    counts = {}
    for kind in seen.values():
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def slowed():
    """What makes each system call or stop dearer here, a phrase each."""
    found = ["%d BPF programs (%s)" % (count, kind)
             for kind, count in sorted(tracers().items())]
    if read("/proc/sys/kernel/ftrace_enabled").strip() == "1" and read(
            "/sys/kernel/tracing/events/raw_syscalls/enable")[:1] in "1X":
        found.append("the trace points of system calls are on")
    if read("/proc/self/loginuid").strip() not in ("", "4294967295"):
        found.append("the session is audited")
    for path in glob.glob("/sys/devices/system/cpu/vulnerabilities/*"):
        if "PTI" in read(path) or "IBRS" in read(path):
            found.append("mitigation of %s" % os.path.basename(path))
    return found


def revision(top):
    """What was measured: the commit, and whether it was changed since."""
    try:
        p = subprocess.run(["git", "-C", top, "describe", "--always",
                            "--dirty", "--abbrev=10"], capture_output=True,
                           check=True, timeout=20)
        return p.stdout.decode().strip()
    except (OSError, subprocess.SubprocessError):
        return "unknown"


def memory():
    """Bytes of memory."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def lines():
    """The machine, a line for each fact."""
    slow = slowed()
    return [
        "%s; %d CPUs, %.1f GiB of memory" % (
            processor(), len(os.sched_getaffinity(0)), memory() / (1 << 30)),
        "Linux %s, Python %s" % (platform.release(),
                                 platform.python_version()),
        "What slows each call down beside us: %s" % (
            "; ".join(slow) if slow else "nothing that can be seen"),
    ]
