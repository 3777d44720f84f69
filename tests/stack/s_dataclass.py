"""Methods that the library writes."""
import collections
import dataclasses
import enum

from mark import mark


@dataclasses.dataclass(order=True)
class Point:
    x: int = dataclasses.field(default_factory=lambda: mark("factory", 1))

    def __post_init__(self):
        mark("post-init")


class Colour(enum.Enum):
    RED = mark("enum", 1)

    @classmethod
    def _missing_(cls, value):
        return mark("missing", cls.RED)


Point()
Point(2) < Point(1)
Colour(9)
Pair = collections.namedtuple("Pair", "a b")
Pair._make(mark("pair", n) for n in range(2))
