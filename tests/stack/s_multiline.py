"""Calls and expressions of several lines."""
from mark import mark

dict(
    a=mark("first"),
    b=[
        1,
        mark(
            "second"
        ),
    ],
)
total = (mark("sum-1", 1) +
         mark("sum-2", 2) +
         (mark("sum-3", 3)
          if total_known else 4
          ) if (total_known := True) else 0)
text = f"""
{mark("f-string")}
{
mark("f-string-2")}
"""
assert (
    mark("assert", 1)
), mark("never")
