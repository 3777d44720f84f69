"""What is measured: the rows, and a function for each of their cells."""
import os
import shutil
import subprocess
import time

import site_folder as site
import ways as w

PYTHON = "/usr/bin/python3"
HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPTS = HERE + "/scripts"
TASKS = (1, 10, 100, 1000)
RULES = (10, 100, 1000, 10000)
MAPS = 10
STACKS = ("none", "python", "native")

# name, kind, what stands behind the folder, and how often.
CALLS = (
    ("stat", "stat", "/sums", 4000),
    ("open", "open", "/sums", 4000),
    ("denied open", "denied", None, 4000),
    ("access", "access", "/sums", 4000),
    ("readlink", "readlink", "/sums", 4000),
    ("list", "list", "/plain", 300),
    ("create", "create", "/sums", 1000),
    ("rename", "rename", "/sums", 1000),
    ("mkdir", "mkdir", "/sums", 300),
    ("chmod", "chmod", "/sums", 2000),
    ("socket", "socket", "/sums", 2000),
    ("connect", "connect", "/sums", 4000),
    ("kill", "kill", "/sums", 4000),
    ("thread", "thread", "/sums", 500),
    ("fork", "fork", "/sums", 200),
    ("exec", "exec", "/sums", 60),
)
TITLES = {"list": "list 200 names", "create": "create and unlink",
          "rename": "rename, and back", "mkdir": "mkdir and rmdir",
          "socket": "socket and close", "connect": "connect (UDP)",
          "kill": "kill itself, signal 0", "thread": "thread and join",
          "fork": "fork and wait", "exec": "spawn /bin/true and wait"}


class Row:
    """One row: its cells are functions that measure and return a number."""

    def __init__(self, name, group, unit, cells, title=None, heavy=False):
        self.name = name
        self.group = group
        self.unit = unit
        self.cells = cells
        self.title = title or TITLES.get(name, name)
        self.heavy = heavy  # mostly calls on files
        self.always = ["bare", "ptsandbox"]
        self.command = None  # ours, for a profile


