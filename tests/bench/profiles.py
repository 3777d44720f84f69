"""Why a row is slow: which calls of it stopped, by our own --profile-stops, and
where the processors were meanwhile, by perf(1) where it is installed."""
import json
import re
import shutil

import ways as w

CALLS = 5
SYMBOLS = 6


def before(row):
    """Takes away what the last run of a row made."""
    if getattr(row, "before", None) is not None:
        row.before()


def stops(row, top):
    """Lines on the dearest calls of a row."""
    path = top + "/stops.json"
    words = list(row.command)
    at = words.index("--")
    words[at:at] = ["--profile-stops", path]
    before(row)
    w.run(words, top)
    with open(path, encoding="utf-8") as f:
        found = json.load(f)
    lines = ["%d stops, %.1f ms in the supervisor" % (
        found["stops"], found["sum_ns"] / 1e6)]
    for call in found["calls"][:CALLS]:
        lines.append("%7d %8.1f ms %7.1f us  %s%s: %s" % (
            call["stops"], call["sum_ns"] / 1e6, call["median_ns"] / 1e3,
            call["call"], ", a descriptor" if call["descriptor"] else "",
            call["why"]))
    return lines


def perf(row, top):
    """Lines on where the time went, of supervisor, job and kernel."""
    path = top + "/perf.data"
    if shutil.which("perf") is None:
        return []
    before(row)
    w.run(["perf", "record", "-q", "-e", "cpu-clock", "-F", "4999",
           "-o", path, "--"] + row.command, top)
    text = w.run(["perf", "report", "-i", path, "--stdio", "--no-children",
                  "-s", "comm,sym"], top)
    found = [re.sub(r"[^ -~]", "?", line).strip()[:72]
             for line in text.splitlines()
             if re.match(r"\s+\d+\.\d+%", line)]
    return ["", "perf, cpu-clock:"] + found[:SYMBOLS] if found else []


def of_row(row, top):
    """What can be said of a row; what fails is one line."""
    lines = []
    for look in (stops, perf):
        try:
            lines += look(row, top)
        except (w.Failed, OSError, ValueError) as e:
            lines.append("no profile by %s: %s" % (look.__name__, e))
    return lines


def of_rows(rows, top):
    """{row's name: lines} of those that run something of ours."""
    return {row.name: of_row(row, top) for row in rows
            if row.command is not None}
