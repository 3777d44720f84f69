"""check.py RECORD EXPECTED LEAST: every stack of the record is what the script
said; there are at least LEAST."""
import json
import sys

FRAMES = 64
STRIPPED = 1000  # characters of a file's name that are surely told whole


def fitted(frames):
    """As much as a record tells."""
    return [[f[:STRIPPED], line, name] for f, line, name in frames[:FRAMES]]


def said(path):
    """name -> frames, of EXPECTED."""
    with open(path, encoding="utf-8") as f:
        lines = [json.loads(line) for line in f]
    assert not any(allowed for _, _, allowed in lines), "a mark was allowed"
    return {name: frames for name, frames, _ in lines}


def recorded(path):
    """name -> the stack line of its denial, of RECORD."""
    stacks, found, texts = {}, {}, set()
    with open(path, encoding="utf-8", errors="surrogateescape") as f:
        for line in map(json.loads, f):
            if line.get("event") == "stack":
                assert line["id"] not in stacks, "an id stands for two stacks"
                text = json.dumps(line["frames"]) + str(line.get("truncated"))
                assert text not in texts, "a stack is told twice"
                texts.add(text)
                stacks[line["id"]] = line
            for o in line.get("objects", ()):
                if o.get("denied"):
                    found[o["named"]] = (stacks.get(line.get("stack")), line)
    return found


def merged(frames):
    """Does C code that is called by Python, and calls Python, stand between?"""
    kinds = ["p:" + f["function"] if f["kind"] == "python" else
             "n:" + f["function"].split("+")[0] for f in frames]
    order = ["p:mark", "p:compare", "n:ffi_call", "n:_PyEval_EvalFrameDefault",
             "p:<module>"]
    # Each of them somewhere behind the one before.
    at = 0
    for k in order:
        if k not in kinds[at:]:
            return False
        at = kinds.index(k, at) + 1
    return True


def main(record, expected, least):
    """The number of faults."""
    want, got = said(expected), recorded(record)
    bad = 0
    for name, frames in want.items():
        stack, line = got.get(name, (None, None))
        if stack is None:
            print("no stack of %s: %s" % (name, line))
            bad += 1
            continue
        told = [[f["file"][:STRIPPED], f.get("line"), f["function"]]
                for f in stack["frames"] if f["kind"] == "python"]
        # A native frame counts among those that are told.
        cut = any(f["kind"] == "native" for f in stack["frames"])
        fit = fitted(frames)[:len(told)] if cut and stack.get("truncated") \
            else fitted(frames)
        if cut and "/ctypes." in name and not merged(stack["frames"]):
            print("%s: in a wrong order: %s" % (name, stack["frames"]))
            bad += 1
        if told != fit or not cut and \
                (len(frames) > FRAMES) != stack.get("truncated", False):
            print("%s: told %s, and it was %s" % (name, told, fit))
            bad += 1
    if len(want) < int(least):
        print("only %d marks, at least %s" % (len(want), least))
        bad += 1
    return bad


sys.exit(min(main(*sys.argv[1:]), 100))
