"""CPython's own tests, bare and inside, compared test by test.  outcomes.py
runs them; here stands which, and what is made of what it wrote."""
import os

LIMIT = 60      # seconds without a test that ends
ROUNDS = 8      # how often a module goes on behind a test that ends it


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


def outcomes(side, here, python, module, top, only=None):
    """{id: outcome} of a module's tests, or of some of them.  One that hangs
    or ends the interpreter is told as such, and the rest go on without it."""
    told, out = {}, os.path.join(top, "out")
    chosen = os.path.join(top, "chosen")
    for _ in range(ROUNDS):
        with open(chosen, "w") as f:
            f.write("\n".join(only if only else told))
        for path in out, chosen:
            with open(path, "a" if path == chosen else "w"):
                os.chmod(path, 0o666)
        status, _ = side.run(
            [python, os.path.join(here, "outcomes.py"), out, module,
             "only" if only else "without", chosen], top, LIMIT,
            progress=lambda: os.stat(out).st_size)
        begun = read(out, told)
        if begun:
            told[begun] = "hung" if status is None else "died"
        elif status == 0:
            break
        if only:
            only = [i for i in only if i not in told]
            if not only:
                break
        elif not begun:
            told["test." + module] = "hung" if status is None else "died"
            break
    return told


def compare(both, here, python, module, top, known, tries=3):
    """Returns (how many tests ran bare, {id: (bare, inside)} of those that
    differ, each time that they are run but for known(ID, OUTCOMES), and {id} of
    all that ran)."""
    bare, inside = (outcomes(s, here, python, module, top) for s in both)
    ran = {i for i in bare if bare[i] != "skipped"}
    differ = unlike(bare, inside)
    whole = "test." + module
    if bare.get(whole) not in ("over", "skipped"):
        return 0, {whole: (bare.get(whole, "none"), "cannot be tried")}, ran
    for _ in range(tries - 1):
        only = [i for i in differ if not known(i, differ[i])]
        if not only:
            break
        # What is said of a whole class or module needs all of it.
        if any("(" in i or i == whole for i in only):
            only = None
        again = unlike(*(outcomes(s, here, python, module, top, only)
                         for s in both))
        differ = {i: d for i, d in differ.items()
                  if known(i, d) or again.get(i) == d}
    return len(bare), differ, ran


def unlike(bare, inside):
    return {i: (bare.get(i, "none"), inside.get(i, "none"))
            for i in sorted(set(bare) | set(inside))
            if bare.get(i, "none") != inside.get(i, "none")}
