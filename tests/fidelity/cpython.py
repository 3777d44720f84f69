"""CPython's own tests, bare and inside, compared test by test.  outcomes.py
runs them; here stands which, and what is made of what it wrote."""
import os
import time

LIMIT = 120     # seconds without a test that ends
ROUNDS = 8      # how often a module goes on behind a test that ends it
BOUNDS = 300, 900       # seconds for all of a module: bare, inside
UNSTEADY = "not each time"


def given(python):
    """The folder of an interpreter's tests; None: it came without."""
    real = os.path.realpath(python)
    lib = os.path.join(os.path.dirname(os.path.dirname(real)), "lib",
                       os.path.basename(real))
    folder = os.path.join(lib, "test")
    return folder if os.path.exists(
        os.path.join(folder, "test_os.py")) or os.path.isdir(
        os.path.join(folder, "test_os")) else None


def has(python, module):
    folder = given(python)
    return folder is not None and (
        os.path.exists(os.path.join(folder, module + ".py")) or
        os.path.isdir(os.path.join(folder, module)))


def read(path, into):
    """Adds what outcomes.py wrote; returns the test that was not over."""
    begun = None
    with open(path, encoding="utf-8", errors="backslashreplace") as f:
        for line in f:
            name, outcome = line.rstrip("\n").rsplit(" ", 1)
            if outcome == "begun":
                begun = name
                continue
            into[name] = outcome
            begun = None
    return begun


class Module:
    """A module's tests (those that `match`) as an interpreter runs them."""

    def __init__(self, here, python, module, match, top):
        self.here, self.python, self.module = here, python, module
        self.match, self.top = match, top
        self.whole = "test." + module

    def outcomes(self, side, bound, only=None):
        """({id: outcome}, whether the time was up) of the tests, or of some of
        them.  One that hangs or ends the interpreter is told as such, and the
        rest go on without it, for `bound` seconds in all."""
        told, out = {}, os.path.join(self.top, "out")
        chosen = os.path.join(self.top, "chosen")
        end = time.monotonic() + bound
        for _ in range(ROUNDS):
            with open(chosen, "w") as f:
                f.write("\n".join(only if only else told))
            for path in out, chosen:
                with open(path, "a" if path == chosen else "w"):
                    os.chmod(path, 0o666)
            status, _ = side.run(
                [self.python, os.path.join(self.here, "outcomes.py"), out,
                 self.module, "only" if only else "without", chosen,
                 self.match], self.top, LIMIT,
                progress=lambda: os.stat(out).st_size, end=end)
            begun = read(out, told)
            if status is None and time.monotonic() > end:
                return told, True
            if begun:
                told[begun] = "hung" if status is None else "died"
            elif status == 0:
                break
            if only:
                only = [i for i in only if i not in told]
                if not only:
                    break
            elif not begun:
                told[self.whole] = "hung" if status is None else "died"
                break
        return told, False

    def compare(self, both, known, tries):
        """Both sides' tests, and those that differ once more, but for
        known(ID, OUTCOMES), each of `tries` times.  Returns a Found."""
        (bare, late), (inside, later) = (
            self.outcomes(s, b) for s, b in zip(both, BOUNDS))
        found = Found()
        found.ran = {i for i in bare if bare[i] != "skipped"}
        found.note("hung or died bare", [i + " " + bare[i] for i in bare
                                  if bare[i] in ("hung", "died")])
        if late:
            found.note("no time for all of it", ["bare, %d" % len(bare)])
        elif bare.get(self.whole) not in ("over", "skipped"):
            found.differ = {self.whole: (bare.get(self.whole, "none"),
                                         "cannot be tried")}
            return found
        if later:
            found.note("no time for all of it", ["inside, %d" % len(inside)])
        found.count = len(bare)
        found.differ = unlike(bare, inside, late or later)
        self.again(both, known, tries, found)
        if later and not late:
            found.differ[self.whole] = "over", "not in %d s" % BOUNDS[1]
        return found

    def again(self, both, known, tries, found):
        """Takes out of `found` what does not differ each time."""
        for _ in range(tries - 1):
            only = [i for i in found.differ if not known(i, found.differ[i])]
            if not only:
                break
            # What is said of a whole class or module needs all of it.
            if any("(" in i or i == self.whole for i in only):
                only = None
            (bare, late), (inside, later) = (
                self.outcomes(s, b, only) for s, b in zip(both, BOUNDS))
            if late or later:
                break
            again = unlike(bare, inside)
            for i, d in list(found.differ.items()):
                if not known(i, d) and again.get(i) != d:
                    del found.differ[i]
                    found.note(UNSTEADY, ["%s: %s, bare %s" % (i, d[1], d[0])])


class Found:
    """What a comparison came to: how many outcomes there were bare, {id: (bare,
    inside)} of those that differ each time, {id} of those that ran, and remarks."""

    def __init__(self):
        self.count, self.differ, self.ran, self.notes = 0, {}, set(), []

    def note(self, kind, whats):
        self.notes += [(kind, what) for what in whats]


def unlike(bare, inside, partly=False):
    """Those that ended otherwise; `partly`: of those that ended at all."""
    return {i: (bare.get(i, "none"), inside.get(i, "none"))
            for i in sorted(set(bare) & set(inside) if partly else
                            set(bare) | set(inside))
            if bare.get(i, "none") != inside.get(i, "none")}
