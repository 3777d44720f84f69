"""docs/PERFORMANCE.md, as text."""
import re

from ways import NAMES, OTHERS

GROUPS = (
    ("calls", "Calls", "bare"),
    ("programs", "Programs", "bare"),
    ("tasks", "Many tasks", "1"),
    ("rules", "Many rules", "10"),
    ("audit", "The record", "off"),
    ("stacks", "Stacks", "none"),
    ("maps", "A namespace", "none"),
)


def figure(value, unit):
    """A figure with its unit, three digits or so."""
    if unit == "ns":
        if value >= 1e6:
            return "%.*f ms" % (0 if value >= 1e8 else 1, value / 1e6)
        if value < 1000:
            return "%.0f ns" % value
        return "%.*f us" % (1 if value < 1e5 else 0, value / 1e3)
    return "%.*f %s" % (0 if value >= 100 else 1, value, unit)


def ratio_text(ratio):
    """1.43 (1.40-1.47); the spread is left out where there was one round."""
    digits = 2 if ratio.median < 10 else 1 if ratio.median < 100 else 0
    text = "%.*f" % (digits, ratio.median)
    if ratio.count < 3:
        return text
    return text + " (%.*f-%.*f)" % (digits, ratio.low, digits, ratio.high)


def words(path):
    """The standing words: {heading: text} of a file with `## heading`s."""
    with open(path, encoding="utf-8") as f:
        parts = re.split(r"^## (.*)$", f.read(), flags=re.M)
    return {name.strip(): text.strip()
            for name, text in zip(parts[1::2], parts[2::2])}


def table(head, body):
    """Lines of a table; its first column is text and the others are figures."""
    out = ["| " + " | ".join(head) + " |",
           "| --- |" + " ---: |" * (len(head) - 1)]
    return out + ["| " + " | ".join(row) + " |" for row in body]


class Page:
    """The page of one run."""

    def __init__(self, samples, rows, bars, standing):
        self.samples = samples
        self.rows = rows
        self.bars = bars
        self.words = standing
        self.out = []

    def put(self, *lines):
        """Adds lines, and an empty one."""
        self.out += list(lines) + [""]

    def say(self, name):
        """Adds the standing words of a heading, if there are any."""
        if name in self.words:
            self.put(self.words[name])

    def cell(self, row, column, base):
        """What stands in a cell."""
        if (row.name, column) in self.samples.failed:
            return "fails"
        value = self.samples.median(row.name, column)
        if value is None:
            return "-"
        if column == base:
            return figure(value, row.unit)
        ratio = self.samples.ratio((row.name, column), (row.name, base))
        return figure(value, row.unit) if ratio is None else ratio_text(ratio)

    def group(self, name, title, base):
        """One table, with its words before and what failed behind."""
        rows = [row for row in self.rows if row.group == name]
        if not rows:
            return
        self.put("## " + title)
        self.say(title)
        if name in ("calls", "programs"):
            columns = NAMES
        else:
            columns = list(dict.fromkeys(
                column for row in rows for column in row.cells))
        self.put(*table(
            [name[:-1] if name.endswith("s") else "run"] + columns,
            [[row.title] + [self.cell(row, column, base)
                            for column in columns] for row in rows]))
        failed = ["- %s, %s: `%s`" % (column, row.title, why)
                  for row in rows for column in columns
                  for why in [self.samples.failed.get((row.name, column))]
                  if why is not None]
        if failed:
            self.put("What fails:", "", *failed)

    def put_bars(self):
        """The promises, one line each."""
        body = []
        for bar in self.bars:
            value = "-"
            if bar.value is not None:
                value = "%.2f" % bar.value
                if bar.spread is not None:
                    value += " (%.2f-%.2f)" % bar.spread
            body.append([bar.text, value, "%.2f" % bar.limit, bar.verdict()])
        self.put("## Bars")
        self.say("Bars")
        self.put(*table(["what", "measured", "at most", ""], body))

    def put_missed(self, profiles):
        """Of each bar that is missed: by how much, why, and a profile."""
        missed = [bar for bar in self.bars if bar.verdict() == "missed"]
        if not missed:
            return
        self.put("## What is missed, and why")
        shown = set()
        for bar in missed:
            self.put("**%s**: %.2f, which is %.0f %% over %.2f.%s" % (
                bar.text, bar.value, (bar.value / bar.limit - 1) * 100,
                bar.limit, " " + bar.note if bar.note else ""))
            if bar.row in shown:
                continue
            shown.add(bar.row)
            self.say("why " + str(bar.row))
            if bar.row in profiles:
                self.put("```", *profiles[bar.row], "```")

    def text(self, facts, profiles):
        """The whole page; `facts` are lines about the machine and the run."""
        self.put("# Performance")
        self.put(*["- " + line for line in facts])
        self.say("How to read it")
        self.put("![programs, as ratios to bare](performance.svg)")
        self.put_bars()
        self.put_missed(profiles)
        floor = [self.samples.median("floor", c) for c in ("bare", "stop")]
        if None not in floor:
            self.put("## The floor")
            self.put("A stat takes %s bare and %s with a stop that does "
                     "nothing (tests/bench/floor.c)." % (
                         figure(floor[0], "ns"), figure(floor[1], "ns")))
            self.say("The floor")
        for group in GROUPS:
            self.group(*group)
        self.put("## The other tools")
        self.put(*["- " + text for _, _, text in OTHERS])
        return "\n".join(self.out).rstrip() + "\n"
