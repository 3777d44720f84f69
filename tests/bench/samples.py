"""Samples by cell and round, and what is made of them."""
import statistics
import time

from ways import Failed

# What one cell of another tool may cost in all, in seconds, and how often it is
# measured at least.
SPENT = 4.0
LEAST = 3


class Ratio:
    """The median of ratios that were taken in one round each, and how far the
    middle half of them reaches."""

    def __init__(self, values):
        self.median = statistics.median(values)
        self.low, self.high = values[0], values[0]
        if len(values) > 1:
            self.low, _, self.high = statistics.quantiles(
                values, n=4, method="inclusive")
        self.count = len(values)


class Samples:
    """Values by (row, column), each by the round it is from."""

    def __init__(self):
        self.values = {}
        self.failed = {}
        self.spent = {}

    def take(self, number, row, column, measure):
        """Measures a cell in this round; one that failed is left alone."""
        cell = (row, column)
        if cell in self.failed:
            return
        start = time.monotonic()
        try:
            value = measure()
            self.values.setdefault(cell, {})[number] = value
        except (Failed, OSError, ValueError, IndexError) as e:
            self.failed[cell] = str(e)
            self.values.pop(cell, None)
        self.spent[cell] = (self.spent.get(cell, 0) + time.monotonic() - start)

    def dear(self, row, column):
        """Has the cell cost enough?"""
        cell = (row, column)
        count = len(self.values.get(cell, ()))
        spent = self.spent.get(cell, 0)
        return count > 0 and spent > SPENT and (
            count >= LEAST or spent > 3 * SPENT)

    def median(self, row, column):
        """The median, or None."""
        values = self.values.get((row, column))
        return statistics.median(values.values()) if values else None

    def ratio(self, cell, base):
        """Ratio of one cell to another, by rounds that have both, or None."""
        a, b = self.values.get(cell, {}), self.values.get(base, {})
        both = [a[n] / b[n] for n in sorted(a) if n in b and b[n] > 0]
        return Ratio(both) if both else None


def measure(samples, rows, rounds, seconds, tell):
    """Every cell of every row, in turn, `rounds` times or until the next round
    would end after `seconds`.  Within a row the cells follow each other at
    once, and each round begins with another one.  Returns how many rounds."""
    start = time.monotonic()
    longest = 0.0
    for number in range(rounds):
        began = time.monotonic()
        if number >= LEAST and began - start + longest > seconds:
            return number
        for row in rows:
            if number == 0:
                tell("%4.0f s: %s" % (time.monotonic() - start, row.title))
            columns = list(row.cells)
            turn = number % len(columns)
            for column in columns[turn:] + columns[:turn]:
                if not samples.dear(row.name, column) or (
                        column in row.always):
                    samples.take(number, row.name, column, row.cells[column])
        longest = max(longest, time.monotonic() - began)
        tell("round %d of %d: %.0f s" % (
            number + 1, rounds, time.monotonic() - start))
    return rounds