class Maker:
    """Makes the rows for one folder and its ways."""

    def __init__(self, top, bench, ways, base, quick):
        self.top, self.bench, self.ways, self.base = top, bench, ways, base
        self.quick = quick
        self.rules = top + "/rules.yaml"

    def inside(self, command, word=-1):
        """A command that prints its own nanoseconds, on a line of numbers
        alone; a tool may print lines of its own."""
        def measure():
            for line in w.run(command, self.top).splitlines():
                try:
                    found = [float(number) for number in line.split()]
                except ValueError:
                    continue
                if found:
                    return found[word]
            raise w.Failed("prints no figure")
        return measure

    def wall(self, command, before=None):
        """Milliseconds from start to end."""
        def measure():
            if before is not None:
                before()
            start = time.perf_counter()
            w.run(command, self.top)
            return (time.perf_counter() - start) * 1e3
        return measure

    def few(self, count):
        """So many, or a tenth in a quick run."""
        return str(count // 10 if self.quick else count)

    def call_row(self, name, kind, behind, count):
        """A row of calls.c under every way."""
        calls = self.bench + "/calls"
        cells, ours = {}, None
        for way, words in self.ways.words.items():
            path = self.top + (behind or "/missing")
            if behind is None and way == "ptsandbox":
                path = self.top + "/forbidden/x"
            command = words + [calls, kind, path, self.few(count)]
            if way == "ptsandbox":
                ours = command
            cells[way] = self.inside(command)
        row = Row(name, "calls", "ns", cells)
        row.heavy = name not in ("socket", "connect", "kill", "thread",
                                 "fork", "exec")
        row.command = ours
        return row

    def floor_row(self):
        """What a stop costs that does nothing."""
        command = [self.bench + "/floor", self.few(20000), self.top + "/sums"]
        return Row("floor", "floor", "ns", {
            "bare": self.inside(command, 0), "stop": self.inside(command, 1)},
            "a bare stop (stat)")

    def program_row(self, name, command, title=None, before=None,
                    heavy=False, timed=False):
        """A row of whole programs under every way."""
        cells = {}
        for way, words in self.ways.words.items():
            cells[way] = (self.inside(words + command) if timed else
                          self.wall(words + command, before))
        row = Row(name, "programs", "ns" if timed else "ms", cells, title,
                  heavy)
        row.command = self.ways.words["ptsandbox"] + command
        row.before = before
        return row

    def gone(self, *names):
        """Takes away what the last run made."""
        def before():
            for name in names:
                path = os.path.join(self.top, name)
                if os.path.isdir(path):
                    shutil.rmtree(path, ignore_errors=True)
                elif os.path.exists(path):
                    os.unlink(path)
        return before

    def script(self, name, *args):
        """One of our scripts in Python."""
        return [PYTHON, "%s/%s.py" % (SCRIPTS, name)] + list(args)

    def many(self, script="many"):
        """The script that reads many files."""
        return self.script(script, self.top, self.few(site.FILES))

    def program_rows(self):
        """Whole programs."""
        shell = " ".join(self.many())
        pip = [PYTHON, "-m", "pip", "install", "-q", "--no-index",
               "--no-deps", "--disable-pip-version-check", "--no-compile",
               "--root-user-action=ignore", "--target",
               self.top + "/installed",
               self.top + "/bench_wheel-1.0-py3-none-any.whl"]
        git = ("git clone -q --no-hardlinks origin clone && cd clone && "
               "git status --short && git grep -q 2.25")
        yield self.program_row("python", [PYTHON, "-c", "pass"],
                               "python3 -c pass")
        yield self.program_row("numpy", [PYTHON, "-c", "import numpy"],
                               "import numpy", heavy=True)
        yield self.program_row("files", self.many(),
                               "read %d files" % site.FILES, heavy=True)
        yield self.program_row("sums", self.many("sums"),
                               "read and sum %d files" % site.FILES)
        yield self.program_row(
            "two", ["/bin/sh", "-c", "%s & %s & wait" % (shell, shell)],
            "two such at once", heavy=True)
        yield self.program_row(
            "make", ["make", "-s", "-C", "build", "-j2"], "make -j2",
            self.objects_gone)
        yield self.program_row("git", ["/bin/sh", "-c", git],
                               "git clone, status, grep",
                               self.gone("clone"), heavy=True)
        yield self.program_row(
            "sqlite", self.script("database", self.top + "/data.db",
                                  self.few(200)),
            "200 transactions of sqlite",
            self.gone("data.db", "data.db-journal"), heavy=True)
        yield self.program_row("pip", pip, "pip install of a wheel",
                               self.gone("installed"))
        yield self.program_row("threads", self.script("threads",
                                                      self.few(80)),
                               "threads that compute", timed=True)
        yield self.program_row("processes", self.script("processes",
                                                        self.few(120)),
                               "processes that compute")

    def objects_gone(self):
        """As after `make clean`."""
        folder = self.top + "/build"
        for name in os.listdir(folder):
            if name.endswith(".o"):
                os.unlink(os.path.join(folder, name))

    def tasks_rows(self):
        """Calls by many tasks at once, and what a task costs us in memory."""
        guest = self.bench + "/tasks"
        args = [self.few(20000), self.top + "/sums"]
        for way in ("bare", "ptsandbox"):
            cells = {}
            for count in TASKS:
                if self.quick and count > 100:
                    continue
                command = (self.ways.words[way] + [guest, str(count)] + args)
                cells["%d" % count] = self.inside(command)
            row = Row("tasks, " + way, "tasks", "ns", cells,
                      "a stat, " + way)
            yield row
        cells = {}
        for count in TASKS:
            if self.quick and count > 100:
                continue
            cells["%d" % count] = self.resident(
                self.ways.words["ptsandbox"] + [guest, str(count)] + args)
        yield Row("memory", "tasks", "KiB", cells, "memory of ptsandbox")

    def resident(self, command):
        """KiB that the supervisor holds while its job waits."""
        def measure():
            with subprocess.Popen(command, stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, cwd=self.top,
                                  stderr=subprocess.DEVNULL,
                                  env=w.environment(self.top)) as p:
                if not p.stdout.readline():
                    raise w.Failed("the job did not begin")
                with open("/proc/%d/status" % p.pid, encoding="utf-8") as f:
                    for line in f:
                        if line.startswith("VmRSS:"):
                            found = float(line.split()[1])
                p.communicate()
            return found
        return measure

    def rules_rows(self):
        """A stat under many rules, and the start with them."""
        calls = [self.bench + "/calls", "stat", self.top + "/sums",
                 self.few(4000)]
        for name, lay in (("plain", site.plain_rules),
                          ("wildcard", site.wild_rules)):
            cells, starts = {}, {}
            for count in RULES:
                path = site.make_rules(self.top, self.base, "%s-%d" % (
                    name, count), lay(self.top, count))
                words = self.ways.ours(path)
                cells["%d" % count] = self.inside(words + calls)
                starts["%d" % count] = self.wall(words + ["/bin/true"])
            yield Row("rules, " + name, "rules", "ns", cells,
                      "a stat under %s rules" % name)
            yield Row("start, " + name, "rules", "ms", starts,
                      "/bin/true under %s rules" % name)

    def audit_rows(self):
        """The same runs with less and more of a record."""
        log = self.base + "audit: {log: %s}\n"
        kinds = {"off": [], "denied": ["--audit", "audit.jsonl"],
                 "all": ["--audit", "audit.jsonl"],
                 "stacks": ["--audit", "audit.jsonl", "--stacks", "both"]}
        for name, command, title in (
                ("files", self.many(), "read %d files" % site.FILES),
                ("sums", self.many("sums"),
                 "read and sum %d files" % site.FILES)):
            cells = {}
            for kind, options in kinds.items():
                word = "denied" if kind == "denied" else "all"
                path = self.top + "/audit-%s.yaml" % word
                site.write(path, log % word)
                cells[kind] = self.wall(
                    self.ways.ours(path, *options) + command)
            yield Row("audit, " + name, "audit", "ms", cells, title)

    def stacks_row(self):
        """A call of a script, with its stack recorded or not."""
        cells = {}
        for kind in STACKS:
            words = self.ways.ours(self.rules, "--audit", "/dev/null",
                                   "--stacks", kind)
            cells[kind] = self.inside(words + self.script(
                "stack", self.top + "/sums", self.few(3000)))
        return Row("stacks", "stacks", "ns", cells, "a stat of a script")

    def maps_rows(self):
        """Through a namespace of many maps."""
        maps = []
        for i in range(MAPS):
            maps += ["-m", "%s:/bench-map-%d:ro" % (self.top, i)]
        for kind, name, count in (("stat", "/sums", 4000),
                                  ("list", "/plain", 300)):
            calls = [self.bench + "/calls", kind]
            seen = "/bench-map-%d" % (MAPS // 2)
            yield Row("maps, " + kind, "maps", "ns", {
                "none": self.inside(
                    self.ways.ours(self.rules) + calls +
                    [self.top + name, self.few(count)]),
                "%d maps" % MAPS: self.inside(
                    self.ways.ours(self.rules, *maps) + calls +
                    [seen + name, self.few(count)])}, TITLES.get(kind, kind))

    def all(self):
        """Every row."""
        site.write(self.top + "/sums", site.LINE)
        rows = [self.floor_row()]
        rows += [self.call_row(*call) for call in CALLS]
        rows += list(self.program_rows())
        rows += list(self.tasks_rows())
        rows += list(self.rules_rows())
        rows += list(self.audit_rows())
        rows.append(self.stacks_row())
        rows += list(self.maps_rows())
        return rows
