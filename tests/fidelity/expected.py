"""The list of intended differences (the file `differences`), and the section
of docs/FIDELITY.md that is made from it.

    python3 expected.py write | check

A line `topic NAME: WHAT: WHY` says in plain words what a user notices, and why
it is meant.  The lines below it say where it shows:

    cpython/MODULE ID BARE>INSIDE   how these tests end; * stands for anything
    programs/NAME < LINE            printed or left only bare
    programs/NAME > LINE            only inside

With `? ` before it a line covers what does not show in each run.
"""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = os.path.join(HERE, "..", "..", "docs", "FIDELITY.md")
BEGIN, END = "<!-- differences -->\n", "<!-- differences: end -->\n"


def glob(pattern):
    """Only * means something, brackets and ? do not."""
    return re.compile(".*".join(re.escape(p) for p in pattern.split("*")), re.S)


class Line:
    """Where a difference shows: `subject`, and what of it."""

    def __init__(self, number, topic, perhaps, subject, what):
        self.number, self.topic, self.perhaps = number, topic, perhaps
        self.text = subject + " " + what
        self.subject = glob(subject)
        self.used = False
        if subject.startswith("cpython/"):
            what, outcomes = what.rsplit(" ", 1)
            bare, inside = outcomes.split(">")
            self.outcomes = bare.split("|"), inside.split("|")
        elif not what.startswith(("< ", "> ")):
            raise ValueError("neither `< LINE` nor `> LINE`")
        self.what = glob(what)

    def covers(self, subject, what, outcomes=None):
        if not (self.subject.fullmatch(subject) and self.what.fullmatch(what)):
            return False
        if outcomes and not (outcomes[0] in self.outcomes[0] and
                             outcomes[1] in self.outcomes[1]):
            return False
        self.used = True
        return True


class Differences:
    """The whole list."""

    def __init__(self, path=os.path.join(HERE, "differences")):
        self.topics, self.lines = [], []
        with open(path, encoding="utf-8") as f:
            for number, text in enumerate(f, 1):
                try:
                    self.add(number, text.rstrip("\n"))
                except ValueError as e:
                    sys.exit("%s:%d: %s: %s" % (path, number, e, text.strip()))
        for name, _, _ in self.topics:
            if not any(line.topic == name for line in self.lines):
                sys.exit("%s: nothing shows topic %s" % (path, name))

    def add(self, number, text):
        if not text or text.startswith("#"):
            return
        if text.startswith("topic "):
            name, what, why = text[len("topic "):].split(": ", 2)
            self.topics.append((name, what, why))
            return
        if not self.topics:
            raise ValueError("no topic above it")
        text = text.strip()
        perhaps = text.startswith("? ")
        subject, what = text[2 if perhaps else 0:].split(" ", 1)
        self.lines.append(Line(number, self.topics[-1][0], perhaps, subject,
                               what))

    def covers(self, subject, what, outcomes=None):
        # Each line that covers it is used: none may stop at the first.
        return any([line.covers(subject, what, outcomes)
                    for line in self.lines])


def cell(text):
    """As Markdown shows it word for word."""
    for c in "\\|*_<>[]`":
        text = text.replace(c, "\\" + c)
    return text


def table(all_):
    """What differs and why, and which programs' tests show it."""
    rows = "| what differs | why |\n| --- | --- |\n"
    for _, what, why in all_.topics:
        rows += "| %s | %s |\n" % (cell(what), cell(why))
    return rows


def main():
    if sys.argv[1:] not in (["write"], ["check"]):
        sys.exit(__doc__.strip())
    with open(PAGE, encoding="utf-8") as f:
        old = f.read()
    if old.count(BEGIN) != 1 or old.count(END) != 1:
        sys.exit("%s: needs the marks %s and %s" % (
            PAGE, BEGIN.strip(), END.strip()))
    before, rest = old.split(BEGIN)
    new = (before + BEGIN + "\n" + table(Differences()) + "\n" + END +
           rest.split(END)[1])
    if sys.argv[1] == "write":
        with open(PAGE, "w", encoding="utf-8") as f:
            f.write(new)
    elif new != old:
        sys.exit("docs/FIDELITY.md does not say what tests/fidelity/differences "
                 "says: make fidelity-page")


if __name__ == "__main__":
    main()
