"""docs/performance.svg: whole programs under each way, as ratios to bare."""
import math
from xml.sax.saxutils import escape

from ways import NAMES

COLOURS = ("#1b6ca8", "#d1495b", "#edae49", "#66a182", "#8d96a3", "#7d5ba6",
           "#2e4057", "#b56576")
WIDTH, LEFT, TOP = 760, 190, 40
BAR, GAP = 7, 12
LEAST, MOST = 0.8, 100.0


def across(ratio):
    """Where a ratio stands, on a logarithmic axis."""
    ratio = min(max(ratio, LEAST), MOST)
    part = math.log(ratio / LEAST) / math.log(MOST / LEAST)
    return LEFT + part * (WIDTH - LEFT - 20)


def text(x, y, what, anchor="start"):
    """A line of text."""
    return '<text x="%.1f" y="%.1f" text-anchor="%s">%s</text>' % (
        x, y, anchor, escape(what))


def axis(bottom):
    """Lines at 1, 2, 5, 10, ..."""
    yield text(LEFT - 8, bottom + 14, "times bare", "end")
    for ratio in (1, 2, 5, 10, 20, 50, 100):
        x = across(ratio)
        yield ('<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="%s"/>' % (
            x, TOP, x, bottom, "#444" if ratio == 1 else "#ddd"))
        yield text(x, bottom + 14, "%d" % ratio, "middle")


def legend(ways):
    """The ways and their colours, in one line."""
    step = (WIDTH - 10) / max(len(ways), 1)
    for i, way in enumerate(ways):
        x = 10 + i * step
        yield '<rect x="%.1f" y="10" width="9" height="9" fill="%s"/>' % (
            x, COLOURS[i % len(COLOURS)])
        yield text(x + 13, 19, way)


def draw(samples, rows):
    """The picture, as SVG."""
    rows = [row for row in rows if row.group == "programs"]
    ways = [name for name in NAMES[1:]
            if any(name in row.cells for row in rows)]
    body, y = [], TOP + 6
    for row in rows:
        begin = y
        for i, way in enumerate(ways):
            ratio = samples.ratio((row.name, way), (row.name, "bare"))
            if ratio is None:
                continue
            x = across(1)
            end = across(ratio.median)
            body.append('<rect x="%.1f" y="%d" width="%.1f" height="%d" '
                        'fill="%s"/>' % (min(x, end), y,
                                         max(abs(end - x), 1), BAR - 1,
                                         COLOURS[i % len(COLOURS)]))
            y += BAR
        body.append(text(LEFT - 8, (begin + y) / 2 + 4, row.title, "end"))
        y += GAP
    return "\n".join([
        '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" '
        'font-family="sans-serif" font-size="11">' % (WIDTH, y + 24),
        '<rect width="100%" height="100%" fill="white"/>',
        *axis(y), *legend(ways), *body, "</svg>", ""])
