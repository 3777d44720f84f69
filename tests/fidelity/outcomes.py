"""Runs one module of CPython's own tests and writes how each of its tests ended.

    python3 outcomes.py FILE MODULE only|without CHOSEN PATTERN

FILE gets a line `ID OUTCOME` for each test, at once when it ends, so that
what was written stays when the interpreter dies; `ID begun` stands before it.
CHOSEN names a file with ids, one a line: no others are run, or all others are;
of them those whose ids match PATTERN.
The interpreter under test runs this, so it keeps to what CPython 3.6 understands.
"""
import fnmatch
import importlib
import os
import sys
import traceback
import unittest

# What tests may use beyond the machine's own means: no `network`, `urlfetch`
# and the like (others' servers), no `largefile`, `gui` and `audio`.
RESOURCES = ["cpu", "subprocess", "walltime"]
# They ask for the network and use this machine's own alone.
LOCAL = ["test_socketserver"]


class Outcomes(unittest.TestResult):
    """Writes what it is told; the worst that is said of a test counts."""

    def __init__(self, out):
        super().__init__()
        self.out = out
        self.said = {}

    def write(self, test_id, outcome):
        print("_".join(test_id.split()), outcome, file=self.out, flush=True)

    def startTest(self, test):
        super().startTest(test)
        self.said[test.id()] = "none"
        self.write(test.id(), "begun")

    def stopTest(self, test):
        super().stopTest(test)
        self.write(test.id(), self.said.pop(test.id(), "none"))

    def say(self, test, outcome, err=None):
        if err:
            print(test.id(), self._exc_info_to_string(err, test),
                  file=sys.stderr, flush=True)
        if test.id() not in self.said:      # a class or a module
            self.write(test.id(), outcome)
        elif self.said[test.id()] not in ("failed", "error"):
            self.said[test.id()] = outcome

    def addSuccess(self, test):
        self.say(test, "ok")

    def addFailure(self, test, err):
        self.say(test, "failed", err)

    def addError(self, test, err):
        self.say(test, "error", err)

    def addSubTest(self, test, subtest, err):
        if err:
            self.say(test, "failed", err)

    def addSkip(self, test, reason):
        print(test.id(), "skipped:", reason, file=sys.stderr, flush=True)
        self.say(test, "skipped")

    def addExpectedFailure(self, test, err):
        self.say(test, "expected")

    def addUnexpectedSuccess(self, test):
        self.say(test, "unexpected")


def choose(suite, chosen, wanted, pattern):
    """A suite's tests that are among the chosen ones, or are not."""
    kept = []
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            kept.append(choose(test, chosen, wanted, pattern))
            continue
        name = "_".join(test.id().split())
        if (name in chosen) == wanted and fnmatch.fnmatch(name, pattern):
            kept.append(test)
    return type(suite)(kept)


def main():
    out = open(sys.argv[1], "w")
    name = sys.argv[2]
    from test import support
    support.use_resources = RESOURCES + ["network"] * (name in LOCAL)
    support.verbose = 0
    result = Outcomes(out)
    try:
        module = importlib.import_module("test." + name)
        suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    except unittest.SkipTest as e:
        print(name, "skipped:", e, file=sys.stderr)
        result.write("test." + name, "skipped")
        return
    except Exception:
        traceback.print_exc()
        result.write("test." + name, "error")
        return
    with open(sys.argv[4]) as f:
        suite = choose(suite, set(f.read().split()), sys.argv[3] == "only",
                       sys.argv[5])
    suite.run(result)
    result.write("test." + name, "over")
    out.flush()
    # Threads and children that tests left do not keep us.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
