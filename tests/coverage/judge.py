#!/usr/bin/env python3
"""Reads gcovr's summary: names the files of which few lines ran, the share of
all lines, and fails where that is below the floor.

usage: judge.py SUMMARY.json FLOOR
"""
import json
import sys

LITTLE = 70  # per cent: a file with less is named


def main(summary, floor):
    with open(summary, encoding="utf-8") as f:
        found = json.load(f)
    with open(floor, encoding="utf-8") as f:
        least = float(next(x for x in f if not x.startswith("#")))
    few = [x for x in found["files"]
           if x["line_total"] and x["line_percent"] < LITTLE]
    if few:
        print(f"files of which less than {LITTLE} % of the lines ran:")
    for x in sorted(few, key=lambda x: x["line_percent"]):
        print(f"{x['line_percent']:6.1f} %  "
              f"{x['line_covered']:4} of {x['line_total']:4}  "
              f"{x['filename']}")
    share = 100 * found["line_covered"] / found["line_total"]
    print(f"{share:.2f} % of the lines ran: "
          f"{found['line_covered']} of {found['line_total']}; "
          f"the floor is {least:g} %")
    if share < least:
        sys.exit("coverage: below the floor: test what was added, "
                 f"or say in {floor} why not")


main(*sys.argv[1:])
