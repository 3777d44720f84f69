"""A function that a database calls."""
try:
    import sqlite3
except ImportError:
    sqlite3 = None

from mark import mark


def double(n):
    mark("sqlite")
    return 2 * n


if sqlite3 is not None:
    db = sqlite3.connect(":memory:")
    db.create_function("double", 1, double)
    assert db.execute("select double(21)").fetchone() == (42,)
    db.close()
