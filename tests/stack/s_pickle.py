"""Hooks of the library's C code."""
import copy
import json
import pickle

from mark import mark


class Thing:
    def __getstate__(self):
        return {"a": mark("getstate", 1)}

    def __setstate__(self, state):
        mark("setstate")


class Strange:
    pass


copy.copy(Thing())
pickle.dumps(range(3))
json.dumps(Strange(), default=lambda o: mark("json", "s"))
json.loads("{}", object_hook=lambda o: mark("hook", o))
copy.deepcopy([Thing()])
