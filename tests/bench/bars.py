"""What the project promises of its speed, and whether this run bears it out."""
import rows as r

# Tools that see every call, as we do: we are to be ahead of them everywhere.
RIVALS = ("PRoot", "strace", "runsc")
AHEAD = 3.0


class Bar:
    """A promise: `value` is at most `limit`, or None where it was not
    measured."""

    def __init__(self, text, value, limit, row=None, spread=None, note=""):
        self.text = text
        self.value = value
        self.limit = limit
        self.row = row  # whose words and profile say why it is missed
        self.spread = spread
        self.note = note

    def verdict(self):
        """One word."""
        if self.value is None:
            return "not measured"
        return "met" if self.value <= self.limit else "missed"


def of(samples, text, cell, base, limit):
    """A bar on the ratio of one cell to another."""
    ratio = samples.ratio(cell, base)
    if ratio is None:
        return Bar(text, None, limit, cell[0])
    return Bar(text, ratio.median, limit, cell[0], (ratio.low, ratio.high))


def ahead(samples, rows, rival, heavy):
    """Are we ahead of another tool on every row?  The value is our worst."""
    limit = 1 / AHEAD if heavy else 1
    worst, behind = None, []
    for row in rows:
        if heavy and not row.heavy:
            continue
        ratio = samples.ratio((row.name, "ptsandbox"), (row.name, rival))
        if ratio is None:
            continue
        if worst is None or ratio.median > worst[0]:
            worst = (ratio.median, row.name)
        if ratio.median > limit:
            behind.append("%s (%.2f)" % (row.title, ratio.median))
    text = ("a third of what %s takes, where files are named" if heavy else
            "no more than %s takes, in every row") % rival
    note = "not so: " + ", ".join(behind) if behind else ""
    return Bar(text, worst[0] if worst else None, limit,
               worst[1] if worst else None, None, note)


def per_task(samples):
    """KiB of ours for each task more, between the fewest and the most."""
    few, most = r.TASKS[0], r.TASKS[-1]
    a = samples.median("memory", "%d" % few)
    b = samples.median("memory", "%d" % most)
    return None if a is None or b is None else (b - a) / (most - few)


def all_bars(samples, rows):
    """Every bar, in the order of the page."""
    ours, stop = "ptsandbox", ("floor", "stop")
    tools = [row for row in rows if row.group in ("calls", "programs")]
    most, least = "%d" % r.RULES[-1], "%d" % r.RULES[0]
    found = [
        of(samples, "stat, to a bare stop", ("stat", ours), stop, 1.5),
        of(samples, "denied open, to a bare stop", ("denied open", ours),
           stop, 1.3),
        of(samples, "allowed open, to a bare stop", ("open", ours), stop, 1.8),
        of(samples, "python3 -c pass, to bubblewrap", ("python", ours),
           ("python", "bubblewrap"), 1),
        of(samples, "reading 1,500 files, to bare", ("files", ours),
           ("files", "bare"), 1.15),
        of(samples, "import numpy, to bare", ("numpy", ours),
           ("numpy", "bare"), 1.2),
        of(samples, "two such scripts at once, to two bare", ("two", ours),
           ("two", "bare"), 1.35),
        of(samples, "make -j2, to bare", ("make", ours), ("make", "bare"),
           1.3),
        of(samples, "threads that compute, to bare", ("threads", ours),
           ("threads", "bare"), 1.02),
    ]
    for rival in RIVALS:
        found.append(ahead(samples, tools, rival, False))
        found.append(ahead(samples, tools, rival, True))
    found += [
        of(samples, "a call among 1,000 tasks, to one task's",
           ("tasks, ptsandbox", "1000"), ("tasks, ptsandbox", "1"), 1.25),
        Bar("KiB of memory for a task", per_task(samples), 8, "memory"),
        of(samples, "10,000 plain rules, to 10", ("rules, plain", most),
           ("rules, plain", least), 1.2),
        of(samples, "10,000 wildcard rules, to 10", ("rules, wildcard", most),
           ("rules, wildcard", least), 1.2),
        of(samples, "a record of all, reading 1,500 files",
           ("audit, files", "all"), ("audit, files", "off"), 1.15),
        of(samples, "a record of all, reading and summing them",
           ("audit, sums", "all"), ("audit, sums", "off"), 1.15),
        of(samples, "a stat through 10 maps, to none",
           ("maps, stat", "10 maps"), ("maps, stat", "none"), 1.15),
        of(samples, "a list through 10 maps, to none",
           ("maps, list", "10 maps"), ("maps, list", "none"), 1.1),
        of(samples, "a call with a Python stack, to one without",
           ("stacks", "python"), ("stacks", "none"), 2),
    ]
    return found
