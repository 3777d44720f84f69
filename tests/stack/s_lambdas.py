"""Functions without a name."""
from mark import mark

(lambda: (lambda: mark("lambda"))())()
pick = {"a": lambda n=1: mark("default", n)}
pick["a"](
    2)
(lambda *a, **k: mark("args"))(1, b=2)
