"""Writes rows into a database, a transaction for each ten."""
import sqlite3
import sys

with sqlite3.connect(sys.argv[1]) as db:
    db.execute("PRAGMA synchronous = OFF")
    db.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT)")
for i in range(int(sys.argv[2])):
    with db:
        db.executemany("INSERT INTO t VALUES (?, ?)",
                       ((i * 10 + j, "row %d" % j) for j in range(10)))
